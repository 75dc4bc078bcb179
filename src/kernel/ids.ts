import { randomBytes } from 'node:crypto';

/** The only source of randomness. */
export interface Ids {
  /** A UUIDv7 (RFC 9562): 36 characters of text that sort by creation time. */
  next(): string;
  /** `bytes` random bytes. */
  random(bytes: number): Buffer;
}

/** Random bytes drawn at once for ids: drawing them costs a call to the system, whatever their number. An id is no secret. */
const DRAWN = 4_096;
const BYTES_OF_ID = 8;

/** @param now wall clock, epoch milliseconds */
export function makeIds(now: () => number): Ids {
  let last = 0;
  let counter = 0;
  let drawn = '';
  let used = 0;

  /** The next random bytes as 16 hexadecimal digits. */
  function draw(): string {
    if (used === drawn.length) {
      drawn = randomBytes(DRAWN).toString('hex');
      used = 0;
    }
    used += 2 * BYTES_OF_ID;
    return drawn.slice(used - 2 * BYTES_OF_ID, used);
  }

  return {
    next() {
      const time = Math.max(now(), last);
      counter = time === last ? counter + 1 : Number.parseInt(draw().slice(0, 3), 16) & 0x7ff;
      // The 12 bits after the time count within one millisecond, so that the ids of one process keep their order.
      const carried = counter > 0xfff;
      last = carried ? time + 1 : time;
      if (carried) counter = 0;
      const at = last.toString(16).padStart(12, '0');
      const count = counter.toString(16).padStart(3, '0');
      const random = draw();
      const variant = ((Number.parseInt(random.slice(0, 1), 16) & 0x3) | 0x8).toString(16);
      return `${at.slice(0, 8)}-${at.slice(8)}-7${count}-${variant}${random.slice(1, 4)}-${random.slice(4)}`;
    },
    random: (bytes) => randomBytes(bytes),
  };
}

/** The first 16 bytes as the text of a UUID. */
export function asUuid(bytes: Buffer): string {
  const hex = bytes.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** When an id was made, epoch milliseconds: the first 48 bits of a UUIDv7. */
export const timeOf = (id: string): number => Number.parseInt(id.replace('-', '').slice(0, 12), 16);
