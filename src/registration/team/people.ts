import { parseUserId, type UserId } from '../../kernel/matrix-id.ts';
import type { Actor } from '../../ports/audit.ts';
import { type Language, say } from '../../texts/say.ts';
import type { TeamRoom } from '../ports/team-room.ts';
import { inert, unpinged } from './inert.ts';

/** From user ID to how Porter names this person: `Ada (@ada:example.org)`, with the ID because display names prove nothing. */
export type People = ReadonlyMap<string, string>;

/** Most people that one message names. */
const MOST_NAMED = 60;

/** Asks the homeserver once per person. What is no user ID is left out. Throws `Fault`. */
export async function peopleNamed(room: Pick<TeamRoom, 'displayNameOf'>, ids: Iterable<string>): Promise<People> {
  const people = new Map<string, string>();
  for (const id of new Set(ids)) {
    if (people.size >= MOST_NAMED) break;
    const user = parseUserId(id);
    if (user !== undefined) people.set(user, named(user, await room.displayNameOf(user)));
  }
  return people;
}

function named(user: UserId, displayName: string): string {
  const name = displayName === user ? '' : inert(displayName, 40);
  return name === '' ? unpinged(user) : `${name} (${unpinged(user)})`;
}

/** @param by a user ID, `cli:<system user>`, or a word such as `porter` */
export function personName(language: Language, by: string, people: People): string {
  if (by.startsWith('cli:')) return say(language, 'room.byCommandLine', { user: inert(by.slice(4), 60) });
  return people.get(by) ?? (parseUserId(by) === undefined ? inert(by, 100) : unpinged(by));
}

/** Names the author of an audit entry. */
export function actorName(language: Language, by: Actor, people: People): string {
  if (by === 'applicant') return say(language, 'room.by.applicant');
  return by === 'porter' ? say(language, 'room.by.porter') : personName(language, by, people);
}

export const shortNumber = (shortId: number): string => `#${shortId}`;
