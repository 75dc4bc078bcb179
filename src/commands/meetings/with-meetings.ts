import type { Loaded } from '../../app/load-config.ts';
import type { MeetingsTools } from '../../app/meetings/tools.ts';
import { commandRuntime } from '../command-runtime.ts';
import { type Exit, REFUSED } from '../exit.ts';
import { complain, printJson } from '../print.ts';
import { type CommonOptions, withConfig, wrong } from '../with-config.ts';

type Meetings = NonNullable<Loaded['config']['meetings']>;

/** Loads a configuration and runs `run` with its section `meetings`. Without that section it says so and exits with 2. */
export const withMeetingsConfig = (
  options: CommonOptions,
  run: (meetings: Meetings, loaded: Loaded) => Promise<Exit>,
): Promise<Exit> =>
  withConfig(options, async (loaded) => {
    const { meetings } = loaded.config;
    return meetings ? run(meetings, loaded) : wrong(options, noSection);
  });

const noSection = 'This Porter gives no meeting tokens: its configuration has no section meetings.';

/** The same, with the database open; works beside a running `serve`. */
export const withMeetings = (options: CommonOptions, run: (tools: MeetingsTools) => Promise<Exit>): Promise<Exit> =>
  withMeetingsConfig(options, async (meetings, loaded) => {
    const { openMeetingsTools } = await import('../../app/meetings/tools.ts');
    await using tools = await openMeetingsTools(loaded, meetings, commandRuntime());
    return await run(tools);
  });

/** The command-line option that fills each field of a request. */
const optionOf: Readonly<Record<string, string>> = {
  ...{ channel: '--room', room: '--room', displayName: '--name', name: '--name', moderator: '--moderator' },
  ...{ validFor: '--for', validUntil: '--until', uses: '--uses', email: '--email', avatar: '--avatar' },
};

/** Reports a refused request under the option names of the command line. @param detail begins with the field's name */
export function refusedRequest(
  options: CommonOptions,
  { refusal, detail }: { readonly refusal: 'request' | 'policy'; readonly detail: string },
): Exit {
  const sentence = detail.replace(/^[A-Za-z]+(?=:)/, (field) => optionOf[field] ?? field);
  if (refusal === 'request') return wrong(options, sentence);
  if (options.json) printJson({ ok: false, refusal, sentence });
  else complain(sentence);
  return REFUSED;
}
