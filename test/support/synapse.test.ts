import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import { eventually } from './eventually.ts';
import { listening } from './free-port.ts';
import { logIn } from './matrix-user.ts';
import { needs } from './needs.ts';
import { startSynapse } from './synapse.ts';

describe('the real Synapse of a test', needs('synapse'), () => {
  test('people talk, events reach the relay, and accounts survive a kill', async () => {
    await using synapse = await startSynapse();
    const pushed: string[] = [];
    const appservice = http.createServer((req, res) => {
      pushed.push(`${req.headers.authorization} ${req.url}`);
      req.resume().on('end', () => res.setHeader('content-type', 'application/json').end('{}'));
    });
    await listening(appservice, 0);
    synapse.relay.aim((appservice.address() as AddressInfo).port);

    const admin = await synapse.registerAdmin();
    await synapse.promotePorter(admin);
    const ada = await synapse.registerUser('ada');
    const room = await admin.createRoom({ name: 'Team', alias: 'team', version: '11', invite: [ada.userId] });
    await ada.join('#team:porter.test');
    const hello = await admin.sendText(room, 'hello');
    await ada.waitFor(room, (event) => event.event_id === hello);
    const reaction = await ada.react(room, hello, '✅');
    assert.deepEqual(
      (await admin.relations(room, hello, 'm.annotation')).map((e) => e.event_id),
      [reaction],
    );
    await ada.redact(room, reaction);
    assert.equal((await admin.relations(room, hello, 'm.annotation')).length, 0);
    await admin.edit(room, hello, 'hello again');
    assert.equal((await ada.shown(room, hello)).body, 'hello again');
    await eventually(() =>
      pushed.some((line) => line.startsWith(`Bearer ${synapse.registration.hsToken} /_matrix/app/v1/`)),
    );

    await synapse.kill();
    assert.equal(synapse.running, false);
    await synapse.start();
    const again = await logIn(synapse.url, 'ada', 'password-of-ada');
    assert.equal(await again.whoami(), '@ada:porter.test');
    assert.equal((await again.state(room, 'm.room.power_levels'))?.['ban'], 50);
    assert.equal(await again.state(room, 'no.such.state'), undefined);
    appservice.close();
    appservice.closeAllConnections();
  });

  test('its database is finished from the first request on: a sender that was deactivated is activated at once', async () => {
    await using synapse = await startSynapse();
    const admin = await synapse.registerAdmin();
    await synapse.promotePorter(admin);
    const sender = `/_synapse/admin/v2/users/${encodeURIComponent(synapse.userId('porter'))}`;
    await admin.call('PUT', sender, { deactivated: true });
    assert.equal((await admin.call('PUT', sender, { deactivated: false }))['deactivated'], false);
  });

  test('a registration can be loaded later', async () => {
    await using synapse = await startSynapse({ registration: 'later' });
    const ping = { transaction_id: 'x' };
    const before = await synapse.asPorter('POST', '/_matrix/client/v1/appservice/porter/ping', ping);
    assert.equal(before.status, 401);
    await synapse.loadRegistration();
    const after = await synapse.asPorter('POST', '/_matrix/client/v1/appservice/porter/ping', ping);
    assert.ok(after.status >= 500, 'known, but nobody answers the ping');
  });
});
