import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aDelivery } from '../../../test/support/deliveries.ts';
import { ADA, faultOf, never, paths, posts, startRig, to, wordsOf } from '../../../test/support/discord-rig.ts';
import { discordAnswers } from '../../../test/support/peers/discord/answers.ts';
import { HOUR, MINUTE } from '../../kernel/clock.ts';

test('a message calls nobody, shows no previews, and makes no sound when it is quiet', async () => {
  await using rig = await startRig();
  const loud = to('channel:70');
  await rig.channel.deliver(loud, never);
  await rig.channel.deliver(aDelivery('channel:70', { urgency: 'quiet', lines: [`@everyone <@${ADA}>`] }), never);
  assert.deepEqual(
    rig.peer.messages('70').map(({ flags, calls }) => [flags, calls]),
    [
      [4, []],
      [4 | 4096, []],
    ],
  );
  const [{ body } = assert.fail()] = posts(rig.peer);
  assert.deepEqual(body['allowed_mentions'], { parse: [] });
  assert.deepEqual([body['nonce'], body['enforce_nonce']], [loud.id.replaceAll('-', '').slice(-25), true]);
});

test('a person is found once by exact user name among the servers, and stays the same after a restart and a new name', async () => {
  await using rig = await startRig();
  const { peer } = rig;
  const eve = peer.addUser({ id: '43000000000000000', username: 'adam', global_name: 'ada' });
  peer.addGuild('6', [eve.id]);
  peer.addGuild('8', []);
  await rig.channel.deliver(to('ada'), never);
  assert.equal(peer.messages(peer.directChannel(ADA).id).length, 1);
  assert.equal(peer.calls.find(({ path }) => path.includes('search'))?.query.get('limit'), '1000');

  const known = peer.calls.length;
  peer.addUser({ id: ADA, username: 'ada.new' });
  eve.username = 'ada';
  await rig.restart().deliver(to('ada'), never);
  assert.equal(peer.messages(peer.directChannel(ADA).id).length, 2);
  assert.deepEqual(paths(peer).slice(known), [`POST /channels/${peer.directChannel(ADA).id}/messages`]);
});

test('a bot with a number in its name is found by it, and a person without one is not', async () => {
  await using rig = await startRig();
  rig.peer.addUser({ id: '44000000000000000', username: 'Bot', discriminator: '1234' });
  rig.peer.addGuild('8', ['44000000000000000']);
  await rig.channel.deliver(to('bot#1234'), never);
  for (const address of ['bot', 'ada#1234']) {
    assert.match(await wordsOf(rig.channel.deliver(to(address), never)), /^nobody with this user name/, address);
  }
});

test('who must join a server first is told which', async () => {
  await using rig = await startRig({ serverUrl: 'https://discord.gg/abc' });
  assert.match(
    await wordsOf(rig.channel.deliver(to('grace'), never)),
    /nobody with this user name.*join one at https:\/\/discord\.gg\/abc$/,
  );
  rig.peer.addUser({ id: ADA, direct: 'no-common-guild' });
  assert.match(
    await wordsOf(rig.channel.deliver(to(`user:${ADA}`), never)),
    /^50278 .*join one at https:\/\/discord\.gg\/abc$/,
  );
  rig.peer.addUser({ id: '45000000000000000', direct: 'closed' });
  assert.match(
    await wordsOf(rig.channel.deliver(to('user:45000000000000000'), never)),
    /^50007 Cannot send messages to this user; /,
  );
  assert.match(await wordsOf(rig.channel.deliver(to('user:46000000000000000'), never)), /^50033 /);
  assert.match(await wordsOf(rig.channel.deliver(to('channel:71'), never)), /^10003 Unknown Channel$/);
});

test('a direct channel that is gone is opened again, once', async () => {
  await using rig = await startRig();
  await rig.channel.deliver(to(`user:${ADA}`), never);
  rig.peer.closeChannel(rig.peer.directChannel(ADA).id);
  await rig.channel.deliver(to(`user:${ADA}`), never);
  assert.equal(rig.peer.messages(rig.peer.directChannel(ADA).id).length, 1);
});

