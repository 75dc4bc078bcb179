import { distance } from '../kernel/distance.ts';

/** Returns the known word that the person most likely meant, or undefined when none is close. */
export function suggest(typed: string, known: readonly string[]): string | undefined {
  if (typed.length > 60) return undefined;
  const plain = (word: string) => word.toLowerCase().replaceAll(/[_-]/g, '');
  const near = known
    .map((word) => ({ word, distance: distance(plain(typed), plain(word)) }))
    .filter(({ word, distance }) => distance <= Math.max(1, Math.floor(word.length / 3)))
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.word;
}

/**
 * Returns the ID as it is most likely meant, if its server name is probably a slip of ours; undefined for our own server and for one
 * that is clearly another. A slip: one letter off, or two with the same ending, or our domain with a host in front of it or without
 * the host.
 *
 * @param id `@me:example.org`, `#team:example.org`
 */
export function meantForUs(id: string, ours: string): string | undefined {
  const [, name = '', server = ''] = /^([@#][^:]*):(.+)$/.exec(id) ?? [];
  if (server === '' || server === ours) return undefined;
  const [theirs, own] = [server.toLowerCase(), ours.toLowerCase()];
  const ending = (host: string) => host.slice(host.lastIndexOf('.'));
  const most = ending(theirs) === ending(own) ? 2 : 1;
  const near = distance(theirs, own) <= most || theirs.endsWith(`.${own}`) || own.endsWith(`.${theirs}`);
  return near ? `${name}:${ours}` : undefined;
}
