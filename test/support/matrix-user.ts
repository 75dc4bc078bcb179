import { randomUUID } from 'node:crypto';
import { Agent, request } from 'undici';
import { eventually } from './eventually.ts';

/** Content of an event, with the fields that tests read most. */
export interface Content {
  readonly body?: string;
  readonly formatted_body?: string;
  readonly msgtype?: string;
  readonly membership?: string;
  readonly 'm.new_content'?: Content;
  readonly 'm.mentions'?: { readonly user_ids?: readonly string[]; readonly room?: boolean };
  readonly 'm.relates_to'?: {
    readonly rel_type?: string;
    readonly event_id?: string;
    readonly key?: string;
    readonly 'm.in_reply_to'?: { readonly event_id?: string };
  };
  readonly [key: string]: unknown;
}

export interface RoomEvent {
  readonly event_id: string;
  readonly type: string;
  readonly sender: string;
  readonly state_key?: string;
  /** Epoch milliseconds. */
  readonly origin_server_ts: number;
  readonly content: Content;
  readonly unsigned?: Readonly<Record<string, unknown>>;
}

export interface MatrixAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What the homeserver said instead of 2xx. */
export class MatrixRefusal extends Error {
  readonly status: number;
  readonly errcode: string;
  constructor(what: string, { status, body }: MatrixAnswer) {
    super(`${what}: ${status} ${JSON.stringify(body)}`);
    this.name = 'MatrixRefusal';
    this.status = status;
    this.errcode = String(body['errcode'] ?? '');
  }
}

export interface RoomOptions {
  readonly name?: string;
  /** Localpart of the alias, without `#` and server. */
  readonly alias?: string;
  readonly version?: '10' | '11' | '12';
  readonly encrypted?: boolean;
  readonly public?: boolean;
  readonly invite?: readonly string[];
  readonly powerLevels?: Readonly<Record<string, unknown>>;
  /** Of `m.room.create`, e.g. `m.space`. */
  readonly type?: string;
}

/** A person at a Matrix client, for tests. Every method throws `MatrixRefusal` when the homeserver does not answer 2xx. */
export interface MatrixUser {
  readonly userId: string;
  readonly accessToken: string;
  /** Any call, with whatever answer. `path` starts with `/_matrix` or `/_synapse`. */
  ask(method: string, path: string, body?: unknown): Promise<MatrixAnswer>;
  /** Any call that must succeed. */
  call(method: string, path: string, body?: unknown): Promise<Readonly<Record<string, unknown>>>;
  whoami(): Promise<string>;
  /** The new room's id. */
  createRoom(options?: RoomOptions): Promise<string>;
  invite(room: string, userId: string): Promise<void>;
  /** Every invitation that came so far, by room. */
  invitations(): Promise<Readonly<Record<string, unknown>>>;
  /** By id or alias; resolves with the room's id. */
  join(room: string): Promise<string>;
  leave(room: string): Promise<void>;
  kick(room: string, userId: string): Promise<void>;
  ban(room: string, userId: string): Promise<void>;
  /** Sends an event of any type; resolves with its id, as all that send do. */
  send(room: string, type: string, content: Content): Promise<string>;
  sendText(room: string, text: string): Promise<string>;
  sendMention(room: string, text: string, userId: string): Promise<string>;
  reply(room: string, to: string, text: string): Promise<string>;
  edit(room: string, event: string, text: string): Promise<string>;
  react(room: string, event: string, key: string): Promise<string>;
  /** A server admin's: deletes all events of the room before this one for good, as retention does. Resolves when that is done. */
  purge(room: string, before: string): Promise<void>;
  redact(room: string, event: string, reason?: string): Promise<string>;
  event(room: string, event: string): Promise<RoomEvent>;
  /** The timeline as far as this person may see it, oldest first, at most `limit` of the newest events. */
  messages(room: string, limit?: number): Promise<readonly RoomEvent[]>;
  /** Events that relate to this one, newest first. */
  relations(room: string, event: string, relation?: string, type?: string): Promise<readonly RoomEvent[]>;
  /** The content as clients show it: the newest edit by the author, else the event's own. */
  shown(room: string, event: string): Promise<Content>;
  /** undefined when there is no such state. */
  state(room: string, type: string, key?: string): Promise<Content | undefined>;
  setState(room: string, type: string, content: Content, key?: string): Promise<string>;
  /** Changes single fields of the power levels. */
  setPowerLevels(room: string, change: Readonly<Record<string, unknown>>): Promise<void>;
  /** Waits until the timeline holds such an event and resolves with it. */
  waitFor(room: string, fits: (event: RoomEvent) => boolean, timeoutMs?: number): Promise<RoomEvent>;
}

