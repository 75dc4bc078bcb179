import { type Exit, FINE } from '../exit.ts';
import { LENGTH_HINT, parseLength } from '../option-values.ts';
import { complain, print, printJson, utcText } from '../print.ts';
import { type CommonOptions, wrong } from '../with-config.ts';
import { refusedRequest, withMeetings } from './with-meetings.ts';

export interface TokenOptions extends CommonOptions {
  readonly room: string;
  readonly name: string;
  /** How long the token is good, written as in the configuration. */
  readonly for: string;
  readonly moderator?: boolean;
  readonly email?: string;
  readonly avatar?: string;
}

/** Issues one token. Only the token goes to standard output, so that a script can use it. */
export async function token(options: TokenOptions): Promise<Exit> {
  const validFor = parseLength(options.for);
  if (validFor === undefined) return wrong(options, LENGTH_HINT);
  return withMeetings(options, async ({ issue, joinUrl, roomOf }) => {
    const { name: displayName, moderator = false, email, avatar } = options;
    const outcome = await issue({ channel: roomOf(options.room), displayName, moderator, email, avatar, validFor });
    if (!outcome.ok) return refusedRequest(options, outcome);
    const { token, room, message, expiresAt } = outcome.value;
    const url = joinUrl(outcome.value);
    if (options.json) printJson({ ok: true, token, url, room, message, expiresAt });
    else {
      print(token);
      complain(`Good until ${utcText(expiresAt * 1_000)} UTC${message === 'OK' ? '' : ` (${message})`}:\n${url}`);
    }
    return FINE;
  });
}
