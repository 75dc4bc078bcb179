import path from 'node:path';
import { configFor } from '../app/config.ts';
import { announceFor } from '../app/notifications/announce.ts';
import { typedAddress } from '../app/notifications/targets.ts';
import type { Database } from '../app/open-database.ts';
import { registration } from '../app/parts/registration.ts';
import type { PersonInParts } from '../app/personal.ts';
import type { RegistrationTools } from '../app/registration/tools.ts';
import { parseUserId } from '../kernel/matrix-id.ts';
import { commandRuntime } from './command-runtime.ts';
import { type Exit, FINE, REFUSED, WRONG } from './exit.ts';
import { asSentence, complain, print, printJson } from './print.ts';
import { type CommonOptions, withConfig, wrong } from './with-config.ts';
import { writeNewFiles } from './write-new-files.ts';

type Found = Awaited<ReturnType<RegistrationTools['applications']['findPerson']>>;
type Refused = Extract<Found, { readonly ok: false }>;

/** Said in the export, for the person who reads it. */
const notIncluded = [
  'The text of notifications to other people that only mentions this person: nothing but reading it would find it.',
  'The content of notifications that arrived: it is deleted when they arrive.',
  'Messages in rooms, chats and mailboxes: they are kept by the services that show them.',
  'Copies of the database, and the log.',
];

type Person = Parameters<PersonInParts['export']>[0];
type Address = NonNullable<Person['addresses']>[number];

export interface ExportOptions extends CommonOptions {
  /** What the person was called in meetings. */
  readonly displayName?: string;
  /** Where else messages reach the person: `xmpp:lena@example.org`. */
  readonly address?: readonly string[];
  /** The file to write; it must not be there yet. */
  readonly out?: string;
}

/**
 * Prints or writes, as JSON, everything that any part keeps about one person. There is no command that erases yet, see `app/personal.ts`.
 *
 * @param who as `FindPerson` reads it
 */
export const exportPerson = (who: string, options: ExportOptions): Promise<Exit> =>
  withConfig(options, async (loaded) => {
    const addresses: Address[] = [];
    for (const text of options.address ?? []) {
      const read = typedAddress(text, []);
      if (!read.ok) return wrong(options, asSentence(`--address: ${read.detail}`));
      addresses.push(read.value);
    }
    const own = configFor(registration, loaded.config);
    if (own !== undefined) {
      const { openRegistrationTools } = await import('../app/registration/tools.ts');
      await using tools = await openRegistrationTools(own, loaded, commandRuntime(), announceFor(loaded.config));
      const found = await tools.applications.findPerson(who);
      if (!found.ok) return refused(who, found, options);
      return await exportFrom(tools, who, reachedAlso(found.value, addresses), options);
    }
    // Numbers and names are read with the settings of registration. What it left behind is still found by the user ID.
    const userId = parseUserId(who);
    if (userId === undefined) {
      return wrong(options, 'Name @user:server: this Porter keeps no door, so numbers and names lead to nobody.');
    }
    await using tools = await (await import('../app/tools.ts')).openTools(loaded, commandRuntime(), false);
    return await exportFrom(tools, who, { userId, addresses }, options);
  });

const reachedAlso = (person: Person, more: readonly Address[]): Person => ({
  ...person,
  addresses: [...(person.addresses ?? []), ...more],
});

async function exportFrom(database: Database, who: string, person: Person, options: ExportOptions): Promise<Exit> {
  const { displayName, out } = options;
  const { personInParts } = await import('../app/personal.ts');
  const parts = await personInParts(database).export({ ...person, displayName });
  if (Object.keys(parts).length === 0) complain(nothingKept(who, person, options));
  const data = {
    person: { userId: person.userId ?? null, displayName: displayName ?? null, addresses: person.addresses ?? [] },
    parts,
    notIncluded,
  };
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
}

function nothingKept(who: string, { userId }: Person, { displayName, address }: ExportOptions): string {
  const applied =
    userId === undefined ? '' : ' An application that has no account yet goes by its number or by the name alone.';
  const meetings = displayName === undefined ? ' Meetings know people by what they were called: --display-name.' : '';
  const reached = address === undefined ? ' Elsewhere they are known by where messages reach them: --address.' : '';
  return `Nothing is kept about ${who}.${applied}${meetings}${reached}`;
}

function refused(who: string, why: Refused, options: CommonOptions): Exit {
  if (options.json) printJson({ ok: false, refusal: why.refusal, ...(why.detail && { applications: why.detail }) });
  else complain(sentenceFor(who, why));
  return why.refusal === 'no-user-id' ? WRONG : REFUSED;
}

function sentenceFor(who: string, why: Refused): string {
  switch (why.refusal) {
    case 'unknown-application':
      return `There is no application ${who.replace(/^#/, '')}.`;
    case 'unknown-name':
      return `Nobody has applied for the name ${who}. Name a number, a name that was applied for, or @user:server.`;
    case 'no-user-id':
      return `${who} is no user ID; one is written @user:server.`;
    case 'several':
      return `Applications with different addresses asked for the name ${who}: say which number (${why.detail.join(', ')}), or @${who}:server for whoever has the account.`;
  }
}
