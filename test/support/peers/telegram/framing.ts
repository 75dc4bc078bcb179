import type { Socket } from 'node:net';
import { crc32, littleEndian } from './mtproto-crypto.ts';

/** Packets on one TCP connection, in the framing that the client begins with (core.telegram.org/mtproto/mtproto-transports). */
export interface Framing {
  /** The packets that are complete now. Ends the connection when one is damaged. */
  take(data: Buffer): readonly Buffer[];
  send(body: Buffer): void;
}

export function makeFraming(socket: Socket): Framing {
  let kind: 'full' | 'abridged' | undefined;
  let pending = Buffer.alloc(0);
  let frames = 0;

  function next(): Buffer | undefined {
    if (kind === undefined && pending.length > 0) {
      kind = pending[0] === 0xef ? 'abridged' : 'full';
      if (kind === 'abridged') pending = pending.subarray(1);
    }
    return kind === 'full' ? nextFull() : nextAbridged();
  }

  function nextFull(): Buffer | undefined {
    if (pending.length < 4) return undefined;
    const length = pending.readInt32LE(0);
    if (pending.length < length) return undefined;
    const packet = pending.subarray(0, length);
    pending = pending.subarray(length);
    if (packet.readUInt32LE(length - 4) !== crc32(packet.subarray(0, length - 4))) {
      socket.destroy();
      return undefined;
    }
    return packet.subarray(8, length - 4);
  }

  function nextAbridged(): Buffer | undefined {
    if (pending.length < 1) return undefined;
    const first = pending.readUInt8(0);
    const short = first < 0x7f;
    if (!short && pending.length < 4) return undefined;
    const start = short ? 1 : 4;
    const length = (short ? first : pending.readUIntLE(1, 3)) * 4;
    if (pending.length < start + length) return undefined;
    const packet = pending.subarray(start, start + length);
    pending = pending.subarray(start + length);
    return packet;
  }

  return {
    take(data) {
      pending = Buffer.concat([pending, data]);
      const packets: Buffer[] = [];
      for (let packet = next(); packet; packet = next()) packets.push(packet);
      return packets;
    },
    send(body) {
      if (socket.destroyed) return;
      if (kind === 'abridged') {
        const words = body.length / 4;
        const head = words < 0x7f ? [words] : [0x7f, words & 255, (words >> 8) & 255, words >> 16];
        socket.write(Buffer.concat([Buffer.from(head), body]));
        return;
      }
      const head = Buffer.alloc(8);
      head.writeInt32LE(body.length + 12, 0);
      head.writeInt32LE(frames, 4);
      frames += 1;
      const packet = Buffer.concat([head, body]);
      socket.write(Buffer.concat([packet, littleEndian(crc32(packet), 4)]));
    },
  };
}
