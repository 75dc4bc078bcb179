import type { Socket } from 'node:net';
import { type Clock, SECOND } from '../../../kernel/clock.ts';

/** How long the client may take to read what it was told, and to close. */
const WITHIN = 2 * SECOND;

/**
 * Says no more and closes. What the client still sends is read away: a socket that is closed over unread bytes is reset, and
 * the client would never see the answer.
 */
export function closeGently(socket: Socket, clock: Clock): void {
  if (socket.destroyed) return;
  const cancel = clock.after(WITHIN, () => socket.destroy());
  socket.once('close', cancel);
  socket.removeAllListeners('data');
  socket.end();
  socket.resume();
}
