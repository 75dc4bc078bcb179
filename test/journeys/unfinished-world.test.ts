import assert from 'node:assert/strict';
import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, afterEach, before, beforeEach, describe, type SuiteContext, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import type { MatrixUser } from '../support/matrix-user.ts';
import { needs } from '../support/needs.ts';
import { makeRegistration } from '../support/registration.ts';
import { makeApplicant } from './support/applicant.ts';
import { type House, openHouse, PATIENCE } from './support/house.ts';
import { startHttpProxy } from './support/http-proxy.ts';
import { closedBy, deadJobs, finishWorld, opens } from './support/unfinished.ts';

describe('serve lives with an unfinished world, and goes on by itself', needs('synapse'), () => {
  let house: House;
  let admin: MatrixUser;
  /** Where the team reads. */
  let team: string;
  /** Did the last test leave everything as Porter needs it? */
  let finished = true;
  before(async () => {
    house = await openHouse({ synapse: { registration: 'later' }, start: false });
    admin = house.admin;
  });
  after(() => house?.[Symbol.asyncDispose]());
  afterEach((t) => {
    // A test has it as well, which the types do not know.
    finished = (t as SuiteContext).passed;
  });
  // A test that fails takes no other one along.
  beforeEach(async () => {
    if (finished) return;
    await finishWorld(house);
    await moveTeam();
  });

  const restartWith = async (change: Readonly<Record<string, unknown>>) => {
    assert.equal(await house.porter.stop(), 0);
    await house.porter.configure(change);
    await house.porter.start();
  };
  /** To a room of its own, into which Porter comes. */
  const moveTeam = async () => {
    team = await admin.createRoom({ name: 'Team', version: '11' });
    await admin.invite(team, house.synapse.userId('porter'));
    await restartWith({ registration: { room: team } });
    await opens(house.porter);
  };
  const asAdmin = (what: object) =>
    admin.call('PUT', `/_synapse/admin/v2/users/${encodeURIComponent(house.synapse.userId('porter'))}`, what);

  test('N1: Porter is there before Synapse, its registration, its address and its rights; one act after the other opens the door', async () => {
    const { synapse, porter } = house;
    await synapse.stop();
    await porter.start();
    const { pid } = porter;
    await closedBy(porter, 'homeserver.down', 3);

    await synapse.start();
    await closedBy(porter, 'homeserver.token-refused', 2);

    synapse.relay.aim(undefined);
    await synapse.loadRegistration();
    await closedBy(porter, 'appservice.unreachable', 2);

    synapse.relay.aim(porter.appservicePort);
    await closedBy(porter, 'homeserver.not-admin', 2);

    await synapse.promotePorter(admin);
    await opens(porter);
    assert.equal(porter.pid, pid, 'nothing was started anew');

    const early = makeApplicant(house, { username: 'early' });
    assert.match((await early.applyAndProve()).url, /\/status\//);
    const room = await admin.join('#team:porter.test');
    await admin.waitFor(room, ({ content }) => String(content.body).includes(early.userId), PATIENCE);
    // What waits for an answer that every start waits for is nothing to be warned of.
    const warned = (await porter.logs()).filter(({ level, msg }) => level === 'warn' && /^jobs for/.test(msg));
    assert.deepEqual(warned, []);
    assert.deepEqual(await deadJobs(porter), []);
  });

  test('a team room that exists already, named by its ID, waits for an invitation by anybody in it', async () => {
    const { porter, ada, synapse } = house;
    const room = await admin.createRoom({ name: 'Moderators', version: '11', invite: [ada.userId] });
    await ada.join(room);
    await admin.setPowerLevels(room, { users: { [admin.userId]: 100, [ada.userId]: 100 } });
    await restartWith({ registration: { room } });
    await closedBy(porter, 'team-room.not-invited', 2);

    await ada.invite(room, synapse.userId('porter'));
    await opens(porter);

    // Who waited for a decision in another room is announced in this one.
    const early = synapse.userId('early');
    await admin.waitFor(room, ({ content }) => String(content.body).includes(early), PATIENCE);
    assert.deepEqual(await deadJobs(porter), []);
  });

  test('a sender that somebody deactivates stops everything, loses nothing, and goes on once it is back and invited', async () => {
    const { porter, mail } = house;
    await moveTeam();
    const late = makeApplicant(house, { username: 'late' });
    await late.apply();
    // Its letter leaves while the door is open: behind a closed one it would wait.
    await house.letter(late.email, '/prove/');
    await asAdmin({ deactivated: true });
    // Synapse tells Porter that it has left its rooms: the proof comes just before that, or just after.
    const inTime = (await late.proveByCode()).status !== 503;
    await closedBy(porter, 'homeserver.sender-deactivated', 2);

    // Word for word what the remedy says.
    await asAdmin({ deactivated: false, locked: false });
    await closedBy(porter, 'team-room.sent-out', 2);
    await admin.invite(team, house.synapse.userId('porter'));
    await opens(porter);
    if (!inTime) await late.proveByLink();
    await admin.waitFor(team, ({ content }) => String(content.body).includes(late.userId), PATIENCE);
    await eventually(() => mail.lettersTo(late.email).some(({ text }) => text.includes('/status/')));
    assert.deepEqual(await deadJobs(porter), []);
  });

  test('tokens that Synapse does not know, and one that Porter does not know, wait for the right file', async () => {
    const { porter, synapse, mail } = house;
    const waiting = makeApplicant(house, { username: 'waiting' });
    await mail.down();
    await waiting.apply();

    const fresh = makeRegistration(synapse.relay.url);
    const ours = path.join(porter.dir, 'registration.yaml');
    await writeFile(ours, fresh.text, { mode: 0o600 });
    await restartWith({ appservice: { registration: ours } });
    await mail.up();
    await closedBy(porter, 'homeserver.token-refused', 2);
    assert.deepEqual(mail.lettersTo(waiting.email), [], 'nothing leaves while it is unknown whose database this is');

    const half = fresh.text.replace(fresh.hsToken, 'one-that-porter-does-not-know');
    await writeFile(synapse.registrationFile, half);
    await synapse.restart();
    await closedBy(porter, 'appservice.refused', 2);

    await copyFile(ours, synapse.registrationFile);
    await synapse.restart();
    await opens(porter);
    assert.match((await waiting.proveByCode()).url, /\/status\//);
    assert.deepEqual(await deadJobs(porter), []);
  });

  test('the Matrix Authentication Service keeps the door shut for as long as it is there', async () => {
    const { porter, synapse } = house;
    await using proxy = await startHttpProxy(() => synapse.url);
    proxy.rule((req, res) => {
      if (req.url !== '/_matrix/client/v1/auth_metadata') return 'pass';
      res.setHeader('content-type', 'application/json').end('{"issuer":"https://auth.porter.test/"}');
      return 'answered';
    });
    await restartWith({ homeserver: { url: proxy.url } });
    await closedBy(porter, 'homeserver.mas', 2);
    proxy.rule(() => 'pass');
    await opens(porter);
    await restartWith({ homeserver: { url: synapse.url } });
    await opens(porter);
  });

  test('passwords that Synapse does not keep (localdb_enabled: false) shut the door until they are on again', async () => {
    const { porter, synapse } = house;
    await synapse.restart({ password_config: { localdb_enabled: false } });
    await closedBy(porter, 'homeserver.passwords-off', 2);
    // The team reads it as well.
    await admin.waitFor(team, ({ content }) => String(content.body).includes('localdb_enabled'), PATIENCE);
    await synapse.restart({ password_config: {} });
    await opens(porter);
  });

  test("a sender that is somebody's own account is left alone", async () => {
    const { porter, synapse } = house;
    await synapse.registerUser('doorkeeper', { admin: true });
    const ours = path.join(porter.dir, 'ours.yaml');
    await copyFile(synapse.registrationFile, ours);
    const other = makeRegistration(synapse.relay.url)
      .text.replace('"sender_localpart": "porter"', '"sender_localpart": "doorkeeper"')
      .replaceAll(/[@#]porter_/g, (start) => start.replace('porter', 'doorkeeper'));
    const taken = path.join(porter.dir, 'doorkeeper.yaml');
    await writeFile(taken, other, { mode: 0o600 });
    await copyFile(taken, synapse.registrationFile);
    await synapse.restart();
    await restartWith({ appservice: { registration: taken } });
    await closedBy(porter, 'homeserver.sender-not-ours', 2);
    const profile = await admin.call('GET', '/_matrix/client/v3/profile/@doorkeeper:porter.test');
    assert.notEqual(profile['displayname'], 'Porter');

    await copyFile(ours, synapse.registrationFile);
    await synapse.restart();
    await restartWith({ appservice: { registration: ours } });
    await opens(porter);
    assert.deepEqual(await deadJobs(porter), []);
  });
});
