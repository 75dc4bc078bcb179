import type { EventId, RoomId } from '../kernel/matrix-id.ts';

export type MatrixContent = { readonly [key: string]: unknown };

export interface RoomPoster {
  /**
   * Sends one event exactly once per `jobId`, by the transaction ID, our device and `dev.porter.id` in the content. When an
   * earlier attempt is older than the homeserver's memory of transaction IDs, it looks for the event in the room first. Resolves
   * with undefined when the reaction is already there (`M_DUPLICATE_ANNOTATION`): nothing is left to do.
   *
   * @param firstTriedAt when the job was first tried, epoch milliseconds
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
