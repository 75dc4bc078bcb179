import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** How much of an unwanted body is read away, so that its sender sees the answer instead of a reset. Bytes. */
const READ_AWAY = 262_144;
const READ_AWAY_SILENCE = 500;

export interface ConnectionLimit {
  opened(socket: Socket): void;
  busy(socket: Socket): void;
  idle(socket: Socket): void;
  /** Ends every connection that waits without a request. */
  endIdle(): void;
}

/**
 * Keeps at most `most` connections. One too many pushes out the one that has waited longest without a request: a flood of
 * silent connections displaces itself, while an honest one becomes busy at once and stays.
 */
export function makeConnectionLimit(most: number): ConnectionLimit {
  const all = new Set<Socket>();
  const waiting = new Set<Socket>();

  return {
    opened(socket) {
      all.add(socket);
      waiting.add(socket);
      socket.once('close', () => {
        all.delete(socket);
        waiting.delete(socket);
      });
      if (all.size <= most) return;
      const [longest] = waiting;
      // Removed at once: "close" comes later, and the next connection must not choose the same one.
      all.delete(longest ?? socket);
      waiting.delete(longest ?? socket);
      (longest ?? socket).destroy();
    },
    busy(socket) {
      waiting.delete(socket);
    },
    idle(socket) {
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
