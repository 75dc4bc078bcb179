import type { HomeserverClient } from '../../../src/homeserver/client.ts';
import { openHomeserverClient } from '../../../src/homeserver/open-client.ts';
import { synapseAdminApi } from '../../../src/homeserver/synapse/admin-api.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { parseRoomId, parseUserId, type RoomId, type UserId } from '../../../src/kernel/matrix-id.ts';
import { Secret } from '../../../src/kernel/secret.ts';
import { type FakeHomeserver, startFakeHomeserver } from '../../support/homeserver/fake-homeserver.ts';
import { logIn } from '../../support/matrix-user.ts';
import { startSynapse } from '../../support/synapse.ts';

const sender = parseUserId('@porter:porter.test') as UserId;

/** A homeserver under a contract suite: the fake one or a real Synapse. */
export interface Subject extends AsyncDisposable {
  readonly client: HomeserverClient;
  readonly fake: FakeHomeserver | undefined;
  /** An account that Porter has nothing to do with. */
  stranger(localpart: string, email?: string): Promise<void>;
  account(localpart: string): Promise<Readonly<Record<string, unknown>> | undefined>;
  close(localpart: string): Promise<void>;
  /** Undefined where nobody can log in. */
  canEnter(localpart: string, password: string): Promise<boolean | undefined>;
  /** A room that Porter is in. */
  room(): Promise<RoomId>;
  /** Events of one type, oldest first. */
  events(
    room: RoomId,
    type: string,
  ): Promise<readonly { readonly event_id: string; readonly content: Record<string, unknown> }[]>;
  /** All that a homeserver may forget: its transaction IDs. */
  forget(): Promise<void>;
  dropDevice(): Promise<void>;
}

const clientFor = (url: string, token: string): Promise<HomeserverClient> =>
  openHomeserverClient({
    ...{ clientUrl: url, adminApi: synapseAdminApi(url), asToken: new Secret(token), sender },
    ...{ clock: systemClock, log: silentLog },
  });

export async function openFakeSubject(): Promise<Subject> {
  const fake = await startFakeHomeserver();
  const client = await clientFor(fake.url, 'as-token');
  const id = (localpart: string) => `@${localpart}:porter.test`;
  return {
    ...{ client, fake },
    async stranger(localpart, email) {
      const threepids = email === undefined ? [] : [{ medium: 'email', address: email }];
      fake.state.answer({
        ...{ method: 'PUT', path: `/_synapse/admin/v2/users/${id(localpart)}`, query: {}, body: { threepids } },
      });
    },
    account: async (localpart) => {
      const user = fake.state.users.get(id(localpart));
      return user && { ...user };
    },
    async close(localpart) {
      const user = fake.state.users.get(id(localpart));
      if (user) user.deactivated = true;
    },
    canEnter: async () => undefined,
    async room() {
      fake.state.rooms.set('!fake', []);
      return parseRoomId('!fake') as RoomId;
    },
    events: async (room, type) => (fake.state.rooms.get(room) ?? []).filter((event) => event.type === type),
    forget: async () => fake.state.forgetTransactions(),
    dropDevice: async () => fake.state.dropDevice(),
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await fake[Symbol.asyncDispose]();
    },
  };
}

export async function openSynapseSubject(): Promise<Subject> {
  const synapse = await startSynapse();
  const admin = await synapse.registerAdmin('boss');
  await synapse.promotePorter(admin);
  const client = await clientFor(synapse.url, synapse.registration.asToken);
  const path = (localpart: string) => `/_synapse/admin/v2/users/${encodeURIComponent(synapse.userId(localpart))}`;
  return {
    ...{ client, fake: undefined },
    async stranger(localpart, email) {
      await synapse.registerUser(localpart);
      if (email) await admin.call('PUT', path(localpart), { threepids: [{ medium: 'email', address: email }] });
    },
    async account(localpart) {
      const answer = await admin.ask('GET', path(localpart));
      return answer.status === 404 ? undefined : answer.body;
    },
    async close(localpart) {
      await admin.call('PUT', path(localpart), { deactivated: true });
    },
    canEnter: (localpart, password) =>
      logIn(synapse.url, localpart, password).then(
        () => true,
        () => false,
      ),
    async room() {
      const { body } = await synapse.asPorter('POST', '/_matrix/client/v3/createRoom', { preset: 'private_chat' });
      return parseRoomId(body['room_id']) as RoomId;
    },
    async events(room, type) {
      const filter = encodeURIComponent(JSON.stringify({ types: [type] }));
      const { body } = await synapse.asPorter(
        'GET',
        `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/messages?dir=b&limit=100&filter=${filter}`,
      );
      return (body['chunk'] as { event_id: string; content: Record<string, unknown> }[]).toReversed();
    },
    async forget() {
      await synapse.kill();
      await synapse.start();
    },
    async dropDevice() {
      await admin.call('POST', `${path('porter')}/delete_devices`, { devices: ['PORTER'] });
    },
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await synapse[Symbol.asyncDispose]();
    },
  };
}
