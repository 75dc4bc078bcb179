import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { needs } from '../support/needs.ts';
import { openHouse } from './support/house.ts';
import { closedBy, opens } from './support/unfinished.ts';

test(
  'V10: a Porter that lost its admin rights says so in the team room, once, with the step that gives them back',
  needs('synapse'),
  async () => {
    await using house = await openHouse();
    const { porter, admin, synapse } = house;
    await opens(porter);
    const room = await admin.join('#team:porter.test');
    const sender = synapse.userId('porter');
    const said = async () =>
      (await admin.messages(room)).filter(
        (event) => event.sender === sender && /porter init --promote/.test(String(event.content.body)),
      ).length;

    await admin.call('PUT', `/_synapse/admin/v2/users/${encodeURIComponent(sender)}`, { admin: false });
    // Who comes and goes makes Porter look around.
    await admin.invite(room, (await synapse.registerUser('cy')).userId);
    await closedBy(porter, 'homeserver.not-admin', 2);
    await eventually(async () => (await said()) === 1);

    await synapse.promotePorter(admin);
    await admin.invite(room, (await synapse.registerUser('di')).userId);
    await opens(porter);
    assert.equal(await said(), 1);
  },
);
