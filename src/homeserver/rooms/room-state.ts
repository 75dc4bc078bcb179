import { isObject } from '../../kernel/is-object.ts';
import { parseUserId, type UserId } from '../../kernel/matrix-id.ts';
import type { JsonObject } from '../client.ts';

/** The state of a room as far as votes and decisions are concerned; made from `GET rooms/{id}/state` in one piece. */
export interface RoomState {
  /** `type` of `m.room.create`, e.g. `m.space`; undefined for a room in which people talk. */
  readonly type: string | undefined;
  /** Text of `m.room.create`; '1' when it says none, as the spec has it. */
  readonly version: string;
  /** Have unlimited power from room version 12 on; before, the creator has 100 while there are no power levels. */
  readonly creators: ReadonlySet<UserId>;
  /** Sender of `m.room.create`. Unlike `creators`, nobody else can write a name there. */
  readonly madeBy: UserId | undefined;
  readonly members: ReadonlyMap<UserId, Member>;
  /** Undefined when there is no `m.room.power_levels` at all. */
  readonly power: PowerLevels | undefined;
  readonly joinRule: string;
  readonly encrypted: boolean;
  readonly worldReadable: boolean;
  /** `max_lifetime` of `m.room.retention`, in milliseconds: how long the homeserver keeps messages, if it keeps to that. */
  readonly keptFor: number | undefined;
  /** The tombstone: the room was replaced. `by` sent it. */
  readonly replaced: { readonly to: string; readonly by: UserId | undefined } | undefined;
  /** The room that this one says it replaces. */
  readonly predecessor: string | undefined;
}

export interface Member {
  readonly membership: string;
  /** Sender of the membership event: for `invite` the person who invited. */
  readonly by: UserId | undefined;
  readonly displayName: string | undefined;
  /** ID of the membership event before this one, if our server tells. */
  readonly replaces: string | undefined;
}

export interface PowerLevels {
  readonly users: ReadonlyMap<string, number>;
  readonly usersDefault: number;
  /** The level needed to send, by event type. */
  readonly events: ReadonlyMap<string, number>;
  /** The level needed to send a message-like event that `events` does not name. */
  readonly eventsDefault: number;
  /** The level needed to send a state event that `events` does not name. */
  readonly stateDefault: number;
  /** The level needed to invite. */
  readonly invite: number;
}

/** Room versions whose rules about power Porter knows. It evaluates no others, e.g. those of vendors. */
const known = new Set(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12']);
export const versionKnown = (version: string): boolean => known.has(version);
/** Creators stand above all power levels. */
export const creatorsRule = (version: string): boolean => version === '12';

const object = (value: unknown): JsonObject => (isObject(value) ? value : {});
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Power levels are integers; before room version 10 also texts that hold one. Anything else is read as undefined. */
function level(value: unknown): number | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  if (typeof value !== 'string' || !/^\s*[+-]?\d{1,15}\s*$/.test(value)) return undefined;
  return Number(value);
}

/** Reads state events, whatever they hold; what is missing or malformed counts as the stricter thing. */
export function parseRoomState(events: readonly unknown[]): RoomState {
  const members = new Map<UserId, Member>();
  const single = new Map<string, JsonObject>();
  for (const item of events) {
    const event = object(item);
    const type = text(event['type']);
    const key = text(event['state_key']);
    if (type === undefined || key === undefined) continue;
    if (type === 'm.room.member') {
      const user = parseUserId(key);
      const content = object(event['content']);
      if (user === undefined) continue;
      members.set(user, {
        membership: text(content['membership']) ?? 'leave',
        by: parseUserId(event['sender']),
        displayName: text(content['displayname']),
        replaces: text(object(event['unsigned'])['replaces_state']),
      });
    } else if (key === '') single.set(type, event);
  }
  const content = (type: string) => object(single.get(type)?.['content']);
  const create = content('m.room.create');
  const version = single.has('m.room.create') ? versionOf(create['room_version']) : '';
  return {
    ...{ type: text(create['type']), version },
    creators: creatorsOf(version, single.get('m.room.create')),
    ...{ members, madeBy: parseUserId(single.get('m.room.create')?.['sender']) },
    power: single.has('m.room.power_levels') ? parsePower(content('m.room.power_levels')) : undefined,
    joinRule: text(content('m.room.join_rules')['join_rule']) ?? 'invite',
    encrypted: single.has('m.room.encryption'),
    worldReadable: content('m.room.history_visibility')['history_visibility'] === 'world_readable',
    keptFor: lifetimeOf(content('m.room.retention')['max_lifetime']),
    replaced: tombstoneOf(single.get('m.room.tombstone')),
    predecessor: text(object(create['predecessor'])['room_id']),
  };
}

/** A version left out means 1 (spec, m.room.create); one that is no text is none that we know. */
const versionOf = (value: unknown): string => (value === undefined ? '1' : (text(value) ?? ''));

function creatorsOf(version: string, create: JsonObject | undefined): ReadonlySet<UserId> {
  if (create === undefined) return new Set();
  const content = object(create['content']);
  const more =
    creatorsRule(version) && Array.isArray(content['additional_creators']) ? content['additional_creators'] : [];
  const named = Number(version) < 11 ? [content['creator'] ?? create['sender']] : [create['sender']];
  return new Set([...named, ...more].map(parseUserId).filter((user) => user !== undefined));
}

function parsePower(content: JsonObject): PowerLevels {
  const users = new Map<string, number>();
  for (const [user, value] of Object.entries(object(content['users']))) {
    const found = level(value);
    // A level that cannot be read gives no power at all, not the default.
    users.set(user, found ?? Number.NEGATIVE_INFINITY);
  }
  const events = new Map<string, number>();
  for (const [type, value] of Object.entries(object(content['events']))) {
    // One that cannot be read forbids nothing: the homeserver would not have accepted it.
    const found = level(value);
    if (found !== undefined) events.set(type, found);
  }
  return {
    ...{ users, usersDefault: level(content['users_default']) ?? 0 },
    ...{ events, eventsDefault: level(content['events_default']) ?? 0 },
    ...{ stateDefault: level(content['state_default']) ?? 50, invite: level(content['invite']) ?? 0 },
  };
}

const lifetimeOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;

function tombstoneOf(event: JsonObject | undefined): RoomState['replaced'] {
  if (event === undefined) return undefined;
  const content = object(event['content']);
  // A redacted tombstone has no content and replaces nothing.
  const to = text(content['replacement_room']);
  return to === undefined || to === '' ? undefined : { to, by: parseUserId(event['sender']) };
}
