import { foldTyped } from '../../kernel/fold-typed.ts';
import { type Localpart, parseLocalpart } from '../../kernel/matrix-id.ts';

/** How letters are usually written in ASCII that Unicode cannot take apart; German umlauts get their e. */
const spelled: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  å: 'aa',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** Code points. Other people have to type the name. */
const LONGEST = 40;

/**
 * Makes a username of what somebody typed: `Lena Müller` becomes `lena.mueller`, and an address becomes its part before the
 * `@`. Returns undefined if nothing usable is left, for instance of a name in another script. It may be reserved or taken.
 */
export function suggestName(typed: string, serverName: string): Localpart | undefined {
  const folded = foldTyped(typed.slice(0, 1_000)).toLowerCase().normalize('NFC').replace(/^@/, '');
  // Keeps the part of an address before its +tag and @, and the part of a Matrix ID before its server.
  const name = folded.replace(/(?:\+[^@]*)?@.*$|:.*$/s, '');
  const ascii = name
    .replace(/[^\x00-\x7f]/g, (letter) => spelled[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\s+/g, '.')
    .replace(/[^a-z0-9._=+-]/g, '')
    .replace(/\.{2,}/g, '.')
    .replace(/^[._]+|\.+$/g, '')
    .slice(0, LONGEST);
  const parsed = parseLocalpart(ascii, serverName);
  return parsed.ok && ascii.length > 1 ? parsed.value : undefined;
}
