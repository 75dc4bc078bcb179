import { type Job, unreadable } from '../../outbox/job.ts';

/** What every job of this feature carries: which application, and the stage entry that caused it. */
export interface About {
  readonly id: string;
  readonly entry: number;
}

export function aboutOf({ payload: { id, entry } }: Job): About {
  if (typeof id !== 'string' || typeof entry !== 'number') throw unreadableJob();
  return { id, entry };
}

/** Throws `unreadable`. */
export function textOf({ payload }: Job, name: string): string {
  const value = payload[name];
  if (typeof value !== 'string') throw unreadableJob();
  return value;
}

export function numberOf({ payload }: Job, name: string): number {
  const value = payload[name];
  if (typeof value !== 'number') throw unreadableJob();
  return value;
}

/** Makes the fault for a payload with a value that is not allowed. */
export const unreadableJob = () => unreadable('A job of the registration does not say what it is about');
