import assert from 'node:assert/strict';
import { test } from 'node:test';
import { room } from '../../../test/support/talking.ts';
import { ada, aReaction, bo, event, openTeam, stranger } from '../../../test/support/team.ts';
import { HOUR, MINUTE } from '../../kernel/clock.ts';

test('what looks like a vote under a notice is answered by one sentence, once a person and application', async () => {
  await using team = await openTeam();
  const { say, done, answers } = room(team);
  const one = await team.waiting();
  const two = await team.waiting();
  const [notice, other] = [await team.posted(one), await team.posted(two)];
  for (const body of ['ok', '+1', 'Yes!', '👍', '✅', 'ja', '“ok.”', '＋１']) await say(body, { threadRoot: notice });
  await say('nein', { replyTo: notice, sender: bo });
  await say('❌❌', { replyTo: other });
  assert.deepEqual(done, []);
  const said = await answers();
  assert.equal(said.length, 3);
  const tells = (text: string | undefined, who: RegExp, { shortId }: { shortId: number }) => {
    assert.match(text ?? '', who);
    assert.match(text ?? '', new RegExp(`#${shortId}, react to its newest notice.*!porter approve ${shortId} `));
  };
  tells(said[0], /^Ada \(@ada/, one);
  tells(said[1], /^@bo/, one);
  tells(said[2], /^Ada/, two);
  assert.equal(await team.stageOf(one), 'waiting');
});

test('✅ typed as a message is answered once while an application waits, and not otherwise', async () => {
  await using team = await openTeam();
  const { say, answers } = room(team);
  await say('✅');
  assert.deepEqual(await answers(), []);
  const one = await team.waiting();
  await say('✅');
  await say('✔️ ✅');
  const said = await answers();
  assert.equal(said.length, 1);
  assert.match(said[0] ?? '', new RegExp(`a sign in a message does not count.*#${one.shortId}\\.`));
});

test('V15: talk is not answered: words to nobody, in threads, by others than voters, after the vote or the decision', async () => {
  await using team = await openTeam({ quorum: { approve: 2, decline: 2 } });
  const { say, answers } = room(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  for (const body of ['ok', 'yes', '+1', '👍', 'who is this?', 'approve of this, anyone?']) await say(body);
  for (const body of ['ok, but who is it?', 'I know her', 'yes and no', '👍 nice', '🎉', ''])
    await say(body, { threadRoot: notice });
  await say('ok', { threadRoot: event('lunch') });
  await say('ok', { threadRoot: notice, sender: stranger });
  await say('ok', { threadRoot: notice, isEdit: true });
  await say('ok', { threadRoot: notice, at: team.clock.now() - 16 * MINUTE });
  team.room.reactions = [aReaction('1', notice, ada, '✅')];
  await team.counter.recount(one.id);
  await say('ok', { threadRoot: notice });
  await team.advance(one.id, { kind: 'decide', choice: 'approve', by: ada });
  await say('ok', { threadRoot: notice, sender: bo });
  team.room.stopReason = 'room-public';
  await say('ok', { threadRoot: notice, sender: bo });
  assert.deepEqual(await answers(), []);
});

test('!porter event lifts the limits per network for a while, says until when, and what stays', async () => {
  await using team = await openTeam({ timeZone: 'UTC' });
  const { say, answers, events } = room(team);
  await say('!porter event');
  await say('!porter event 3h');
  assert.deepEqual(await events.current(), { until: team.clock.now() + 3 * HOUR, by: ada });
  await say('!porter event');
  await say('!porter event 25h');
  await say('!porter event 3 hours please');
  await say('!porter event 1h', { sender: stranger });
  assert.equal((await events.current())?.until, team.clock.now() + 3 * HOUR);
  await say('!porter event ９０ Minuten');
  assert.equal((await events.current())?.until, team.clock.now() + 90 * MINUTE);
  await say('!porter event off');
  await say('!porter event off');
  assert.equal(await events.current(), undefined);
  await say('event 3h');
  assert.equal(await events.current(), undefined);
  const said = await answers();
  const fits = [
    /^The limits per network hold\. /,
    /do not hold until .*15:00.*20 applications a day, 10 a day of one mail domain/,
    /do not hold until .*15:00/,
    ...[/^For how long\?/, /^For how long\?/, /only from people who may vote/],
    ...[/do not hold until .*13:30/, /hold again/, /^The limits per network hold\. /],
  ];
  assert.equal(said.length, fits.length);
  for (const [at, fit] of fits.entries()) assert.match(said[at] ?? '', fit);
});
