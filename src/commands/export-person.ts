import path from 'node:path';
import type { RegistrationTools } from '../app/registration/tools.ts';
import { type Exit, FINE, REFUSED } from './exit.ts';
import { complain, print, printJson } from './print.ts';
import { type CommonOptions, wrong } from './with-config.ts';
import { withRegistrationTools } from './with-tools.ts';
import { writeNewFiles } from './write-new-files.ts';

type Found = Awaited<ReturnType<RegistrationTools['applications']['findPerson']>>;
type Refused = Extract<Found, { readonly ok: false }>;

export interface ExportOptions extends CommonOptions {
  /** What the person was called in meetings. */
  readonly displayName?: string;
  /** The file to write; it must not be there yet. */
  readonly out?: string;
}

/**
 * Prints or writes, as JSON, everything that any part keeps about one person. There is no command that erases yet, see `app/personal.ts`.
 *
 * @param who as `FindPerson` reads it
 */
export const exportPerson = (who: string, options: ExportOptions): Promise<Exit> =>
  withRegistrationTools(options, async (tools) => {
    const found = await tools.applications.findPerson(who);
    if (!found.ok) return refused(who, found, options);
    const { displayName, out } = options;
    const { personInParts } = await import('../app/personal.ts');
    const parts = await personInParts(tools).export({ ...found.value, displayName });
    const data = { person: { userId: found.value.userId ?? null, displayName: displayName ?? null }, parts };
    if (out === undefined) {
      printJson(data);
      return FINE;
    }
    const troubled = await writeNewFiles([{ file: out, content: `${JSON.stringify(data, null, 2)}\n`, mode: 0o600 }]);
    if (troubled !== undefined) return wrong(options, troubled);
    const file = path.resolve(out);
    if (options.json) printJson({ ok: true, file });
    else print(`${file} is written, for you alone to read. Read it before you hand it on.`);
    return FINE;
  });

function refused(who: string, why: Refused, options: CommonOptions): Exit {
  if (options.json) printJson({ ok: false, refusal: why.refusal, ...(why.detail && { applications: why.detail }) });
  else
    complain(
      why.refusal === 'several'
        ? severalFor(who, why.detail)
        : `Nobody is known as ${who}: name a number, a name that was applied for, or @user:server.`,
    );
  return REFUSED;
}

const severalFor = (name: string, numbers: readonly number[]): string =>
  `Applications with different addresses asked for the name ${name}: say which number (${numbers.join(', ')}), or @${name}:server for whoever has the account.`;
