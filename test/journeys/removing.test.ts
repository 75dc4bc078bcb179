import assert from 'node:assert/strict';
import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { needs } from '../support/needs.ts';
import { type House, openHouse } from './support/house.ts';
import { closedBy, opens } from './support/unfinished.ts';

describe('Porter is removed', needs('synapse'), () => {
  let house: House;
  before(async () => {
    house = await openHouse();
  });
  after(() => house?.[Symbol.asyncDispose]());

  const senderPath = () => `/_synapse/admin/v2/users/${encodeURIComponent(house.synapse.userId('porter'))}`;
  const isAdmin = async () => (await house.admin.call('GET', senderPath()))['admin'];
  const demote = async (token: string, ...more: readonly string[]) => {
    const file = path.join(house.porter.dir, 'admin-token');
    await writeFile(file, `${token}\n`, { mode: 0o600 });
    return house.porter.run('init', '--demote', '--admin-token-file', file, ...more);
  };

  test('init --demote takes the right of a server admin with the token of an admin, and of nobody else', async () => {
    const { porter, admin, ada } = house;
    const stranger = await demote(ada.accessToken);
    assert.deepEqual([stranger.code, /not that of a server administrator/.test(stranger.stderr)], [1, true]);
    const mistyped = await demote(`${admin.accessToken}x`);
    assert.deepEqual([mistyped.code, /does not know this access token/.test(mistyped.stderr)], [1, true]);
    assert.equal(await isAdmin(), true);

    const demoted = await demote(admin.accessToken);
    assert.equal(demoted.code, 0, demoted.stderr);
    assert.match(demoted.stdout, /^@porter:porter\.test is no server admin any more\./);
    assert.match(demoted.stdout, /does not start while a file that it lists is missing/);
    assert.equal(await isAdmin(), false);
    await closedBy(porter, 'homeserver.not-admin', 2);
    const again = await demote(admin.accessToken, '--json');
    assert.deepEqual([again.code, JSON.parse(again.stdout)], [0, { ok: true, value: 'was-none' }]);

    const file = path.join(porter.dir, 'admin-token');
    const promoted = await porter.run('init', '--promote', '--admin-token-file', file);
    assert.equal(promoted.code, 0, promoted.stderr);
    assert.match(promoted.stdout, /Next: If #team:porter\.test exists, type there, .* \/invite @porter:porter\.test/);
    assert.match(promoted.stdout, /porter check --config \/\S+config\.yaml/);
    await opens(porter);
  });

  test('an account of somebody else that has the name keeps its rights', async () => {
    const { synapse, admin } = house;
    const boss = await synapse.registerAdmin('boss');
    const registration = path.join(house.porter.dir, 'registration.yaml');
    const ofBoss = synapse.registration.text
      .replace('"porter",\n  "rate', '"boss",\n  "rate')
      .replaceAll(/([@#])porter_/g, '$1boss_');
    await writeFile(registration, ofBoss, { mode: 0o600 });
    await house.porter.configure({ appservice: { registration } });
    try {
      const refused = await demote(admin.accessToken);
      assert.deepEqual([refused.code, /is not this appservice's/.test(refused.stderr)], [1, true], refused.stderr);
      assert.equal(
        (await admin.call('GET', `/_synapse/admin/v2/users/${encodeURIComponent(boss.userId)}`))['admin'],
        true,
      );
    } finally {
      await house.porter.configure({ appservice: { registration: synapse.registrationFile } });
    }
  });

  test('in the order of the page Synapse starts without Porter, and its user has no rights; in the other order Synapse does not start', async () => {
    const { porter, synapse, admin } = house;
    await porter.stop();
    // The obvious order: Porter's files go, and Synapse is started some day.
    await rename(synapse.registrationFile, `${synapse.registrationFile}.away`);
    await synapse.stop();
    await assert.rejects(synapse.start());
    await rename(`${synapse.registrationFile}.away`, synapse.registrationFile);
    await synapse.start();
    assert.equal(await isAdmin(), true);

    assert.equal((await demote(admin.accessToken)).code, 0);
    await synapse.unloadRegistration();
    await rm(synapse.registrationFile);
    await synapse.restart();
    assert.equal(await isAdmin(), false);
    assert.equal(await admin.whoami(), admin.userId);
  });

  test('init --demote works also when Synapse has forgotten the registration, as long as Porter has it', async () => {
    const { synapse, admin } = house;
    await admin.call('PUT', senderPath(), { admin: true });
    await writeFile(synapse.registrationFile, synapse.registration.text, { mode: 0o600 });
    assert.match((await demote(admin.accessToken)).stdout, /is no server admin any more/);
    assert.equal(await isAdmin(), false);
  });
});
