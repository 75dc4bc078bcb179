import { DAY } from '../../kernel/clock.ts';
import type { EmailAddress } from '../../kernel/email-address.ts';
import { type Localpart, parseLocalpart } from '../../kernel/matrix-id.ts';
import type { Job, NewJob } from '../../outbox/job.ts';

/** Ends the other sessions of somebody whose password was changed. */
export const END_SESSIONS = 'accounts.end-sessions';
/** Tells a person by mail that the password was changed. */
export const TELL_CHANGED = 'accounts.tell-password-changed';

export const passwordKinds = [END_SESSIONS, TELL_CHANGED] as const;

/** Later than that it would end sessions that began long after the change. */
const END_WITHIN = DAY;
/** As long as mail servers try by themselves. */
const TELL_WITHIN = 3 * DAY;

export interface PasswordChange {
  /** Tells this change from every other one. */
  readonly id: string;
  readonly localpart: Localpart;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Which sessions end: all, or all but that of one device. Undefined: none. */
  readonly ends: { readonly keep: string | undefined } | undefined;
  /** The person's mail addresses, each with its hash; none where Porter sends no mail. */
  readonly mails: readonly { readonly address: EmailAddress; readonly hash: string }[];
}

/** Returns what follows from a changed password. */
export function passwordJobs({ id, localpart, at, ends, mails }: PasswordChange): readonly NewJob[] {
  const common = { lane: 'decisions', dueAt: at } as const;
  const end: NewJob = {
    ...common,
    ...{ key: `${END_SESSIONS}:${id}`, kind: END_SESSIONS, destination: `account:${localpart}` },
    ...{ expiresAt: at + END_WITHIN, payload: { localpart, keep: ends?.keep ?? null } },
  };
  return [
    ...(ends === undefined ? [] : [end]),
    ...mails.map(
      ({ hash }): NewJob => ({
        ...common,
        ...{ key: `${TELL_CHANGED}:${id}:${hash}`, kind: TELL_CHANGED, destination: `email:${hash}` },
        ...{ expiresAt: at + TELL_WITHIN, payload: { localpart, at } },
      }),
    ),
  ];
}

/** Undefined for a job that a newer version wrote. @param serverName that of our accounts */
export function readEndSessions({ payload }: Pick<Job, 'payload'>, serverName: string) {
  const { localpart, keep } = payload;
  const name = readName(localpart, serverName);
  if (name === undefined) return undefined;
  if (keep === null) return { localpart: name, keep: undefined };
  return typeof keep === 'string' && keep !== '' ? { localpart: name, keep } : undefined;
}

/** The same for the mail. */
export function readTellChanged({ payload }: Pick<Job, 'payload'>, serverName: string) {
  const { localpart, at } = payload;
  const name = readName(localpart, serverName);
  return name === undefined || typeof at !== 'number' ? undefined : { localpart: name, at };
}

function readName(name: unknown, serverName: string): Localpart | undefined {
  const parsed = typeof name === 'string' ? parseLocalpart(name, serverName) : undefined;
  return parsed?.ok ? parsed.value : undefined;
}
