import { parseRoomId } from '../../kernel/matrix-id.ts';
import { done, refused } from '../../outbox/job.ts';
import type { Channel } from '../../ports/channel.ts';
import type { RoomPoster } from '../../ports/room-poster.ts';
import { renderForMatrix } from './render.ts';

/** Notifications to Matrix rooms, each shown exactly once: the job's id is the transaction id (docs/decisions/0004). */
export function makeMatrixChannel({ poster }: { readonly poster: RoomPoster }): Channel {
  return {
    async deliver(delivery, signal) {
      const roomId = parseRoomId(delivery.address);
      if (roomId === undefined) return refused('this is no id of a room');
      const content = renderForMatrix(delivery);
      const { id: jobId, firstTriedAt } = delivery;
      const sent = await poster.send({ roomId, type: 'm.room.message', content, jobId, firstTriedAt }, signal);
      return done(typeof sent === 'string' ? { id: sent } : undefined);
    },
    connect: async () => "connected as Porter's sender",
  };
}
