/** KiB. RFC 9106 lets a hash ask for terabytes; more than this is none of ours, and no operator's (see the section `accounts`). */
const MOST_MEMORY = 1024 * 1024;
const MOST_PASSES = 20;
const MOST_LANES = 16;
/** Each step doubles the time; 15 takes two seconds. */
const MOST_COST = 15;

/** What a stored hash says of itself. */
export type StoredHash = Argon2Hash | { readonly kind: 'bcrypt' };

interface Argon2Hash {
  readonly kind: 'argon2id';
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

/** PHC string of argon2id, version 1.3: salt of 8 bytes or more, hash of 16 or more, base64 without padding. */
const argon2Form =
  /^\$argon2id\$v=19\$m=([1-9]\d{0,9}),t=([1-9]\d{0,9}),p=([1-9]\d{0,9})\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,86}$/;
/** As PHP (2y), Synapse (2b) and older programs (2a) write it. */
const bcryptForm = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;

/**
 * Reads the parameters of a stored hash before anything is computed by them. Undefined for what is no hash that Porter takes: another
 * kind, broken, or with parameters that would take this machine's memory or minutes of its time.
 */
export function readHash(text: string): StoredHash | undefined {
  const cost = bcryptForm.exec(text)?.[1];
  if (cost !== undefined) return Number(cost) >= 4 && Number(cost) <= MOST_COST ? { kind: 'bcrypt' } : undefined;
  const [memoryKiB = 0, passes = 0, lanes = 0] = (argon2Form.exec(text) ?? []).slice(1).map(Number);
  const sane = memoryKiB <= MOST_MEMORY && passes <= MOST_PASSES && lanes <= MOST_LANES;
  // RFC 9106 section 3.1: at least 8 KiB for each lane.
  return sane && lanes > 0 && memoryKiB >= 8 * lanes ? { kind: 'argon2id', memoryKiB, passes, lanes } : undefined;
}
