import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeMemoryStore } from '../../../test/support/memory-store.ts';
import { teamSettings as settings } from '../../../test/support/team.ts';
import type { RoomId } from '../../kernel/matrix-id.ts';
import type { NewJob } from '../../outbox/job.ts';
import { whyWords, withOutage } from './mail-words.ts';
import { makeSayMailOutage } from './say-mail-outage.ts';

const since = Date.UTC(2026, 10, 30, 21, 40);
const down = { since, code: 'email.down' };

function aSayer() {
  const added: NewJob[] = [];
  const memory = makeMemoryStore();
  const jobs = { add: async (more: readonly NewJob[]) => void added.push(...more) };
  const open = (room: RoomId | undefined = '!team:porter.test' as RoomId) =>
    makeSayMailOutage({ room: { current: () => room }, memory, jobs, settings, clock: { now: () => since + 300_000 } });
  return { open, said: () => added.map(({ payload: { key, values } }) => [key, values]), added };
}

test('an outage of the mail is told once and its end once, also across a restart; an end that nobody was told of is not', async () => {
  const { open, said, added } = aSayer();
  await open()('over');
  assert.deepEqual(said(), []);
  await open()(down);
  await open()({ ...down, since: since + 60_000, code: 'email.tls' });
  const began = ['room.mail.outage', { time: since, why: 'the mail server does not answer' }];
  assert.deepEqual(said(), [began]);
  await open()('over');
  await open()('over');
  assert.deepEqual(said(), [began, ['room.mail.over', {}]]);
  await open()({ ...down, since: since + 3_600_000 });
  assert.equal(said().length, 3);
  assert.equal(new Set(added.map(({ key }) => key)).size, 3);
});

test('a room that becomes the team room during an outage hears of it, and one that heard nothing hears no end', async () => {
  const { open, said } = aSayer();
  await open()(down);
  const moved = open('!moved:porter.test' as RoomId);
  await moved(down);
  await moved(down);
  assert.equal(said().length, 2);
  await open('!third:porter.test' as RoomId)('over');
  await open()('over');
  assert.equal(said().length, 2);
  await open()(down);
  assert.equal(said().length, 3);
});

test('nothing is said, and nothing is taken for said, while no team room is known', async () => {
  const { open, said } = aSayer();
  const nowhere = makeSayMailOutage({
    room: { current: () => undefined },
    memory: makeMemoryStore(),
    jobs: { add: async () => assert.fail('said') },
    settings,
    clock: { now: () => since },
  });
  await nowhere(down);
  await open()(down);
  assert.equal(said().length, 1);
});

test('a sentence that announces an email says that emails wait, any other does not', () => {
  const said = (key: Parameters<typeof withOutage>[0]) => withOutage(key, 'So.', () => down, settings);
  assert.match(said('room.thread.accountMade'), /^So\. Emails wait since .*21:40.*: the mail server does not answer\./);
  assert.match(said('room.answer.resent'), /Emails wait/);
  assert.equal(said('room.thread.withdrawn'), 'So.');
  assert.equal(
    withOutage('room.thread.accountMade', 'So.', () => undefined, settings),
    'So.',
  );
  assert.equal(whyWords('de', 'email.no-login'), 'Der Mailserver bietet keine Anmeldung an');
  assert.equal(whyWords('en', 'homeserver.down'), 'something that they need does not work');
});
