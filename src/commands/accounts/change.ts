import { systemUser } from '../../kernel/system-user.ts';
import { type Exit, FINE, REFUSED } from '../exit.ts';
import { complain, print, printJson } from '../print.ts';
import { type CommonOptions, wrong } from '../with-config.ts';
import { readPassword } from './read-password.ts';
import { changeSentence, refusedPassword } from './refusals.ts';
import { type Name, refused, withName } from './with-accounts.ts';

const done = {
  suspend: ['is suspended: nobody can log in.', 'The user at the homeserver is locked'],
  resume: ['is active again.', 'The user at the homeserver is unlocked'],
  close: ['is closed, and only its name is left.', 'The user at the homeserver is deactivated'],
} as const;

/** What becomes of sessions that are open. */
function doneSentence(what: keyof typeof done, asksHomeserver: boolean): string {
  const [here, there] = done[what];
  if (asksHomeserver) return `${here} ${there} by the running Porter (porter outbox list --place account).`;
  return what === 'resume' ? here : `${here} Sessions that are open at a homeserver stay open.`;
}

export interface ChangeOptions extends CommonOptions {
  readonly yes?: boolean;
}

/** Suspends, resumes or closes an account. Closing asks for a yes, because nothing undoes it. */
export const changeAccount = (what: keyof typeof done, typed: string, options: ChangeOptions): Promise<Exit> =>
  withName(options, typed, async ({ keep, asksHomeserver }, name) => {
    if (what === 'close' && !options.yes) {
      if (options.json || !process.stdin.isTTY)
        return wrong(options, `Nothing brings a closed account back: say porter accounts close ${name} --yes.`);
      if (!(await isConfirmed(name))) {
        complain('Stopped; nothing was changed.');
        return REFUSED;
      }
    }
    const outcome = await keep[what](name, `cli:${systemUser()}`);
    return outcome.ok ? fine(options, name, doneSentence(what, asksHomeserver)) : refusedChange(options, name, outcome);
  });

/** Sets a new password, from standard input. */
export const setPassword = (typed: string, options: CommonOptions): Promise<Exit> =>
  withName(options, typed, async (tools, name) => {
    const outcome = await tools.keep.setPassword(name, await readPassword(), `cli:${systemUser()}`);
    if (outcome.ok) return fine(options, name, 'has the new password.');
    return outcome.refusal === 'weak' || outcome.refusal === 'empty' || outcome.refusal === 'busy'
      ? refusedPassword(options, outcome, tools)
      : refusedChange(options, name, outcome);
  });

function fine(options: CommonOptions, name: Name, sentence: string): Exit {
  if (options.json) printJson({ ok: true, name });
  else print(`The account ${name} ${sentence}`);
  return FINE;
}

type State = Parameters<typeof changeSentence>[1];

const refusedChange = (
  options: CommonOptions,
  name: Name,
  { refusal, detail: state }: { readonly refusal: string; readonly detail: State },
): Exit => refused(options, refusal, changeSentence(name, state), state === undefined ? {} : { state });

async function isConfirmed(name: Name): Promise<boolean> {
  const { confirm, isCancel } = await import('@clack/prompts');
  const answer = await confirm({ message: `Close ${name} for good?`, initialValue: false });
  return !isCancel(answer) && answer;
}
