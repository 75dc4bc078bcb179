import type { Socket } from 'node:net';

/**
 * Ends a connection by RST. One whose end is just being sent is closed instead: Node 24 cannot reset it (`EINVAL`), leaves it
 * open, and then turns in a circle for ever where the process should end.
 */
export function resetSocket(socket: Socket): void {
  if (socket.writableEnded && !socket.writableFinished) socket.destroy();
  else socket.resetAndDestroy();
}
