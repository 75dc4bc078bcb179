import { type EventId, parseEventId, type RoomId, type UserId } from '../kernel/matrix-id.ts';
import type { HomeserverClient, JsonObject } from './client.ts';
import { roomRefusalOf } from './refusal.ts';

/** Events per page; Synapse gives at most 1,000. */
const PAGE = 100;
/** No room has that many of our events in a day: the limit ends a series of pages that never ends by itself. */
const PAGES = 200;

export interface Wanted {
  readonly roomId: RoomId;
  readonly type: string;
  readonly jobId: string;
  /** Epoch milliseconds by the homeserver's clock: events older than this cannot be ours. */
  readonly since: number;
  /** Whose events; Porter's own unless told. */
  readonly senders?: readonly UserId[];
}

/** Searches events of ours in a room, newest first, for the one that this job posted. Undefined: it was never posted. */
export async function findSentEvent(
  client: HomeserverClient,
  { roomId, type, jobId, since, senders = [client.sender] }: Wanted,
  signal: AbortSignal,
): Promise<EventId | undefined> {
  const filter = JSON.stringify({ senders, types: [type] });
  let from: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const response = await client.ask('GET', `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages`, {
      query: { dir: 'b', limit: PAGE, filter, ...(from === undefined ? {} : { from }) },
      signal,
    });
    if (response.status >= 300) throw roomRefusalOf(response);
    const { chunk, end } = response.body;
    const events = Array.isArray(chunk) ? (chunk as readonly JsonObject[]) : [];
    for (const event of events) {
      const content = event['content'] as JsonObject | undefined;
      if (content?.['dev.porter.id'] === jobId) return parseEventId(event['event_id']);
    }
    const oldest = events.at(-1)?.['origin_server_ts'];
    // An empty page with an `end` is normal: nothing in that stretch of the room passed the filter.
    if (typeof end !== 'string' || (typeof oldest === 'number' && oldest < since)) return undefined;
    from = end;
  }
  return undefined;
}
