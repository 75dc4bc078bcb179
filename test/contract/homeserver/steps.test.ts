import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import type { StepsState } from '../../../src/app/steps/steps-state.ts';
import { promote } from '../../../src/homeserver/synapse/promote.ts';
import { parseUserId, type UserId } from '../../../src/kernel/matrix-id.ts';
import { Secret } from '../../../src/kernel/secret.ts';
import { eventually as soon } from '../../support/eventually.ts';
import { listening } from '../../support/free-port.ts';
import { alias, openRig } from '../../support/homeserver/rig.ts';
import type { MatrixUser } from '../../support/matrix-user.ts';
import { needs } from '../../support/needs.ts';
import { startSynapse, type TestSynapse } from '../../support/synapse.ts';

/** Somebody who is pinged at once, while the first transaction is refused and all others stay without an answer. */
async function listenSlowly() {
  let transactions = 0;
  const server = http.createServer((req, res) => {
    req.resume();
    if (req.method === 'POST') return void res.setHeader('content-type', 'application/json').end('{}');
    transactions += 1;
    if (transactions === 1) res.writeHead(503).end();
  });
  await listening(server, 0);
  return {
    port: (server.address() as AddressInfo).port,
    held: () => transactions - 1,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const next = (state: StepsState) => state.next?.code;

/** A machine that is busy starts a Synapse slowly. */
const eventually = (ask: Parameters<typeof soon>[0]) => soon(ask, { timeoutMs: 90_000 });

describe('the steps, on a real Synapse', { ...needs('synapse') }, () => {
  let synapse: TestSynapse;
  let admin: MatrixUser;
  before(async () => {
    synapse = await startSynapse({ registration: 'later' });
    admin = await synapse.registerAdmin('boss');
  });
  after(() => synapse?.[Symbol.asyncDispose]());

  test('one next step after the other, until Porter is inside', async () => {
    await using rig = await openRig(synapse, { room: { admin: parseUserId(admin.userId) as UserId } });
    assert.equal(rig.isOpen(), false);
    assert.equal(next(await rig.steps.look()), 'homeserver.token-refused');
    await synapse.loadRegistration();
    synapse.relay.aim(undefined);
    assert.equal(next(await rig.steps.look()), 'appservice.unreachable');
    synapse.relay.aim(rig.doorPort);
    assert.equal(next(await rig.steps.look()), 'homeserver.not-admin');
    assert.match(
      rig.steps.state().next?.remedy ?? '',
      /--promote, with --config .*curl .*%40porter%3Aporter\.test" shows "appservice_id": "porter".* -X PUT .*%40porter%3Aporter\.test"$/,
    );
    await synapse.promotePorter(admin);
    const state = await rig.steps.look();
    assert.deepEqual(next(state), undefined, JSON.stringify(state));
    assert.equal(rig.isOpen(), true);
    assert.equal(rig.gate.mayAct(), 'yes');
    assert.ok(rig.teamRoom.current());
    assert.deepEqual([...(await rig.teamRoom.voters())], []);
    await admin.join(alias);
    assert.deepEqual([...(await rig.teamRoom.voters())], [admin.userId]);
  });

  test('a wrong hs_token is told from "nobody listens"', async () => {
    await using rig = await openRig(synapse, { hsToken: 'another' });
    const { next: trouble } = await rig.steps.look();
    assert.equal(trouble?.code, 'appservice.refused');
    assert.match(trouble?.sentence ?? '', /403/);
  });

  test('a copy of the database sends nothing until it takes over, and then the other one stops', async () => {
    await using rig = await openRig(synapse, { instance: 'one' });
    await rig.steps.look();
    assert.equal(rig.gate.mayAct(), 'yes');
    await using copy = await openRig(synapse, { instance: 'two', memory: rig.memory });
    assert.equal(next(await copy.steps.look()), 'homeserver.other-instance');
    assert.equal(copy.gate.mayAct(), 'no');
    assert.equal(copy.isOpen(), false);
    await using empty = await openRig(synapse, { instance: 'three', emptyDatabase: true });
    const { next: anew } = await empty.steps.look();
    assert.equal(anew?.code, 'homeserver.empty-database');
    assert.match(anew?.remedy ?? '', /put it back .* porter restore FILE.* porter serve --take-over/);
    assert.equal(empty.gate.mayAct(), 'no');
    await using taker = await openRig(synapse, { instance: 'two', takeOver: true });
    assert.equal((await taker.steps.look()).ready, true);
    synapse.relay.aim(rig.doorPort);
    assert.equal(next(await rig.steps.look()), 'homeserver.other-instance');
    await using back = await openRig(synapse, { instance: 'one', takeOver: true });
    assert.equal((await back.steps.look()).ready, true);
  });

  test('N1: the door stays open while the homeserver is down, also over a restart of Porter', async () => {
    await using rig = await openRig(synapse);
    assert.equal((await rig.steps.look()).ready, true);
    let readyAgain = 0;
    rig.steps.onReady('team-room', () => {
      readyAgain += 1;
    });
    await synapse.stop();
    const { next: trouble } = await rig.steps.look();
    assert.equal(trouble?.code, 'homeserver.down');
    assert.equal(trouble?.passing, true);
    assert.equal(rig.isOpen(), true);
    {
      await using restarted = await openRig(synapse, { memory: rig.memory });
      assert.equal(restarted.isOpen(), true);
      await restarted.steps.look();
      assert.equal(restarted.isOpen(), true);
      assert.equal(restarted.gate.mayAct(), 'unknown');
    }
    synapse.relay.aim(rig.doorPort);
    await synapse.start();
    await eventually(async () => (await rig.steps.look()).ready);
    assert.equal(readyAgain, 1);
  });

  test('N1: Porter is within reach while Synapse delivers what has been waiting', async () => {
    await using rig = await openRig(synapse);
    await using slow = await listenSlowly();
    synapse.relay.aim(slow.port);
    // Or its kept connection would still lead to the door.
    synapse.relay.cut();
    await admin.sendText(await admin.join(alias), 'What Synapse cannot deliver at first');
    await eventually(() => slow.held() > 0);
    assert.equal(next(await rig.steps.look()), undefined);
  });

  test('a deactivated, locked or suspended sender shuts the door, and it opens by itself afterwards', async () => {
    await using rig = await openRig(synapse);
    await rig.steps.look();
    const user = `/_synapse/admin/v2/users/${encodeURIComponent('@porter:porter.test')}`;
    await admin.call('PUT', user, { locked: true });
    assert.equal(next(await rig.steps.look()), 'homeserver.sender-deactivated');
    assert.equal(rig.isOpen(), false);
    await admin.call('PUT', user, { locked: false });
    assert.equal(next(await rig.steps.look()), undefined);
    assert.equal(rig.isOpen(), true);
  });

  test('a sender who lost its admin rights shuts the door', async () => {
    await using rig = await openRig(synapse);
    const user = `/_synapse/admin/v1/users/${encodeURIComponent('@porter:porter.test')}/admin`;
    await admin.call('PUT', user, { admin: false });
    assert.equal(next(await rig.steps.look()), 'homeserver.not-admin');
    await admin.call('PUT', user, { admin: true });
    assert.equal(next(await rig.steps.look()), undefined);
  });

  test('a wrong server name is told as such', async () => {
    await using rig = await openRig(synapse, { sender: parseUserId('@porter:example.org') as UserId });
    assert.equal(next(await rig.steps.look()), 'homeserver.other-server');
  });

  test('goes on by itself: started first, set up later', async () => {
    await synapse.stop();
    await using rig = await openRig(synapse);
    rig.steps.start();
    await eventually(() => rig.steps.state().next?.code === 'homeserver.down');
    await synapse.start();
    await eventually(() => rig.steps.state().ready);
    assert.equal(rig.isOpen(), true);
  });
});

describe("somebody's account has Porter's name", { ...needs('synapse') }, () => {
  test('Porter stops with that sentence, and promoting refuses', async () => {
    await using synapse = await startSynapse({ registration: 'later' });
    const admin = await synapse.registerAdmin('boss');
    await synapse.registerUser('porter', { admin: true });
    await synapse.loadRegistration();
    await using rig = await openRig(synapse);
    assert.equal(next(await rig.steps.look()), 'homeserver.sender-not-ours');
    const { result: promoted } = await promote(rig.stepNeeds, new Secret(admin.accessToken));
    assert.equal(promoted.ok ? '' : promoted.refusal, 'sender-not-ours');
  });
});
