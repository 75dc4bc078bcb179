import type { RoomEvent } from '../test/support/matrix-user.ts';

/** A message of the room as clients show it: newest edit, replies in its thread, live reactions. */
export interface Shown {
  readonly eventId: string;
  readonly sender: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly text: string;
  /** Who set each reaction, by key. */
  readonly reactions: ReadonlyMap<string, readonly string[]>;
  readonly thread: readonly Shown[];
}

interface Relation {
  readonly rel_type?: string;
  readonly event_id?: string;
  readonly key?: string;
}

const relationOf = (event: RoomEvent): Relation => (event.content['m.relates_to'] ?? {}) as Relation;

/** @param events of the room, oldest first */
export function readTimeline(events: readonly RoomEvent[]): readonly Shown[] {
  const bodies = new Map<string, string>();
  const reactions = new Map<string, Map<string, string[]>>();
  const messages: RoomEvent[] = [];
  for (const event of events) {
    const { rel_type: kind, event_id: target = '', key = '' } = relationOf(event);
    // A redacted event has no content left, so no branch matches it.
    if (event.type === 'm.reaction' && kind === 'm.annotation') {
      const ofTarget = reactions.get(target) ?? new Map<string, string[]>();
      ofTarget.set(key, [...(ofTarget.get(key) ?? []), event.sender]);
      reactions.set(target, ofTarget);
    } else if (event.type === 'm.room.message' && kind === 'm.replace') {
      const changed = event.content['m.new_content'] as { readonly body?: unknown } | undefined;
      bodies.set(target, String(changed?.body ?? ''));
    } else if (event.type === 'm.room.message' && event.content['body'] !== undefined) {
      messages.push(event);
    }
  }
  const shown = (event: RoomEvent): Shown => ({
    eventId: event.event_id,
    sender: event.sender,
    at: event.origin_server_ts,
    text: bodies.get(event.event_id) ?? String(event.content['body']),
    reactions: reactions.get(event.event_id) ?? new Map(),
    thread: messages
      .filter((other) => relationOf(other).rel_type === 'm.thread' && relationOf(other).event_id === event.event_id)
      .map(shown),
  });
  return messages.filter((event) => relationOf(event).rel_type !== 'm.thread').map(shown);
}
