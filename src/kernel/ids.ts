import { randomBytes } from 'node:crypto';

/** The only source of randomness. */
export interface Ids {
  /** A UUIDv7 (RFC 9562): 36 characters of text that sort by creation time. */
  next(): string;
  /** `bytes` random bytes. */
  random(bytes: number): Buffer;
}

/** @param now wall clock, epoch milliseconds */
export function makeIds(now: () => number): Ids {
  let last = 0;
  let counter = 0;
  return {
    next() {
      const time = Math.max(now(), last);
      counter = time === last ? counter + 1 : randomBytes(2).readUInt16BE() & 0x7ff;
      // The 12 bits after the time count within one millisecond, so that the ids of one process keep their order.
      const carried = counter > 0xfff;
      last = carried ? time + 1 : time;
      if (carried) counter = 0;
      const bytes = randomBytes(16);
      bytes.writeUIntBE(last, 0, 6);
      bytes.writeUInt16BE(0x7000 | counter, 6);
      bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
      return asUuid(bytes);
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
