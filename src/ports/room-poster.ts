import type { EventId, RoomId } from '../kernel/matrix-id.ts';

export type MatrixContent = { readonly [key: string]: unknown };

export interface RoomPoster {
  /**
   * Sends one event exactly once per `jobId`: transaction ID, our device, `dev.porter.id`; looked up in the room first when the
   * outcome is older than the homeserver's memory. A repeated reaction (`M_DUPLICATE_ANNOTATION`) answers undefined: done.
   *
   * @param firstTriedAt of the job, epoch milliseconds
   */
  send(
    send: {
      readonly roomId: RoomId;
      readonly type: 'm.room.message' | 'm.reaction';
      readonly content: MatrixContent;
      readonly jobId: string;
      readonly firstTriedAt: number | undefined;
    },
    signal: AbortSignal,
  ): Promise<EventId | undefined>;
}
