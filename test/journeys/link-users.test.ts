import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { needs } from '../support/needs.ts';
import { runPorterCommand } from '../support/porter-command.ts';
import { startPorter } from '../support/porter-process.ts';
import { startSynapse } from '../support/synapse.ts';

describe('the users of a real Synapse', needs('synapse'), () => {
  test('people get their accounts here with display name and addresses; machines, locked and closed ones are told', async () => {
    await using synapse = await startSynapse();
    const admin = await synapse.registerAdmin();
    await synapse.promotePorter(admin);
    const change = (name: string, body: object) =>
      admin.call('PUT', `/_synapse/admin/v2/users/${encodeURIComponent(synapse.userId(name))}`, { ...body });
    for (const name of ['lena', 'bo', 'cy', 'bot']) await synapse.registerUser(name);
    const threepids = [
      { medium: 'email', address: "o'brien@example.org" },
      { medium: 'msisdn', address: '31612345678' },
    ];
    await change('lena', { displayname: 'Lena Örtiz', threepids });
    await change('bo', { locked: true });
    await change('cy', { deactivated: true });
    await change('bot', { user_type: 'bot' });

    await using porter = await startPorter({
      config: {
        accounts: { store: 'local', argon2: { memoryMiB: 19, passes: 2 } },
        homeserver: { url: synapse.url, serverName: 'porter.test' },
        appservice: { registration: 'registration.yaml', listen: '127.0.0.1:0' },
      },
      start: false,
    });
    await copyFile(synapse.registrationFile, path.join(porter.dir, 'registration.yaml'));
    const run = (args: string) => runPorterCommand(['accounts', ...args.split(' ')], { cwd: porter.dir });
    await runPorterCommand(['migrate'], { cwd: porter.dir });
    const looked = await run('import --from-synapse');
    assert.equal(looked.code, 1, looked.stderr);
    assert.match(looked.stdout, /^2 accounts would be made, 0 there already, 4 left out\.$/m);
    for (const line of [/^- +bo +locked/m, /^- +bot +a bot/m, /^- +cy +deactivated/m, /^- +porter +a bot/m])
      assert.match(looked.stdout, line);
    assert.match(looked.stdout, /until porter accounts password NAME sets one/);
    assert.match((await run('import --from-synapse --write --locked')).stdout, /^3 accounts made/m);
    assert.match((await run('import --from-synapse --write --locked')).stdout, /^0 accounts made, 3 there already/m);
    const lena = JSON.parse((await run('show lena --json')).stdout) as Record<string, unknown>;
    assert.deepEqual([lena['displayName'], lena['addresses'], lena['hasPassword']], ['Lena Örtiz', threepids, false]);
    assert.match((await run('show bo')).stdout, /state +suspended/);
  });
});
