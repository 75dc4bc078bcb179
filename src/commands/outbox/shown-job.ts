import type { OutboxTools } from '../../app/outbox-tools.ts';
import { placeOf } from '../../kernel/channel-name.ts';
import { columns, utcText } from '../print.ts';
import { ends } from '../states.ts';

export type JobView = Awaited<ReturnType<OutboxTools['outbox']['list']>>[number];

/** A job, and what its part says of it. */
export interface Described {
  readonly job: JobView;
  readonly words: Awaited<ReturnType<OutboxTools['words']['describe']>>;
}

/** A job with the names of the targets that it is for. */
export interface Listed extends Described {
  readonly targets: readonly string[];
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

/** A job that is over says how it ended, because a letter that was refused is not done. */
export function shownState({ state, code, waitsFor: other }: JobView): string {
  if (state === 'done') return Object.entries(ends).find(([, its]) => its === code)?.[0] ?? 'done';
  return other === undefined ? state : `waiting for ${other}`;
}

/** The code of what went wrong, and the words of the other side. */
export function resultOf({ state, code, receipt }: JobView): string {
  const said = receipt?.words ?? receipt?.id;
  return [...(state === 'done' ? [] : [code ?? []].flat()), ...(said === undefined ? [] : [said])].join(': ');
}

/** A job for people at a terminal: one line for each thing that is known. Times are in UTC. */
export function jobTable({ job, words, targets }: Listed): string {
  const result = resultOf(job);
  const rows: readonly (readonly [string, string])[] = [
    ['number', String(job.number)],
    ['id', job.id],
    ['what', [words.what, words.idle ?? []].flat().join('; ')],
    ['place', placeOf(job.destination)],
    ...(targets.length === 0 ? [] : [['targets', targets.join(' ')] as const]),
    ['state', shownState(job)],
    ['kept', utcText(job.createdAt)],
    ...(job.doneAt === undefined
      ? ([
          ['due', utcText(job.dueAt)],
          ['given up', utcText(job.expiresAt)],
        ] as const)
      : ([['ended', utcText(job.doneAt)]] as const)),
    ['attempts', String(job.attempt)],
    ...(result === '' ? [] : [['last words', result] as const]),
    ['holds', JSON.stringify(shownPayload(job.payload))],
  ];
  return columns(rows);
}
