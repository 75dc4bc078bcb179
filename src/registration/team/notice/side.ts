import type { Language } from '../../../texts/say.ts';
import { say } from '../../../texts/say.ts';
import type { Choice } from '../../rules/decision.ts';
import { type People, personName } from '../people.ts';
import type { Line } from '../room-text.tsx';

/** Most bytes (as HTML) of the names of one side. An edit has both sides four times, and an event at most 64 kB. */
const BYTES_OF_NAMES = 1_500;

const htmlBytes = (text: string) => Buffer.byteLength(text.replace(/[&<>"]/g, '&quot;'));

/** `✅ 1 of 2: Ada (@ada:example.org)`. Names that do not fit are counted. */
export function sideLine(
  language: Language,
  choice: Choice,
  who: readonly string[],
  needed: number,
  people: People,
): Line {
  const head = say(language, `room.notice.${choice}`, { have: who.length, needed });
  if (who.length === 0) return [{ text: head, as: 'b' }, `: ${say(language, 'room.notice.nobody')}`];
  return [{ text: head, as: 'b' }, `: ${nameList(language, who, people)}`];
}

/** People, separated by commas; those that do not fit are counted. */
export function nameList(language: Language, who: readonly string[], people: People): string {
  const names: string[] = [];
  let bytes = 0;
  for (const one of who) {
    const name = personName(language, one, people);
    bytes += htmlBytes(name);
    if (bytes > BYTES_OF_NAMES && names.length > 0) break;
    names.push(name);
  }
  const more = who.length - names.length;
  return names.join(', ') + (more > 0 ? ` ${say(language, 'room.notice.more', { more })}` : '');
}
