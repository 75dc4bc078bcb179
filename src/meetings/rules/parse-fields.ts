import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import { plainText } from '../../kernel/plain-text.ts';
import { encodeRoom, isTooLongForAddress } from './room-address.ts';

/** A value, or one sentence for the caller, which begins with the field's name. */
export type Read<Value> = Outcome<Value, 'request', string>;

const LONGEST_NAME = 256;
const LONGEST_ROOM = 256;
/** RFC 5321. */
const LONGEST_EMAIL = 254;
const LONGEST_URL = 2_048;

/** Text that cleaning would not change. Most requests hold only such text, and cleaning costs more than signing. */
const plainAlready = /^[!-~](?: ?[!-~])*$/;
const plainRoom = /^[A-Za-z0-9_-]+$/;

/** Characters that Jitsi's client drops from an address or reads as structure; and `.` and `..`, which change the folder. */
const lostInAddresses = /[@/\\%*!'()]|^\.\.?$/;

/** Reads text that people will see. Removes control, override and invisible characters; refuses text of which nothing is left. */
export function parseName(field: string, value: unknown): Read<string> {
  if (typeof value !== 'string') return empty(field);
  const name = cleaned(value, LONGEST_NAME);
  if (name === undefined) return tooLong(field, LONGEST_NAME);
  return name === '' ? empty(field) : ok(name);
}

/** Reads an optional mail address; undefined when it is missing or empty. */
export function parseEmail(field: string, value: unknown): Read<string | undefined> {
  if (value === undefined || value === '') return none;
  if (typeof value !== 'string') return refuse('request', `${field}: must be a string`);
  const email = cleaned(value, LONGEST_EMAIL);
  if (email === undefined) return tooLong(field, LONGEST_EMAIL);
  return email === '' ? none : ok(email);
}

/** Reads an optional picture URL; undefined when it is missing or empty. */
export function parseAvatar(field: string, value: unknown): Read<string | undefined> {
  if (value === undefined || value === '') return none;
  if (typeof value !== 'string') return refuse('request', `${field}: must be a string`);
  if (value.length > LONGEST_URL) return tooLong(field, LONGEST_URL);
  const url = URL.parse(value);
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    return refuse('request', `${field}: must be an http or https URL`);
  }
  return ok(url.href);
}

/**
 * Reads a bare room name, or `*` for every room. Normalises it and turns it into lower case as Jitsi's client does
 * (getBackendSafeRoomName), which also accepts a name that is already percent-encoded. Refuses a name that would become another
 * one in an address, because the client drops some characters there: the token must be for the room that was asked for.
 */
export function parseRoom(field: string, value: unknown): Read<string> {
  if (typeof value !== 'string' || value === '') return empty(field);
  if (value === '*' || (value.length <= LONGEST_ROOM && plainRoom.test(value))) return ok(value.toLowerCase());
  // One percent-encoded character takes up to twelve characters.
  if (value.length > 12 * LONGEST_ROOM) return tooLong(field, LONGEST_ROOM);
  // Check the lower-case form, which can be longer and no longer normalised: an accepted name is read again when a guest joins.
  const bare = decoded(value);
  if (bare !== undefined && bare.length > 4 * LONGEST_ROOM) return tooLong(field, LONGEST_ROOM);
  const asked = bare?.normalize('NFKC').toLowerCase() ?? '%';
  const room = cleaned(asked, LONGEST_ROOM);
  if (room === undefined) return tooLong(field, LONGEST_ROOM);
  const isSame = room === asked && room === room.normalize('NFKC');
  if (room === '' || !isSame || lostInAddresses.test(room)) return notBare(field);
  return isTooLongForAddress(encodeRoom(room)) ? tooLongEncoded(field) : ok(room);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Cleans text; undefined when it is longer than `longest` code points. */
function cleaned(text: string, longest: number): string | undefined {
  if (text.length <= longest && plainAlready.test(text)) return text;
  // A code point takes up to two UTF-16 units; as much again is allowed for what cleaning removes.
  if (text.length > 4 * longest) return undefined;
  const clean = plainText(text, longest + 1);
  return clean.length > longest && [...clean].length > longest ? undefined : clean;
}

const none = ok(undefined);
const empty = (field: string) => refuse('request', `${field}: must be a non-empty string`);
const notBare = (field: string) =>
  refuse(
    'request',
    `${field}: must be a bare room name, without @ / \\ % * ! ' ( ), spaces at its ends or invisible characters`,
  );
const tooLongEncoded = (field: string) =>
  refuse(
    'request',
    `${field}: is too long for the address of a room, which takes at most 170 letters such as ü, or 113 Chinese signs`,
  );
const tooLong = (field: string, longest: number) =>
  refuse('request', `${field}: must be at most ${longest} characters`);
