import type { RegistrationTools } from '../app/registration/tools.ts';
import { systemUser } from '../kernel/system-user.ts';
import { pageOf, whoIs } from './application-page.ts';
import { type Exit, FINE, REFUSED, WRONG } from './exit.ts';
import { columns, complain, print, printJson, utcText } from './print.ts';
import { stages } from './states.ts';
import type { CommonOptions } from './with-config.ts';
import { withRegistrationTools } from './with-tools.ts';

type Details = NonNullable<Awaited<ReturnType<RegistrationTools['applications']['show']>>>;
type Application = Details['application'];
type Act = RegistrationTools['applications']['act'];
type Refusal = Extract<Awaited<ReturnType<Act>>, { readonly ok: false }>['refusal'];

export interface ListOptions extends CommonOptions {
  /** Stages, separated by commas. */
  readonly stage?: string;
  readonly limit: string;
  /** Only applications handed in before the one with this number. */
  readonly before?: string;
}

export const listApplications = (options: ListOptions): Promise<Exit> => {
  const asked = options.stage?.split(',').map((stage) => stage.trim()) ?? [];
  const wanted = stages.filter((stage) => asked.includes(stage));
  const limit = Number(options.limit);
  const before = options.before === undefined ? undefined : numberOf(options.before);
  if (wanted.length !== asked.length || !(limit >= 1 && limit <= 10_000) || (options.before && before === undefined)) {
    complain(
      `--stage takes ${stages.join(', ')}; --limit a number from 1 to 10000; --before the number of an application`,
    );
    return Promise.resolve(WRONG);
  }
  return withRegistrationTools(options, async ({ applications }) => {
    const found = await applications.list(wanted, limit, before);
    if (options.json) printJson(found.map(shown));
    else if (found.length === 0) print('No applications.');
    else {
      const rows = found.map((of) => [
        String(of.shortId),
        applications.stageOf(of),
        utcText(of.since),
        of.localpart,
        of.email,
        of.order.displayName,
      ]);
      print(columns([['no.', 'stage', 'since (UTC)', 'name', 'mail', 'display name'], ...rows]));
    }
    return FINE;
  });
};

export const showApplication = (number: string, options: CommonOptions): Promise<Exit> => {
  const shortId = numberOf(number);
  if (shortId === undefined) return wrongNumber();
  return withRegistrationTools(options, async ({ applications }) => {
    const details = await applications.show(shortId);
    if (details === undefined) return refused(options, 'unknown-application', shortId);
    const { application, audit } = details;
    if (options.json) {
      printJson({ ...shown(application), audit });
      return FINE;
    }
    print(pageOf(details, applications.stageOf(application)));
    print('');
    print(
      columns([
        ['at (UTC)', 'by', 'what', ''],
        ...audit.map((entry) => {
          const { what, detail } = applications.describe(entry);
          return [utcText(entry.at), whoIs(entry.by), what, detail];
        }),
      ]),
    );
    return FINE;
  });
};

export interface ActOptions extends CommonOptions {
  readonly reason?: string;
}

/**
 * Runs the same command as in the team room. The running server acts on it within a second.
 *
 * @param name as in `applicationCommands`
 */
export const actOnApplication = (name: string, number: string, options: ActOptions): Promise<Exit> => {
  const shortId = numberOf(number);
  if (shortId === undefined) return wrongNumber();
  return withRegistrationTools(options, async ({ applications }) => {
    const outcome = await applications.act(name, { shortId, by: `cli:${systemUser()}`, reason: options.reason });
    if (!outcome.ok) {
      const found = await applications.show(shortId);
      return refused(
        options,
        outcome.refusal,
        shortId,
        found && { ...found, stage: applications.stageOf(found.application) },
      );
    }
    if (options.json) printJson({ ok: true, application: shown(outcome.value) });
    else print(applications.said(name, outcome.value));
    return FINE;
  });
};

/**
 * Runs a command about the door as a whole, as in the team room.
 *
 * @param words what stands behind it
 */
export const setDoor = (name: string, words: string, options: CommonOptions): Promise<Exit> =>
  withRegistrationTools(options, async ({ applications }) => {
    const { ok, said } = await applications.set(name, words, `cli:${systemUser()}`);
    if (options.json) printJson({ ok, said });
    else if (ok) print(said);
    else complain(said);
    return ok ? FINE : WRONG;
  });

const numberOf = (text: string): number | undefined => {
  const number = Number(text.replace(/^#/, ''));
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
};

function wrongNumber(): Promise<Exit> {
  complain('An application is named by its number, e.g. 17.');
  return Promise.resolve(WRONG);
}

/** Returns an application without internal counters, for JSON output. */
function shown(application: Application): Readonly<Record<string, unknown>> {
  const { addressHash: _hash, version: _version, entry: _entry, round: _round, ...rest } = application;
  return rest;
}

const sentences = {
  'unknown-application': 'There is no application {n}.',
  'not-proved':
    'The address of application {n} is not proved, so the team cannot decide it. porter applications resend {n} sends the letter that asks for the proof once more.',
  'never-proved':
    'The address of application {n} was never proved, so it cannot be opened again; the applicant can apply anew.',
  'not-decided': 'Application {n} is not decided, so there is nothing to take back.',
  'open-already': 'Application {n} is open to votes already.',
  'not-waiting': 'Application {n} does not wait for a decision: {stage}.',
  'too-late': 'It is too late for that: application {n} has gone on ({stage}).',
  stopped: 'Decisions are stopped because of the team room; porter check says why.',
  'name-taken': 'The name of application {n} is no longer free.',
  'address-in-use': 'The address of application {n} has another open application.',
  'account-closed':
    'The account of application {n} is closed at the homeserver, or not there any more, so nobody could enter it. If it was closed by mistake, make it active again there, then: porter applications reopen {n}. Otherwise the applicant can apply again, with another name.',
  'account-locked':
    'The account of application {n} is locked at the homeserver, so the link in that letter would let nobody in. Unlock it there first.',
  'letter-waits': 'That letter for application {n} waits to be sent already; porter outbox list says why.',
  'nothing-to-send': 'There is no letter to send for application {n} now: {stage}.',
} as const satisfies Record<Refusal, string>;

const goneOn: ReadonlySet<Refusal> = new Set(['not-waiting', 'too-late']);

/** Says how somebody has decided before, and what can still be done about it; undefined if nobody has. */
function decidedAlready({ shortId: n, stage }: Application): string | undefined {
  const or = (word: string) => `porter applications ${word} ${n}, or !porter ${word} ${n} in the team room`;
  if (stage === 'approved' || stage === 'admitted') {
    return `Application ${n} is approved already; take it back with ${or('undo')}.`;
  }
  if (stage === 'declined') return `Application ${n} is declined already; take it back with ${or('undo')}.`;
  if (stage === 'closed') return `Application ${n} is declined and was told so; open it again with ${or('reopen')}.`;
  return undefined;
}

/** Prints a refusal. @param found the application, if there is one, and where it stands, in words */
function refused(
  options: CommonOptions,
  refusal: Refusal,
  shortId: number,
  found?: { readonly application: Application; readonly stage: string },
): Exit {
  if (options.json) {
    printJson({ ok: false, refusal });
    return REFUSED;
  }
  const better = found !== undefined && goneOn.has(refusal) ? decidedAlready(found.application) : undefined;
  complain(better ?? sentences[refusal].replaceAll('{n}', String(shortId)).replace('{stage}', found?.stage ?? ''));
  return REFUSED;
}