// No kept-alive connections: one from before a restart of the server would fail its next request.
const agent = new Agent({ pipelining: 0, connect: { timeout: 5_000 } });

export async function askMatrix(
  base: string,
  method: string,
  path: string,
  options: { readonly token?: string; readonly body?: unknown } = {},
): Promise<MatrixAnswer> {
  const answer = await request(new URL(path, base), {
    method: method as 'GET',
    dispatcher: agent,
    headers: {
      ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const text = await answer.body.text();
  try {
    return { status: answer.statusCode, body: JSON.parse(text) as Record<string, unknown> };
  } catch {
    return { status: answer.statusCode, body: { text } };
  }
}

/** Logs in by password; throws `MatrixRefusal` (403 M_FORBIDDEN when it is wrong). */
export async function logIn(base: string, user: string, password: string): Promise<MatrixUser> {
  const answer = await askMatrix(base, 'POST', '/_matrix/client/v3/login', {
    body: { type: 'm.login.password', identifier: { type: 'm.id.user', user }, password },
  });
  if (answer.status !== 200) throw new MatrixRefusal(`log in ${user}`, answer);
  return makeMatrixUser(base, String(answer.body['user_id']), String(answer.body['access_token']));
}

export function makeMatrixUser(base: string, userId: string, accessToken: string): MatrixUser {
  const e = encodeURIComponent;
  const rooms = (room: string): string => `/_matrix/client/v3/rooms/${e(room)}`;

  const ask: MatrixUser['ask'] = (method, path, body) => askMatrix(base, method, path, { token: accessToken, body });
  const call: MatrixUser['call'] = async (method, path, body) => {
    const answer = await ask(method, path, body);
    if (answer.status >= 300) throw new MatrixRefusal(`${method} ${path} as ${userId}`, answer);
    return answer.body;
  };
  const idOf = (body: Readonly<Record<string, unknown>>): string => String(body['event_id']);
  let since: string | undefined;
  const invited: Record<string, unknown> = {};
  const send: MatrixUser['send'] = async (room, type, content) =>
    idOf(await call('PUT', `${rooms(room)}/send/${e(type)}/${randomUUID()}`, content));
  const member = async (room: string, action: string, body: object): Promise<void> => {
    await call('POST', `${rooms(room)}/${action}`, body);
  };

  const user: MatrixUser = {
    userId,
    accessToken,
    ask,
    call,
    send,
    whoami: async () => String((await call('GET', '/_matrix/client/v3/account/whoami'))['user_id']),
    async createRoom(options = {}) {
      const answer = await call('POST', '/_matrix/client/v3/createRoom', {
        preset: options.public ? 'public_chat' : 'private_chat',
        ...(options.name ? { name: options.name } : {}),
        ...(options.alias ? { room_alias_name: options.alias } : {}),
        ...(options.version ? { room_version: options.version } : {}),
        ...(options.invite ? { invite: options.invite } : {}),
        ...(options.type ? { creation_content: { type: options.type } } : {}),
        ...(options.powerLevels ? { power_level_content_override: options.powerLevels } : {}),
        ...(options.encrypted
          ? {
              initial_state: [
                { type: 'm.room.encryption', state_key: '', content: { algorithm: 'm.megolm.v1.aes-sha2' } },
              ],
            }
          : {}),
      });
      return String(answer['room_id']);
    },
    invite: (room, invited) => member(room, 'invite', { user_id: invited }),
    async invitations() {
      // Each goes on from the one before: a first sync is answered again from memory for two minutes.
      const from = since === undefined ? '' : `&since=${e(since)}`;
      const synced = (await call('GET', `/_matrix/client/v3/sync?timeout=0${from}`)) as {
        readonly next_batch: string;
        readonly rooms?: { readonly invite?: Readonly<Record<string, unknown>> };
      };
      since = synced.next_batch;
      Object.assign(invited, synced.rooms?.invite);
      return invited;
    },
    join: async (room) => String((await call('POST', `/_matrix/client/v3/join/${e(room)}`, {}))['room_id']),
    leave: (room) => member(room, 'leave', {}),
    kick: (room, kicked) => member(room, 'kick', { user_id: kicked }),
    ban: (room, banned) => member(room, 'ban', { user_id: banned }),
    sendText: (room, body) => send(room, 'm.room.message', { msgtype: 'm.text', body }),
    sendMention: (room, body, mentioned) =>
      send(room, 'm.room.message', { msgtype: 'm.text', body, 'm.mentions': { user_ids: [mentioned] } }),
    reply: (room, to, body) =>
      send(room, 'm.room.message', { msgtype: 'm.text', body, 'm.relates_to': { 'm.in_reply_to': { event_id: to } } }),
    edit: (room, event, body) =>
      send(room, 'm.room.message', {
        msgtype: 'm.text',
        body: `* ${body}`,
        'm.new_content': { msgtype: 'm.text', body },
        'm.relates_to': { rel_type: 'm.replace', event_id: event },
      }),
    react: (room, event, key) =>
      send(room, 'm.reaction', { 'm.relates_to': { rel_type: 'm.annotation', event_id: event, key } }),
    async purge(room, before) {
      const path = `/_synapse/admin/v1/purge_history/${e(room)}/${e(before)}`;
      const { purge_id } = await call('POST', path, { delete_local_events: true });
      const status = `/_synapse/admin/v1/purge_history_status/${e(String(purge_id))}`;
      await eventually(async () => (await call('GET', status))['status'] === 'complete', {
        timeoutMs: 60_000,
        what: `the end of the purge of ${room}`,
      });
    },
    redact: async (room, event, reason) =>
      idOf(await call('PUT', `${rooms(room)}/redact/${e(event)}/${randomUUID()}`, reason ? { reason } : {})),
    event: async (room, event) => (await call('GET', `${rooms(room)}/event/${e(event)}`)) as unknown as RoomEvent,
    async messages(room, limit = 200) {
      const found: RoomEvent[] = [];
      let from = '';
      while (found.length < limit) {
        const page = await call(
          'GET',
          `${rooms(room)}/messages?dir=b&limit=${Math.min(100, limit - found.length)}${from}`,
        );
        const chunk = page['chunk'] as readonly RoomEvent[];
        found.push(...chunk);
        if (page['end'] === undefined || chunk.length === 0) break;
        from = `&from=${e(String(page['end']))}`;
      }
      return found.reverse();
    },
    async relations(room, event, relation, type) {
      const kind = [relation, type]
        .filter((part) => part !== undefined)
        .map((part) => `/${e(part)}`)
        .join('');
      const path = `/_matrix/client/v1/rooms/${e(room)}/relations/${e(event)}${kind}?limit=100`;
      return (await call('GET', path))['chunk'] as readonly RoomEvent[];
    },
    async shown(room, event) {
      const original = await user.event(room, event);
      const edits = await user.relations(room, event, 'm.replace', original.type);
      const newest = edits.find(
        (edit) => edit.sender === original.sender && edit.content['m.new_content'] !== undefined,
      );
      return newest?.content['m.new_content'] ?? original.content;
    },
    async state(room, type, key = '') {
      const answer = await ask('GET', `${rooms(room)}/state/${e(type)}/${e(key)}`);
      if (answer.status === 404) return undefined;
      if (answer.status >= 300) throw new MatrixRefusal(`state ${type} as ${userId}`, answer);
      return answer.body as Content;
    },
    setState: async (room, type, content, key = '') =>
      idOf(await call('PUT', `${rooms(room)}/state/${e(type)}/${e(key)}`, content)),
    async setPowerLevels(room, change) {
      const found = (await user.state(room, 'm.room.power_levels')) ?? {};
      await user.setState(room, 'm.room.power_levels', { ...found, ...change });
    },
    waitFor: (room, fits, timeoutMs = 20_000) =>
      eventually(async () => (await user.messages(room)).find(fits), {
        timeoutMs,
        everyMs: 60,
        what: `an event in ${room} that fits ${fits.toString()}`,
      }),
  };
  return user;
}
