import type { OutboxTools } from '../../app/outbox-tools.ts';

export type JobView = Awaited<ReturnType<OutboxTools['outbox']['list']>>[number];

/** A job, and what its part says of it. */
export interface Described {
  readonly job: JobView;
  readonly words: Awaited<ReturnType<OutboxTools['words']['describe']>>;
}

/** Jobs carry ids and no secrets. As a precaution, values whose name sounds like a secret are hidden. */
const secretName = /token|secret|password|code|link/i;

/** A job as JSON. */
export function shownJob({ job: { payload, ...job }, words }: Described): Readonly<Record<string, unknown>> {
  return { ...job, ...words, payload: shownPayload(payload) };
}

function shownPayload(text: string): unknown {
  if (text === '') return '[cleared]';
  try {
    return JSON.parse(text, (key, value: unknown) => (secretName.test(key) ? '[secret]' : value));
  } catch {
    return '[unreadable]';
  }
}
