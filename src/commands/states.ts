import type { RegistrationTools } from '../app/registration/tools.ts';

type Application = NonNullable<Awaited<ReturnType<RegistrationTools['applications']['show']>>>['application'];
type Job = Awaited<ReturnType<RegistrationTools['outbox']['list']>>[number];

/** The values of `applications list --stage`. Imports only types, because showing help must not load the database. */
export const stages = [
  'submitted',
  'waiting',
  'approved',
  'admitted',
  'settled',
  'declined',
  'closed',
  'expired',
  'withdrawn',
] as const satisfies readonly Application['stage'][];

/** The values of `outbox list --state`. */
export const states = [
  'waiting',
  'held',
  'leased',
  'done',
  'dead',
  'parked',
] as const satisfies readonly Job['state'][];

/** Ways in which a job is over that `outbox list` shows in place of `done`, and their codes. */
export const ends = { refused: 'refused', dropped: 'dropped', erased: 'erased', void: 'nothing' } as const;