test('D1: long after an attempt whose outcome is open the channel is looked through before the message is sent again', async () => {
  await using rig = await startRig();
  const { peer, clock } = rig;
  const firstTriedAt = clock.now();
  peer.faults.add({ when: ({ method }) => method === 'POST', lose: 'answer' });
  const missing = to('channel:70');
  assert.equal((await faultOf(rig.channel.deliver(missing, never))).outcome, 'unknown');
  peer.forgetNonces();
  for (let i = 0; i < 45; i += 1) peer.writes(ADA, '70', 'talk');
  await clock.advance(5 * HOUR);
  for (let i = 0; i < 60; i += 1) peer.writes(ADA, '70', 'later talk');
  const result = await rig.restart().deliver({ ...missing, firstTriedAt }, never);
  assert.deepEqual(result, { kind: 'done', receipt: { id: peer.messages('70')[0]?.id } });
  assert.equal(posts(peer).length, 1);
});

test('D1: another message with the same text is not taken for the missing one', async () => {
  await using rig = await startRig();
  const { peer, clock } = rig;
  const firstTriedAt = clock.now();
  peer.writes(ADA, '70', '**\\[router1] Disk full**\nsda1 at 98 %');
  peer.faults.add({ when: ({ method }) => method === 'POST', lose: 'request' });
  const missing = to('channel:70');
  await faultOf(rig.channel.deliver(missing, never));
  await rig.channel.deliver(to('channel:70'), never);
  await clock.advance(5 * MINUTE);
  await rig.channel.deliver({ ...missing, firstTriedAt }, never);
  assert.equal(peer.messages('70').length, 3);
});

test('D1: a message that arrived and was deleted is not posted again', async () => {
  await using rig = await startRig();
  const missing = to('channel:70');
  rig.peer.faults.add({ when: ({ method }) => method === 'POST', lose: 'answer' });
  await faultOf(rig.channel.deliver(missing, never));
  rig.peer.remove(rig.peer.messages('70')[0]?.id ?? '');
  const result = await rig.channel.deliver({ ...missing, firstTriedAt: rig.clock.now() }, never);
  assert.equal(result.kind, 'done');
  assert.equal(rig.peer.messages('70').length, 0);
});

test('a bot that may not read where it writes delivers all the same', async () => {
  await using rig = await startRig();
  rig.peer.faults.add({
    when: ({ path, method }) => method === 'GET' && path.endsWith('/messages'),
    answer: discordAnswers.refusal(403, 50001, 'Missing Access'),
  });
  await rig.channel.deliver(to('channel:70', { firstTriedAt: rig.clock.now() - HOUR }), never);
  assert.equal(rig.peer.messages('70').length, 1);
});

test('a message that replaces an earlier one changes it, and is a new one where that is gone', async () => {
  for (const address of ['channel:70', 'webhook:ops']) {
    await using rig = await startRig();
    const first = await rig.channel.deliver(to(address), never);
    const replaces = first.kind === 'done' ? first.receipt?.id : undefined;
    const second = await rig.channel.deliver(aDelivery(address, { title: 'Disk free' }, { replaces }), never);
    assert.deepEqual(second, first);
    assert.match(
      rig.peer
        .messages('70')
        .map(({ content }) => content)
        .join(),
      /^\*\*\\\[router1\] Disk free\*\*\n[^,]+$/,
    );
    rig.peer.remove(replaces ?? '');
    await rig.channel.deliver(to(address, { replaces, onlyInPlace: true }), never);
    assert.equal(rig.peer.messages('70').length, 0);
    await rig.channel.deliver(to(address, { replaces }), never);
    assert.equal(rig.peer.messages('70').length, 1);
  }
});

test('a message of somebody else is not changed: what should replace it is a new one', async () => {
  await using rig = await startRig();
  rig.peer.writes(ADA, '70', 'mine');
  await rig.channel.deliver(to('channel:70', { replaces: rig.peer.messages('70')[0]?.id }), never);
  const [first, second] = rig.peer.messages('70').map(({ content }) => content);
  assert.equal(first, 'mine');
  assert.match(second ?? '', /Disk full/);
});
