import { placeToCut } from '../../kernel/cut-text.ts';
import { digestOf } from '../../kernel/digest-of.ts';
import type { Notification } from '../../ports/channel.ts';
import type { Incident, ShownMessage } from './incident.ts';
import { mostUrgent } from './urgency-of.ts';

/** A delivery that waits for its digest. */
export interface Collected {
  /** Of its job. */
  readonly id: string;
  /** When it was to go out if nothing held it back. Epoch milliseconds. */
  readonly at: number;
  readonly notification: Notification;
  /** The incident that it begins or ends. */
  readonly incident: Incident | undefined;
}

/** Longest text of one notification in a digest, and of the whole digest, in UTF-16 units. Channels cut further. */
const LONGEST_PARAGRAPH = 1_000;
const LONGEST_DIGEST = 50_000;

/** The words of a digest, in the language of the operator. */
export interface DigestWords {
  /** `12 notifications since 14:00`. @param since epoch milliseconds */
  readonly digestTitle: (count: number, since: number) => string;
  /** `(3 times)` */
  readonly times: (count: number) => string;
  /** `… and 40 more` */
  readonly floodMore: (count: number) => string;
  /** `2 others are left out: what they told of is over again` */
  readonly digestCleared: (count: number) => string;
}

/**
 * Leaves out what is over by now: what tells of nothing but the beginning of something, and then what tells of its end and of nothing
 * else. An end stays if people know of the beginning: it was told before, whether or not it is among them once more as a reminder, or
 * one that stays says that it goes on.
 *
 * @param told what was told before and has not ended, as `openAfter` and `openIn` give it
 */
export function stillToTell<One extends Pick<Collected, 'incident'>>(
  collected: readonly One[],
  told: readonly string[] = [],
): readonly One[] {
  let kept: readonly One[] = [];
  const open = new Set(told);
  for (const one of collected) {
    const { incident } = one;
    const over = new Set(incident?.over);
    const ended = kept.filter((before) => isOver(before, incident, over));
    kept = kept.filter((before) => !ended.includes(before));
    const began = new Set(ended.flatMap((before) => before.incident?.open ?? []));
    const saysMore =
      incident === undefined ||
      incident.open.length > 0 ||
      incident.over.some(
        (piece) => !began.has(piece) || open.has(pieceIn(incident, piece)) || goesOnIn(kept, incident, piece),
      );
    if (!saysMore) continue;
    kept = [...kept, one];
    for (const piece of incident?.over ?? []) open.delete(pieceIn(incident, piece));
  }
  return kept;
}

/** Does one of these say that the piece goes on? */
const goesOnIn = (kept: readonly Pick<Collected, 'incident'>[], of: Incident, piece: string): boolean =>
  kept.some(({ incident }) => incident?.name === of.name && incident.open.includes(piece));

/** Most beginnings that are remembered of one collection; the oldest are forgotten. */
const MOST_OPEN = 500;

/** Returns what has begun and not ended, as far as people know it once a digest has told this: hashes, oldest first. */
export function openAfter(told: readonly string[], kept: readonly Pick<Collected, 'incident'>[]): readonly string[] {
  const open = new Set(told);
  for (const { incident } of kept) {
    for (const piece of incident?.open ?? []) open.add(pieceIn(incident, piece));
    for (const piece of incident?.over ?? []) open.delete(pieceIn(incident, piece));
  }
  return [...open].slice(-MOST_OPEN);
}

/** What messages outside of digests say goes on, in the form of `openAfter`. @param messages those of this incident at one address */
export const openIn = (incident: Incident, messages: readonly ShownMessage[]): readonly string[] =>
  messages.flatMap(({ open }) => open.map((piece) => pieceIn(incident, piece)));

const pieceIn = (incident: Incident | undefined, piece: string): string =>
  digestOf(JSON.stringify([incident?.name, piece]));

const isOver = (
  { incident }: Pick<Collected, 'incident'>,
  by: Incident | undefined,
  over: ReadonlySet<string>,
): boolean =>
  incident !== undefined &&
  incident.name === by?.name &&
  incident.open.length > 0 &&
  incident.over.length === 0 &&
  incident.open.every((piece) => over.has(piece));

/**
 * Makes one notification of several: each with its title and its lines, in their order, those that say the same once with their
 * number. What is too long is cut.
 *
 * @param left how many there are besides, and the time in epoch milliseconds
 */
export function composeDigest(
  collected: readonly Collected[],
  { more, cleared, now }: { readonly more: number; readonly cleared: number; readonly now: number },
  words: DigestWords,
): Notification {
  const origins = new Set(collected.map(({ notification: { origin } }) => origin));
  const [origin = ''] = origins.size === 1 ? origins : [];
  const groups = [...Map.groupBy(collected, ({ notification }) => JSON.stringify(notification)).values()];
  const shown: string[] = [];
  let [told, length] = [0, 0];
  for (const group of groups) {
    const [first] = group;
    if (first === undefined) continue;
    const paragraph = paragraphOf(
      first.notification,
      origin === '',
      group.length > 1 ? ` ${words.times(group.length)}` : '',
    );
    length += paragraph.length;
    if (length > LONGEST_DIGEST) break;
    shown.push(...paragraph.split('\n'));
    told += group.length;
  }
  const rest = collected.length - told + more;
  return {
    title: words.digestTitle(collected.length + more, Math.min(now, ...collected.map(({ at }) => at))),
    lines: [
      ...shown,
      ...(rest > 0 ? [words.floodMore(rest)] : []),
      ...(cleared > 0 ? [words.digestCleared(cleared)] : []),
    ],
    ...{ preformatted: false, link: undefined, facts: [], origin },
    urgency: mostUrgent(collected.map(({ notification: { urgency } }) => urgency)) ?? 'normal',
  };
}

/** Returns one notification as text: a heading, and below it the rest, indented. */
function paragraphOf({ title, lines, link, facts, origin }: Notification, named: boolean, times: string): string {
  const [heading = '', ...below] = title === '' ? lines : [title, ...lines];
  const all = [
    ...below,
    ...facts.map(([name, value]) => `${name}: ${value}`),
    ...(link === undefined ? [] : [link.url]),
  ];
  const head = `• ${named && origin !== '' ? `[${origin}] ` : ''}${heading}${times}`;
  const text = [head, ...all.map((line) => `  ${line}`)].join('\n');
  return text.length <= LONGEST_PARAGRAPH ? text : `${text.slice(0, placeToCut(text, LONGEST_PARAGRAPH))} …`;
}
