import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { makeSift, type Sifted } from '../../../src/doors/appservice/concerns.ts';
import { openAppserviceDoor } from '../../../src/doors/appservice/open-door.ts';
import type { HomeserverClient } from '../../../src/homeserver/client.ts';
import { openHomeserverClient } from '../../../src/homeserver/open-client.ts';
import { openWorld } from '../../../src/homeserver/open-world.ts';
import { openTeamRoom } from '../../../src/homeserver/team-room/open-team-room.ts';
import type { TeamRoomOptions } from '../../../src/homeserver/team-room/team-room.ts';
import type { WorldOptions, WorldState } from '../../../src/homeserver/world.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { parseRoomAlias, parseUserId, type RoomAlias, type UserId } from '../../../src/kernel/matrix-id.ts';
import { Secret } from '../../../src/kernel/secret.ts';
import type { MatrixUser } from '../../support/matrix-user.ts';
import { makeMemoryStore } from '../../support/memory-store.ts';
import { needs } from '../../support/needs.ts';
import { startSynapse, type TestSynapse } from '../../support/synapse.ts';

const sender = parseUserId('@porter:porter.test') as UserId;
const alias = parseRoomAlias('#team:porter.test') as RoomAlias;

interface Rig extends AsyncDisposable {
  readonly client: HomeserverClient;
  readonly world: Awaited<ReturnType<typeof openWorld>>;
  readonly teamRoom: Awaited<ReturnType<typeof openTeamRoom>>;
  readonly memory: ReturnType<typeof makeMemoryStore>;
  readonly kept: Sifted['items'][number][];
  readonly doorPort: number;
}

async function openRig(
  synapse: TestSynapse,
  change: Partial<WorldOptions> & { room?: Partial<TeamRoomOptions>; hsToken?: string; asToken?: string } = {},
): Promise<Rig> {
  await using opening = new AsyncDisposableStack();
  const memory = (change.memory as Rig['memory'] | undefined) ?? makeMemoryStore();
  const client = opening.use(
    await openHomeserverClient({
      ...{ clientUrl: synapse.url, sender, clock: systemClock, log: silentLog },
      asToken: new Secret(change.asToken ?? synapse.registration.asToken),
    }),
  );
  const kept: Rig['kept'] = [];
  const inbox = {
    async keep(items: Sifted['items']) {
      const fresh = items.filter(({ key }) => !kept.some((known) => known.key === key));
      kept.push(...fresh);
      return fresh.length;
    },
  };
  const sift = makeSift({ sender, isOurRoom: (room) => room === teamRoom.current() });
  const teamRoom = await openTeamRoom({
    ...{ client, room: alias, roomName: 'Team', voters: { kind: 'everyone-local' }, encryptedRoom: 'allow', memory },
    ...{ keep: (events) => inbox.keep(sift(events).items), clock: systemClock, log: silentLog },
    ...change.room,
  });
  const door = opening.use(
    await openAppserviceDoor({
      hsToken: new Secret(change.hsToken ?? synapse.registration.hsToken),
      ...{ inbox, sift, log: silentLog, listen: { host: '127.0.0.1', port: 0 } },
    }),
  );
  await synapse.relay.set({});
  synapse.relay.aim(door.port);
  const world = await openWorld({
    ...{ client, teamRoom, urls: { client: synapse.url, admin: synapse.url }, listen: `127.0.0.1:${door.port}` },
    ...{ registration: { id: 'porter', url: synapse.relay.url }, instance: 'one', displayName: 'Porter' },
    ...{ memory, clock: systemClock, log: silentLog },
    ...change,
  });
  opening.defer(() => world.stop());
  const opened = opening.move();
  return {
    ...{ client, world, teamRoom, memory, kept, doorPort: door.port },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

const next = (state: WorldState) => state.next?.code;

describe('the world, on a real Synapse', { ...needs('synapse') }, () => {
  let synapse: TestSynapse;
  let admin: MatrixUser;
  before(async () => {
    synapse = await startSynapse({ registration: 'later' });
    admin = await synapse.registerAdmin('boss');
  });
  after(() => synapse?.[Symbol.asyncDispose]());

  test('one next step after the other, until Porter is inside', async () => {
    await using rig = await openRig(synapse, { room: { admin: parseUserId(admin.userId) as UserId } });
    assert.equal(rig.world.isOpen(), false);
    assert.equal(next(await rig.world.look()), 'homeserver.token-refused');
    await synapse.loadRegistration();
    synapse.relay.aim(undefined);
    assert.equal(next(await rig.world.look()), 'appservice.unreachable');
    synapse.relay.aim(rig.doorPort);
    assert.equal(next(await rig.world.look()), 'homeserver.not-admin');
    assert.match(rig.world.state().next?.remedy ?? '', /curl -X PUT .*%40porter%3Aporter\.test/);
    await synapse.promotePorter(admin);
    const state = await rig.world.look();
    assert.deepEqual(next(state), undefined, JSON.stringify(state));
    assert.equal(rig.world.isOpen(), true);
    assert.equal(rig.world.mayAct(), 'yes');
    assert.ok(rig.teamRoom.current());
    assert.deepEqual([...(await rig.teamRoom.voters())], []);
    await admin.join(alias);
    assert.deepEqual([...(await rig.teamRoom.voters())], [admin.userId]);
  });
});
