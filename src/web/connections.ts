import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** How much of an unwanted body is read away, so that its sender sees the answer instead of a reset. Bytes. */
const READ_AWAY = 262_144;
const READ_AWAY_SILENCE = 500;

export interface ConnectionLimit {
  opened(socket: Socket): void;
  busy(socket: Socket): void;
  /** The answer is made; whether it is taken is up to the other side. */
  answered(socket: Socket): void;
  idle(socket: Socket): void;
  /** Ends every connection that waits without a request. */
  endIdle(): void;
}

/**
 * Keeps at most `most` connections. One too many pushes out the one that has waited longest without a request, else the one
 * that has not taken its answer for longest: a flood of silent connections displaces itself, while an honest one becomes busy
 * at once and stays until its answer is made.
 */
export function makeConnectionLimit(most: number): ConnectionLimit {
  const all = new Set<Socket>();
  const waiting = new Set<Socket>();
  const taking = new Set<Socket>();
  const forget = (socket: Socket) => {
    all.delete(socket);
    waiting.delete(socket);
    taking.delete(socket);
  };

  return {
    opened(socket) {
      all.add(socket);
      waiting.add(socket);
      socket.once('close', () => forget(socket));
      if (all.size <= most) return;
      // The new one is among the waiting: it goes itself when all others are at work.
      const [longest = socket] = waiting.size > 1 ? waiting : taking;
      // Removed at once: "close" comes later, and the next connection must not choose the same one.
      forget(longest);
      longest.destroy();
    },
    busy(socket) {
      waiting.delete(socket);
      taking.delete(socket);
    },
    answered(socket) {
      if (all.has(socket)) taking.add(socket);
    },
    idle(socket) {
      taking.delete(socket);
      if (all.has(socket) && !socket.destroyed) waiting.add(socket);
    },
    endIdle() {
      for (const socket of waiting) socket.destroy();
    },
  };
}

/** Closes after an answer that was given before the body was read: a little is read away, then the connection goes. */
export function endGently(req: IncomingMessage): void {
  const { socket } = req;
  if (socket.destroyed) return;
  let left = READ_AWAY;
  req.on('data', (piece: Buffer) => {
    left -= piece.length;
    if (left < 0) socket.destroy();
  });
  req.once('end', () => socket.destroy());
  req.on('error', () => socket.destroy());
  req.resume();
  socket.setTimeout(READ_AWAY_SILENCE, () => socket.destroy());
  socket.end();
}
