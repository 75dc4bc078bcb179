import { isUtf8 } from 'node:buffer';

/** A frame longer than the cap. Where the next frame would begin cannot be known after that. */
export const tooLong = Symbol('too long');
/** A whole frame whose bytes are not UTF-8. */
export const notUtf8 = Symbol('not UTF-8');

export type Frame = string | typeof tooLong | typeof notUtf8;

/** Splits the bytes of one connection into frames. Work and memory are proportional to the bytes, however packets cut them. */
export interface FrameDecoder {
  /** Takes more bytes. Call it only after `next` has returned undefined. */
  push(chunk: Buffer): void;
  /** The next whole frame, never blank, without what ended it; undefined when more bytes are needed. After `tooLong` there is no other. */
  next(): Frame | undefined;
  /** No more bytes will come, so what has no end yet is the last frame. */
  end(): Frame | undefined;
  /** Whether a frame has begun and not ended, or bytes were pushed that `next` has not looked at yet. */
  readonly partial: boolean;
}

export interface FrameSettings {
  /** Longest frame, bytes. */
  readonly most: number;
  /** The first frame ends with its line, whatever it holds. */
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
 * NUL always ends a frame. A newline ends it where no object, list or string is open. So a request that was printed on several
 * lines stays whole, and a line of nonsense does not swallow the next one. Blank frames are skipped.
 *
 * Brackets and quotes are counted byte by byte, each byte once. No byte of a longer UTF-8 character looks like one of them, so
 * it does not matter where packets split a character.
 */
export function makeFrameDecoder({ most, firstLine }: FrameSettings): FrameDecoder {
  let input: Buffer = NOTHING;
  /** The index in `input` where reading continues. */
  let at = 0;
  /** Bytes of the current frame that came in earlier chunks. */
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

  /** Copies, because a chunk may be much larger than the part to keep, or a single byte of a slow sender. */
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
  // U+FFFD stands for bytes that are not UTF-8, but may also have been sent as such.
  return text.includes('\ufffd') && !isUtf8(bytes.subarray(from, to)) ? notUtf8 : text;
}
