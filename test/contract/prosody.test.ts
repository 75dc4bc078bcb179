import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { freePort } from '../support/free-port.ts';
import { callForToken, inviteTo, joinBy, openMeetings, pagesAt } from '../support/meetings-process.ts';
import { needs } from '../support/needs.ts';
import type { PorterProcess } from '../support/porter-process.ts';
import { presenceIn } from '../support/xmpp-guest.ts';
import {
  AT_ROOM,
  changed,
  issue,
  MEMBER,
  NO_ROOM,
  OWNER,
  openProsodyRig,
  PLUGINS,
  type ProsodyRig,
  SECRET,
} from './prosody-rig.ts';

describe("Porter's tokens at a real Prosody, with our stand-ins for Jitsi's modules", needs('prosody'), () => {
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
    await rig.expect(NO_ROOM, token, { room: 'attic' });
    await rig.expect(MEMBER, await issue({ channel: 'Garden' }), { room: 'garden' });
  });

  test('H11: a token for every room enters each that there is, makes none, and none of a tenant', async () => {
    const token = await issue({ channel: '*' });
    await rig.expect(MEMBER, token);
    await rig.expect(MEMBER, token, { room: 'garden' });
    await rig.expect(NO_ROOM, token, { room: 'attic' });
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

describe('the addresses that Porter leads to, at a real Prosody with our stand-ins', needs('prosody'), () => {
  const caller = 'canary-token-of-a-caller-0123456789abcdef';
  let rig: ProsodyRig;
  let porter: PorterProcess;
  let httpPort: number;
  before(async () => {
    rig = await openProsodyRig();
    httpPort = await freePort();
    porter = await openMeetings(
      {
        secret: SECRET,
        http: { listen: `127.0.0.1:${httpPort}` },
        callers: { game: { token: caller, moderators: true } },
      },
      pagesAt(await freePort()),
    );
  });
  after(async () => {
    await porter?.[Symbol.asyncDispose]();
    await rig?.[Symbol.asyncDispose]();
  });

  /** Comes as Jitsi's client does, with what the address says, and is shown to the others so. */
  async function come({ pathname, searchParams }: URL) {
    const room = decodeURIComponent(pathname.slice(1));
    const presence = await rig.visit({ room, token: searchParams.get('jwt') ?? undefined });
    assert.ok('shown' in presence, JSON.stringify(presence));
    const { affiliation, role, shown } = presence;
    return { received: { affiliation, role }, name: shown['name'] };
  }

  test('the url of an HTTP answer lets its holder into the room', async () => {
    const asked = { displayName: 'Ada', channel: 'Lobby', moderator: true, validFor: 600 };
    const { body } = await callForToken(httpPort, caller, asked);
    assert.deepEqual(await come(new URL(String(body['url']))), { received: OWNER, name: 'Ada' });
  });

  test('the button of a guest’s link leads into the room', async () => {
    const { meeting } = await joinBy(await inviteTo(porter, 'lobby'), 'Jürgen');
    assert.deepEqual(await come(meeting), { received: MEMBER, name: 'Jürgen' });
  });
});
