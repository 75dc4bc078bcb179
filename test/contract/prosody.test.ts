import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { needs } from '../support/needs.ts';
import { presenceIn } from '../support/xmpp-guest.ts';
import { AT_ROOM, changed, issue, MEMBER, OWNER, openProsodyRig, PLUGINS, type ProsodyRig } from './prosody-rig.ts';

describe("Porter's tokens at a real Prosody that asks what Jitsi's modules ask", needs('prosody'), () => {
  let rig: ProsodyRig;
  before(async () => {
    rig = await openProsodyRig();
  });
  after(() => rig?.[Symbol.asyncDispose]());

  test('H11: who holds a token enters its room and no other', async () => {
    const token = await issue();
    await rig.expect(MEMBER, token);
    await rig.expect(MEMBER, token, {}, 'again, until it ends');
    await rig.expect(AT_ROOM, token, { room: 'garden' });
    await rig.expect(AT_ROOM, token, { room: '[other]lobby' }, 'of another tenant');
    await rig.expect(AT_ROOM, token, { room: 'attic' }, 'that there is not');
    await rig.expect(MEMBER, await issue({ channel: 'Garden' }), { room: 'garden' });
  });

  test('H11: a token for every room enters each that there is, makes none, and none of a tenant', async () => {
    const token = await issue({ channel: '*' });
    await rig.expect(MEMBER, token);
    await rig.expect(MEMBER, token, { room: 'garden' });
    await rig.expect(AT_ROOM, token, { room: 'attic' });
    await rig.expect(AT_ROOM, token, { room: '[other]lobby' });
  });

  for (const plugin of PLUGINS)
    test(`H11: as ${plugin} reads it, a moderator's token makes an owner, any other a member`, async () => {
      await rig.expect(OWNER, await issue({ moderator: true }), { plugin });
      await rig.expect(MEMBER, await issue({ moderator: false }), { plugin });
      await rig.expect(OWNER, await issue({ channel: '*', moderator: true }), { plugin, room: 'garden' });
    });

  test('H11: a word in place of a yes makes no moderator where only a yes counts', async () => {
    const token = await changed({ moderator: 'true', context: { user: { moderator: 'true' } } });
    await rig.expect(MEMBER, token, { plugin: 'token_moderation' });
    await rig.expect(OWNER, token, { plugin: 'token_affiliation' }, 'how the hosted Jitsi has it');
  });

  test('everybody in the room is shown name, address and picture, with umlauts', async () => {
    const person = { name: 'Jürgen Groß <& Söhne> "Ñandú" 🎺', email: 'jürgen@example.org' };
    const avatar = 'https://example.org/bild.png?a=1&b=2';
    const token = await issue({ displayName: person.name, email: person.email, avatar });
    const own = await rig.visit({ room: 'lobby', token });
    assert.ok('shown' in own);
    assert.deepEqual(own.shown, { ...person, avatar });
    const seen = await rig.focus.next('his presence', (element) => presenceIn(element).shown['name'] === person.name);
    assert.deepEqual(presenceIn(seen).shown, own.shown);
  });
});
