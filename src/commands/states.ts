import type { RegistrationTools } from '../app/registration/tools.ts';

type Application = NonNullable<Awaited<ReturnType<RegistrationTools['applications']['show']>>>['application'];
type Job = Awaited<ReturnType<RegistrationTools['outbox']['list']>>[number];

/** What `applications list --stage` takes. Types only are imported here: help must load no database. */
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

/** What `outbox list --state` takes. */
export const states = [
  'waiting',
  'held',
  'leased',
  'done',
  'dead',
  'parked',
] as const satisfies readonly Job['state'][];
