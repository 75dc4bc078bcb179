/**
 * Defined by the build: `false` in the release, which compiles the hooks away, and `true` in the second build, for crash runs.
 */
declare const PORTER_CRASH_POINTS: boolean | undefined;

/** Every moment at which a crash run may end the process. Each name is used exactly once in the code. */
export const crashPoints = [
  'application.afterCommit',
  'inbox.afterCommit',
  'inbox.afterResponse',
  'inbox.afterHandled',
  'outbox.afterLease',
  'outbox.beforeSend',
  'outbox.afterSend',
  'outbox.afterFinish',
  'room.afterEvent',
  'room.afterCreate',
  'account.afterReserve',
  'account.afterCreate',
  'account.afterBind',
  'account.afterPassword',
  'account.afterHash',
  'password.afterCommit',
  'address.afterCommit',
  'letter.afterSend',
  'vote.afterCommit',
  'mail.afterCommit',
] as const;

export type CrashPoint = (typeof crashPoints)[number];

let hits: Map<string, number> | undefined;

/** Ends the process with SIGKILL at the n-th hit of the point named in `PORTER_CRASH_AT` (`name:n`; without `n`, the first). */
export function crashPoint(name: CrashPoint): void {
  if (typeof PORTER_CRASH_POINTS === 'undefined' || !PORTER_CRASH_POINTS) return;
  const [at, count] = (process.env['PORTER_CRASH_AT'] ?? '').split(':');
  hits ??= new Map();
  const hit = (hits.get(name) ?? 0) + 1;
  hits.set(name, hit);
  if (at === name && hit === Number(count ?? '1')) process.kill(process.pid, 'SIGKILL');
}
