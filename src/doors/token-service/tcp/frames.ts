import { isUtf8 } from 'node:buffer';

/** A frame longer than the cap; nothing after it can be trusted to begin a frame. */
export const tooLong = Symbol('too long');
/** A whole frame whose bytes are no UTF-8. */
export const notUtf8 = Symbol('not UTF-8');

export type Frame = string | typeof tooLong | typeof notUtf8;

/** Bytes to frames, for one connection. Work and memory stay proportional to what came, however it was cut. */
export interface FrameDecoder {
  /** Takes the next bytes, once `next` has answered undefined. */
  push(chunk: Buffer): void;
  /** The next whole frame, without its end and never blank; undefined: more bytes are needed. After `tooLong` nothing comes. */
  next(): Frame | undefined;
  /** Nothing more will come: what stands there without an end is the last frame. */
  end(): Frame | undefined;
  /** Whether a frame has begun whose end is not here. True also of what was pushed and not yet asked for. */
  readonly partial: boolean;
}

export interface FrameSettings {
  /** Longest frame, bytes. */
  readonly most: number;
  /** The first frame is a line, whatever stands in it. */
  readonly firstLine: boolean;
}

const [NUL, LF] = [0x00, 0x0a];
const [QUOTE, BACKSLASH] = [0x22, 0x5c];

/** What a byte means outside of strings: 1 opens, 2 closes, 3 is a quote, 4 may end a frame. All others 0. */
const meaning = new Uint8Array(256);
for (const open of '{[') meaning[open.charCodeAt(0)] = 1;
for (const close of '}]') meaning[close.charCodeAt(0)] = 2;
meaning[QUOTE] = 3;
meaning[NUL] = meaning[LF] = 4;

const NOTHING = Buffer.alloc(0);

const isBlank = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === LF || byte === 0x0d || byte === 0x09 || byte === NUL;

/** Whether a frame that begins with this may have more than one line. */
const mayBeLong = (byte: number | undefined): boolean => byte === QUOTE || meaning[byte ?? 0] === 1;

/**
 * NUL always ends a frame. A newline ends it where no object, array or text is open, so that a pretty-printed request stays
 * whole and a line of nonsense, whatever it opens further on, does not swallow the next one. Blank frames are passed over.
 *
 * Brackets and quotes are counted in bytes, each byte once: no byte of a longer UTF-8 character looks like one of them, so
 * it does not matter where packets tear one.
 */
export function makeFrameDecoder({ most, firstLine }: FrameSettings): FrameDecoder {
  let input: Buffer = NOTHING;
  /** Where reading goes on in `input`. */
  let at = 0;
  /** The frame's earlier bytes, from chunks that are gone. */
  let held: Buffer | undefined;
  let heldBytes = 0;
  let begun = false;
  let depth = 0;
  let inText = false;
  let escaped = false;
  let line = firstLine;
  let over = false;

  function reset(): void {
    held = undefined;
    heldBytes = 0;
    begun = inText = escaped = false;
    depth = 0;
  }

  /** Copied: a chunk may be much larger than what is kept of it, or a single byte of a slow sender. */
  function hold(from: number): void {
    const bytes = heldBytes + input.length - from;
    if (held === undefined || held.length < bytes) {
      const larger = Buffer.allocUnsafeSlow(Math.min(most, Math.max(256, bytes * 2)));
      held?.copy(larger, 0, 0, heldBytes);
      held = larger;
    }
    input.copy(held, heldBytes, from);
    heldBytes = bytes;
  }

  function take(from: number, to: number): Frame {
    let frame: Frame;
    if (heldBytes + to - from > most) frame = tooLong;
    else if (held === undefined) frame = textOf(input, from, to);
    else
      frame = textOf(Buffer.concat([held.subarray(0, heldBytes), input.subarray(from, to)]), 0, heldBytes + to - from);
    over = frame === tooLong;
    line = false;
    reset();
    return frame;
  }

  return {
    push(chunk) {
      input = chunk;
      at = 0;
    },

    next() {
      if (over) return undefined;
      if (!begun) while (at < input.length && isBlank(input[at])) at += 1;
      const from = at;
      const { length } = input;
      if (!begun && from < length) {
        begun = true;
        line ||= !mayBeLong(input[at]);
      }
      for (; at < length; at += 1) {
        const byte = input[at] as number;
        if (inText && byte !== NUL) {
          if (escaped) escaped = false;
          else if (byte === BACKSLASH) escaped = true;
          else if (byte === QUOTE) inText = false;
          continue;
        }
        const kind = meaning[byte] as number;
        if (kind === 0) continue;
        if (kind === 4) {
          if (byte === LF && depth > 0) continue;
          at += 1;
          return take(from, at - 1);
        }
        if (line) continue;
        if (kind === 1) depth += 1;
        else if (kind === 2) depth = Math.max(0, depth - 1);
        else inText = true;
      }
      if (begun && heldBytes + length - from > most) return take(from, length);
      if (from < length) hold(from);
      input = NOTHING;
      at = 0;
      return undefined;
    },

    end() {
      if (over || !begun) return undefined;
      return take(at, at);
    },

    get partial() {
      return begun || at < input.length;
    },
  };
}

function textOf(bytes: Buffer, from: number, to: number): string | typeof notUtf8 {
  const text = bytes.toString('utf8', from, to);
  // What could not be read became U+FFFD; one may also have been sent.
  return text.includes('\ufffd') && !isUtf8(bytes.subarray(from, to)) ? notUtf8 : text;
}
