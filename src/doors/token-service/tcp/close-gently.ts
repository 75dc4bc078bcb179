import type { Socket } from 'node:net';
import { type Clock, SECOND } from '../../../kernel/clock.ts';

/** How long the client may take to read what it was told, and to close. */
const WITHIN = 2 * SECOND;

/**
 * Ends our side and closes when the client has done so, too. What the client still sends is read and dropped: closing a socket
 * that holds unread bytes resets the connection, and the client would never see the response.
 */
export function closeGently(socket: Socket, clock: Clock): void {
  if (socket.destroyed) return;
  const cancel = clock.after(WITHIN, () => socket.destroy());
  socket.once('close', cancel);
  socket.removeAllListeners('data');
  socket.end();
  socket.resume();
}
