import { DAY, HOUR, MINUTE } from '../../kernel/clock.ts';
import type { UserId } from '../../kernel/matrix-id.ts';
import type { Lane, NewJob } from '../../outbox/job.ts';
import type { Application } from '../application.ts';
import { PROVE_LINK_LIFE } from '../settings.ts';

/** Which letter; each is a file in `letters/`, except those that are the welcome letter in other words. */
export const letterKinds = [
  'prove',
  'received',
  'welcome',
  'welcome-reminder',
  'welcome-chosen',
  'approved-delayed',
  'name-lost',
  'refused',
  'expired',
  'address-changed',
  'already-account',
  'already-open',
] as const;

export type LetterKind = (typeof letterKinds)[number];

/** The kinds of jobs of this feature; each has one handler. */
export const registrationKinds = [
  'registration.send-letter',
  'registration.show-notice',
  'registration.react-to-notice',
  'registration.say-in-room',
  'registration.create-account',
  'registration.adjust-account',
  'registration.send-refusal',
  'registration.expire-application',
  'registration.tell-delay',
  'registration.remind-welcome',
  'registration.count-password',
  'registration.look-at-notice',
  'registration.practice-notice',
  'registration.reply-in-room',
] as const;

export type JobKind = (typeof registrationKinds)[number];

const job = (
  of: Application,
  kind: JobKind,
  key: string,
  destination: string,
  lane: Lane,
  dueAt: number,
  life: number,
  payload: NewJob['payload'] = {},
): NewJob => ({
  key: `${key}:${of.id}:${of.entry}`,
  kind,
  destination,
  lane,
  dueAt,
  expiresAt: dueAt + life,
  payload: { id: of.id, entry: of.entry, ...payload },
});

const mailTo = (of: Application) => `email:${of.addressHash}`;

/**
 * A letter about the present stage entry. `issue` tells repeats asked for by a person apart (they are letters of their own);
 * for `prove` it is the issue number of the code.
 */
export const sendLetter = (of: Application, letter: LetterKind, dueAt: number, issue = 0): NewJob => ({
  ...job(
    of,
    'registration.send-letter',
    `letter:${letter}:${issue}`,
    mailTo(of),
    letter === 'prove' ? 'codes' : 'decisions',
    dueAt,
    3 * DAY,
    {
      letter,
      issue,
    },
  ),
  ...(letter === 'prove' ? { expiresAt: dueAt + PROVE_LINK_LIFE } : {}),
});

/** To the address that the application used until now: the application knows only the new one when the letter is sent. */
export const tellOldAddress = (before: Application, issue: number, now: number): NewJob => {
  const letter = sendLetter(before, 'address-changed', now, issue);
  return { ...letter, payload: { ...letter.payload, to: before.email } };
};

/** The live notice, or its next edit: shows the newest version when it runs. The room is filled in by the handler. */
export const showNotice = (of: Application, now: number): NewJob => ({
  ...job(of, 'registration.show-notice', 'show', 'team-room:current', 'notices', now, 30 * DAY),
  key: `show:${of.id}`,
  oncePending: true,
});

/** A notice that was posted again because the one before was removed is not posted once more within this time. */
export const AGAIN_AFTER = HOUR;

/** Looks whether a notice that was posted again still stands, before that time is over: what removes notices by itself is found out so. */
export const lookAtNotice = (of: Application, now: number): NewJob =>
  job(of, 'registration.look-at-notice', 'look', `clock:${of.id}`, 'clean-up', now + AGAIN_AFTER - MINUTE, DAY);

/** ✅ and ❌ on a round's notice. */
export const reactToNotice = (of: Application, mark: '✅' | '❌', now: number): NewJob =>
  job(of, 'registration.react-to-notice', `mark:${mark}:${of.round}`, 'team-room:current', 'notices', now, 30 * DAY, {
    mark,
    round: of.round,
  });

export const createAccount = (of: Application, dueAt: number): NewJob =>
  job(
    of,
    'registration.create-account',
    'registration.create-account',
    `account:${of.localpart}`,
    'decisions',
    dueAt,
    30 * DAY,
  );

/** Brings the account at the homeserver in line with the stage: `lock` after an undo, `unlock` on approval, `close` on refusal. */
export const adjustAccount = (of: Application, what: 'lock' | 'unlock' | 'close', now: number): NewJob =>
  job(of, 'registration.adjust-account', `${what}-account`, `account:${of.localpart}`, 'decisions', now, 30 * DAY, {
    what,
  });

export const sendRefusal = (of: Application, dueAt: number): NewJob =>
  job(of, 'registration.send-refusal', 'registration.send-refusal', mailTo(of), 'decisions', dueAt, 30 * DAY);

/** The clock: does nothing when the application has left the stage meanwhile. A new round of one that waits leaves its clock alone. */
export const expireApplication = (of: Application, dueAt: number): NewJob =>
  job(of, 'registration.expire-application', 'expire', `clock:${of.id}`, 'clean-up', dueAt, 365 * DAY, {
    stage: of.stage,
    since: of.since,
  });

/** "Approved, but delayed", when the account is still not made after an hour. */
export const tellDelay = (of: Application, now: number): NewJob =>
  job(of, 'registration.tell-delay', 'registration.tell-delay', `clock:${of.id}`, 'clean-up', now + HOUR, 7 * DAY);

/** The welcome link has expired unused: one reminder, and a word to the team. */
export const remindWelcome = (of: Application, dueAt: number): NewJob =>
  job(of, 'registration.remind-welcome', 'registration.remind-welcome', `clock:${of.id}`, 'clean-up', dueAt, 365 * DAY);

/** The person of an account that was made for an application has set its password otherwise than by the welcome link. */
export const countPassword = (applicationId: string, now: number): NewJob => ({
  ...{ key: `registration.count-password:${applicationId}`, oncePending: true, kind: 'registration.count-password' },
  ...{ destination: `clock:${applicationId}`, lane: 'decisions', dueAt: now, expiresAt: now + 30 * DAY },
  payload: { id: applicationId },
});

/** A sentence of Porter's in the thread of the notice. `what` is a key of the room texts, `values` its values. */
export const sayInThread = (
  of: Application,
  what: string,
  values: Readonly<Record<string, string | number>>,
  now: number,
): NewJob =>
  job(of, 'registration.say-in-room', `say:${what}:${of.version}`, 'team-room:current', 'notices', now, 30 * DAY, {
    what,
    values,
  });

/** The same, but said only once in each stage entry. */
export const sayOnceInThread = (...[of, what, values, now]: Parameters<typeof sayInThread>): NewJob => ({
  ...sayInThread(of, what, values, now),
  key: `say:once:${what}:${of.id}:${of.entry}`,
});

/** Somebody else than Porter has locked the account: nobody can set its password. */
export const sayAccountLocked = (of: Application & { readonly userId: UserId }, now: number): NewJob =>
  sayOnceInThread(of, 'room.thread.accountLocked', { userId: of.userId, id: of.shortId }, now);

/** Tells the team that a refusal had left before the decision was taken back: once for each such letter. */
export const sayRefusalOut = (of: Application, letter: Pick<NewJob, 'key'>, now: number): NewJob => ({
  ...sayInThread(of, 'room.thread.refusalOut', {}, now),
  key: `say:refusal-out:${letter.key}`,
});
