/** Set by the build: the release defines it `false` and the hooks are compiled away; the second build defines it `true`. */
declare const PORTER_CRASH_POINTS: boolean | undefined;

/** Every moment at which a crash run may end the process. A name is used in exactly one place. */
export const crashPoints = [
  'application.afterCommit',
  'inbox.afterCommit',
  'inbox.afterAnswer',
  'inbox.afterHandled',
  'outbox.afterLease',
  'outbox.beforeSend',
  'outbox.afterSend',
  'outbox.afterSettle',
  'room.afterEvent',
  'room.afterCreate',
  'account.afterCreate',
  'account.afterBind',
  'account.afterPassword',
  'letter.afterSend',
  'vote.afterCommit',
] as const;

export type CrashPoint = (typeof crashPoints)[number];

let hits: Map<string, number> | undefined;

/** Ends the process at once with SIGKILL at the n-th hit of the point that `PORTER_CRASH_AT` names (`name:n`). */
export function crashPoint(name: CrashPoint): void {
  if (typeof PORTER_CRASH_POINTS === 'undefined' || !PORTER_CRASH_POINTS) return;
  const [at, count] = (process.env['PORTER_CRASH_AT'] ?? '').split(':');
  hits ??= new Map();
  const hit = (hits.get(name) ?? 0) + 1;
  hits.set(name, hit);
  if (at === name && hit === Number(count ?? '1')) process.kill(process.pid, 'SIGKILL');
}
