import type { Gone } from '../kernel/gone.ts';
import type { EventId, RoomId } from '../kernel/matrix-id.ts';

export type MatrixContent = { readonly [key: string]: unknown };

/** What a room shows of one event. `redacted`: only its shell. `gone`: nothing, because it was purged or the room's retention hides it. */
export type EventState = 'whole' | 'redacted' | Gone;

export interface RoomPoster {
  /**
   * Sends one event exactly once per `jobId`, by the transaction ID, our device and `dev.porter.id` in the content. When an
   * earlier attempt is older than the homeserver's memory of transaction IDs, it looks for the event in the room first. Resolves
   * with undefined when the reaction is already there (`M_DUPLICATE_ANNOTATION`): nothing is left to do. Resolves with `gone`, and has
   * sent nothing, when the homeserver refuses it because the event that it relates to is gone.
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
  ): Promise<EventId | Gone | undefined>;
}
