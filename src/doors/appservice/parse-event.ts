import { isObject } from '../../kernel/is-object.ts';
import { type EventId, parseEventId, parseRoomId, parseUserId, type UserId } from '../../kernel/matrix-id.ts';
import { parseReaction, type Reaction } from '../../registration/ports/reaction.ts';
import type { HeardMessage, HeardRedaction } from '../../registration/team/heard.ts';
import type { HeardInvite, HeardState } from './use-cases.ts';

/** One event of the inbox, parsed. */
export type Heard =
  | ({ readonly kind: 'reaction' } & Reaction)
  | ({ readonly kind: 'redaction' } & HeardRedaction)
  | ({ readonly kind: 'message' } & HeardMessage)
  | ({ readonly kind: 'state' } & HeardState)
  | ({ readonly kind: 'invite' } & HeardInvite);

type Json = Readonly<Record<string, unknown>>;

const object = (value: unknown): Json => (isObject(value) ? value : {});

/** Undefined: there is nothing to do, e.g. for a reaction that was redacted before it came (`content: {}`), or it is malformed. */
export function parseEvent(value: unknown, ownUser: UserId): Heard | undefined {
  const event = object(value);
  const [eventId, roomId] = [parseEventId(event['event_id']), parseRoomId(event['room_id'])];
  const [sender, at] = [parseUserId(event['sender']), event['origin_server_ts']];
  if (eventId === undefined || roomId === undefined || sender === undefined) return undefined;
  if (typeof at !== 'number' || !Number.isSafeInteger(at) || at < 0) return undefined;
  const content = object(event['content']);
  const relation = object(content['m.relates_to']);
  const common = { eventId, roomId, sender, at };

  switch (event['type']) {
    case 'm.reaction': {
      const reaction = parseReaction(event, roomId);
      return reaction && { kind: 'reaction', ...reaction };
    }
    case 'm.room.redaction': {
      // Synapse writes the target at the top level in every room version; in `content` it counts from version 11 on only.
      const target = parseEventId(event['redacts'] ?? content['redacts']);
      return target && { kind: 'redaction', eventId: target, roomId, sender, at };
    }
    case 'm.room.message':
      // Commands are `m.text` only: the body of a picture is a file name, and bots talk in `m.notice`.
      if (typeof content['body'] !== 'string' || content['msgtype'] !== 'm.text') return undefined;
      return { kind: 'message', ...common, ...parseMessage(content, relation), encrypted: false };
    case 'm.room.encrypted':
      if (typeof content['algorithm'] !== 'string') return undefined;
      return { kind: 'message', ...common, ...parseMessage({}, relation), ...reactionIn(relation), encrypted: true };
    default: {
      const { type, state_key: stateKey } = event;
      if (typeof type !== 'string' || typeof stateKey !== 'string') return undefined;
      if (type === 'm.room.member' && stateKey === ownUser && content['membership'] === 'invite') {
        const state = Array.isArray(event['invite_room_state']) ? event['invite_room_state'] : [];
        return { kind: 'invite', roomId, sender, state };
      }
      return { kind: 'state', ...common, type, stateKey, content };
    }
  }
}

function parseMessage(content: Json, relation: Json) {
  const inReply = parseEventId(object(relation['m.in_reply_to'])['event_id']);
  const inThread = relation['rel_type'] === 'm.thread';
  // In a thread, `is_falling_back` marks a reply that is there only for old clients (spec, threading, fallback).
  const replyTo = inThread && relation['is_falling_back'] === true ? undefined : inReply;
  const threadRoot: EventId | undefined = inThread ? parseEventId(relation['event_id']) : undefined;
  const mentioned = object(content['m.mentions'])['user_ids'];
  const body = typeof content['body'] === 'string' ? content['body'].toWellFormed() : '';
  return {
    body: inReply === undefined ? body : withoutQuote(body),
    isEdit: relation['rel_type'] === 'm.replace',
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(threadRoot === undefined ? {} : { threadRoot }),
    mentions: (Array.isArray(mentioned) ? mentioned.slice(0, 50) : [])
      .map(parseUserId)
      .filter((user) => user !== undefined),
  };
}

/** Some clients encrypt a reaction and leave its relation in the clear; a `key` beside it is nothing to count by. */
function reactionIn(relation: Json): { readonly reactsTo?: EventId } {
  const target = relation['rel_type'] === 'm.annotation' ? parseEventId(relation['event_id']) : undefined;
  return target === undefined ? {} : { reactsTo: target };
}

/** Removes the quote with which old clients begin a reply: lines that begin with `> `, then an empty one. */
function withoutQuote(body: string): string {
  if (!body.startsWith('> ')) return body;
  const lines = body.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('>'));
  if (end === -1) return '';
  return lines.slice(lines[end] === '' ? end + 1 : end).join('\n');
}
