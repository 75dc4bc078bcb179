export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface FakeAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface FakeUser {
  name: string;
  displayname: string | null;
  threepids: { medium: string; address: string }[];
  external_ids: { auth_provider: string; external_id: string }[];
  deactivated: boolean;
  locked: boolean;
  password?: string;
}

interface FakeEvent {
  readonly event_id: string;
  readonly type: string;
  readonly sender: string;
  readonly origin_server_ts: number;
  readonly content: Record<string, unknown>;
}

const ok = (body: unknown = {}, status = 200): FakeAnswer => ({ status, body });
const refuse = (status: number, errcode: string): FakeAnswer => ({ status, body: { errcode, error: 'fake' } });

/** What the fake knows and how it answers, as far as accounts and sending go (reference: a real Synapse, same suites). */
export function makeFakeState(sender = '@porter:porter.test') {
  const users = new Map<string, FakeUser>();
  const devices = new Set<string>();
  const rooms = new Map<string, FakeEvent[]>();
  /** `room|txn` → event ID: a real one keeps it per device, in a table, for 24 hours. */
  let transactions = new Map<string, string>();
  let counter = 0;
  let instance: unknown;

  function send(room: string, type: string, txn: string, { query, body }: FakeRequest): FakeAnswer {
    if (query['user_id'] === undefined && query['device_id'] !== undefined) return refuse(500, 'M_UNKNOWN');
    if (query['device_id'] !== undefined && !devices.has(query['device_id'])) return refuse(400, 'M_UNKNOWN_DEVICE');
    const events = rooms.get(room);
    if (events === undefined) return refuse(403, 'M_FORBIDDEN');
    const known = transactions.get(`${room}|${txn}`);
    if (known !== undefined) return ok({ event_id: known });
    const content = body as Record<string, unknown>;
    if (Buffer.byteLength(JSON.stringify(content)) > 65_000) return refuse(413, 'M_TOO_LARGE');
    const same = (event: FakeEvent) =>
      JSON.stringify(event.content['m.relates_to']) === JSON.stringify(content['m.relates_to']);
    if (type === 'm.reaction' && events.some((event) => event.type === type && same(event))) {
      return refuse(400, 'M_DUPLICATE_ANNOTATION');
    }
    const target = (content['m.relates_to'] as { event_id?: string } | undefined)?.event_id;
    if (target !== undefined && !events.some((event) => event.event_id === target)) return refuse(400, 'M_UNKNOWN');
    counter += 1;
    const event_id = `$fake${counter}`;
    events.push({ event_id, type, sender, origin_server_ts: 1_780_000_000_000 + counter, content });
    transactions.set(`${room}|${txn}`, event_id);
    return ok({ event_id });
  }

  function ofRoom(room: string, what: string | undefined, id: string, request: FakeRequest): FakeAnswer {
    const events = rooms.get(room);
    if (what === 'state') return events === undefined ? refuse(403, 'M_FORBIDDEN') : ok({ membership: 'join' });
    if (what !== 'event') return messages(room, request);
    const event = events?.find(({ event_id }) => event_id === id);
    return event === undefined ? refuse(404, 'M_NOT_FOUND') : ok(event);
  }

  function messages(room: string, { query }: FakeRequest): FakeAnswer {
    const events = rooms.get(room);
    if (events === undefined) return refuse(403, 'M_FORBIDDEN');
    const { types } = JSON.parse(query['filter'] ?? '{}') as { types?: string[] };
    const all = events.filter((event) => types?.includes(event.type) !== false).toReversed();
    const from = Number(query['from'] ?? 0);
    const end = from + Number(query['limit'] ?? 10);
    return ok({ chunk: all.slice(from, end), ...(end < all.length ? { end: String(end) } : {}) });
  }

  function putUser(name: string, body: Record<string, unknown>): FakeAnswer {
    const before = users.get(name);
    if (before !== undefined && body['displayname'] === null) return refuse(400, 'M_INVALID_PARAM');
    const user: FakeUser = before ?? {
      ...{ name, displayname: name.slice(1, name.indexOf(':')), threepids: [], external_ids: [] },
      ...{ deactivated: false, locked: false },
    };
    const address = (body['threepids'] as FakeUser['threepids'] | undefined)?.[0]?.address;
    // Synapse takes an address away from whoever had it.
    for (const other of users.values()) {
      if (other !== user) other.threepids = other.threepids.filter((known) => known.address !== address);
    }
    Object.assign(user, body, { displayname: body['displayname'] ?? user.displayname });
    users.set(name, user);
    return ok(user, before === undefined ? 201 : 200);
  }

  const byAddress = (address: string) =>
    [...users.values()].find((user) => user.threepids.some((known) => known.address === address));
  const byMarker = (id: string) =>
    [...users.values()].find((user) => user.external_ids.some((known) => known.external_id === id));
  const idOr404 = (user: FakeUser | undefined) => (user ? ok({ user_id: user.name }) : refuse(404, 'M_NOT_FOUND'));

  function available(username: string): FakeAnswer {
    if (!/^[a-z0-9._=\-/+]+$/.test(username) || /^(_.*|\d+)$/.test(username)) return refuse(400, 'M_INVALID_USERNAME');
    if (/^porter(_.*)?$/.test(username)) return refuse(400, 'M_EXCLUSIVE');
    return users.has(`@${username}:porter.test`) ? refuse(400, 'M_USER_IN_USE') : ok({ available: true });
  }

  return {
    users,
    devices,
    rooms,
    /** As a restart of Synapse for requests without a device, or the 24 hours for those with one. */
    forgetTransactions(): void {
      transactions = new Map();
    },
    dropDevice(): void {
      devices.clear();
      transactions = new Map();
    },
    answer(request: FakeRequest): FakeAnswer {
      const { method, path, query } = request;
      const body = (request.body ?? {}) as Record<string, unknown>;
      const parts = path.split('/').slice(1).map(decodeURIComponent);
      const rest = parts.slice(3);
      const call = `${method} ${parts.slice(0, 4).join('/')}`;
      switch (call) {
        case 'GET _matrix/client/versions':
          return ok({ versions: ['v1.15'] });
        case 'GET _matrix/client/v3/capabilities':
          return ok({ capabilities: { 'm.change_password': { enabled: true } } });
        case 'GET _matrix/client/v3/account':
          return ok({ user_id: sender });
        case 'POST _matrix/client/v3/register':
          return refuse(400, 'M_USER_IN_USE');
        case 'POST _matrix/client/v1/appservice':
          return ok({ duration_ms: 1 });
        case 'GET _matrix/client/v3/profile':
          return ok({ displayname: 'Porter' });
        case 'GET _matrix/client/v3/user':
          return instance === undefined ? refuse(404, 'M_NOT_FOUND') : ok(instance);
        case 'PUT _matrix/client/v3/user':
          instance = body;
          return ok();
        case 'GET _synapse/admin/v1/users':
          return ok({ admin: true });
        case 'GET _matrix/client/v3/devices':
          return devices.has(rest[1] ?? '') ? ok({ device_id: rest[1] }) : refuse(404, 'M_NOT_FOUND');
        case 'PUT _matrix/client/v3/devices':
          devices.add(rest[1] ?? '');
          return ok({}, 201);
        case 'PUT _matrix/client/v3/rooms':
          return send(rest[1] ?? '', rest[3] ?? '', rest[4] ?? '', request);
        case 'GET _matrix/client/v3/rooms':
          return ofRoom(rest[1] ?? '', rest[2], rest[3] ?? '', request);
        case 'GET _synapse/admin/v1/username_available':
          return available(query['username'] ?? '');
        case 'GET _synapse/admin/v1/threepid':
          return idOr404(byAddress(rest[3] ?? ''));
        case 'GET _synapse/admin/v1/auth_providers':
          return idOr404(byMarker(rest[3] ?? ''));
        case 'GET _synapse/admin/v2/users': {
          const user = users.get(rest[1] ?? '');
          if (rest[1] === sender) return ok({ name: sender, appservice_id: 'porter', admin: true });
          return user ? ok(user) : refuse(404, 'M_NOT_FOUND');
        }
        case 'PUT _synapse/admin/v2/users':
          return putUser(rest[1] ?? '', body);
        case 'POST _synapse/admin/v1/deactivate': {
          const user = users.get(rest[1] ?? '');
          if (user === undefined) return refuse(404, 'M_NOT_FOUND');
          Object.assign(user, { deactivated: true, threepids: [] });
          return ok({ id_server_unbind_result: 'no-support' });
        }
        default:
          return refuse(404, 'M_UNRECOGNIZED');
      }
    },
  };
}
