import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** Bytes of an unwanted body that are read and dropped, so that its sender sees the response instead of a reset. */
const READ_AWAY = 262_144;
const READ_AWAY_SILENCE = 500;

export interface ConnectionLimit {
  opened(socket: Socket): void;
  busy(socket: Socket): void;
  /** Call when the response is complete, although the client may not have read it yet. */
  answered(socket: Socket): void;
  idle(socket: Socket): void;
  /** Ends every connection that waits without a request. */
  endIdle(): void;
}

/**
 * Keeps at most `most` connections, of which at most `mostFresh` have not sent their first request yet. When there is one too many,
 * closes the connection that has been without a request for longest; if all have one, the connection that has left its response unread
 * for longest. So a flood of silent connections closes its own, while an honest client sends its request at once and stays until its
 * response is complete.
 */
export function makeConnectionLimit(most: number, mostFresh: number): ConnectionLimit {
  const all = new Set<Socket>();
  const fresh = new Set<Socket>();
  const waiting = new Set<Socket>();
  const taking = new Set<Socket>();
  const forget = (socket: Socket) => {
    all.delete(socket);
    fresh.delete(socket);
    waiting.delete(socket);
    taking.delete(socket);
  };

  return {
    opened(socket) {
      all.add(socket);
      fresh.add(socket);
      waiting.add(socket);
      socket.once('close', () => forget(socket));
      if (all.size <= most && fresh.size <= mostFresh) return;
      // The new connection waits, too: when all others are at work, it is the one that is closed.
      const [longest = socket] = fresh.size > mostFresh ? fresh : waiting.size > 1 ? waiting : taking;
      // Removed now and not on "close", which comes later: the next connection must not choose the same one.
      forget(longest);
      longest.destroy();
    },
    busy(socket) {
      fresh.delete(socket);
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

/** Closes a connection that was answered before its body was read: reads and drops a little of the body first. */
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
