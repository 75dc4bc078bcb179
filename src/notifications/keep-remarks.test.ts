import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTestClock } from '../../test/support/test-clock.ts';
import { HOUR, MINUTE, SECOND } from '../kernel/clock.ts';
import { Fault } from '../kernel/fault.ts';
import { silentLog } from '../kernel/log.ts';
import type { RoomId } from '../kernel/matrix-id.ts';
import { makeKeepRemarks } from './keep-remarks.ts';
import type { RemarkItem } from './ports/remarks.ts';
import { makeRemarkLimit } from './remark-limit.ts';
import { heardAddresses } from './rules/replies.ts';

const room = '!room:porter.test' as RoomId;

function rig() {
  const clock = makeTestClock();
  const kept: RemarkItem[] = [];
  const book = new Map([['ops', [{ channel: 'telegram', address: '-100' }]]]);
  const disk = { isFull: false };
  const inbox = {
    async keep(items: readonly RemarkItem[]) {
      if (disk.isFull) throw new Fault('full', { code: 'storage.unavailable', retryable: true, scope: 'channel' });
      kept.push(...items);
    },
  };
  const isOurs = (channel: string, { person }: { readonly person: string }) => `${channel}:${person}` === 'telegram:42';
  const heard = heardAddresses(book, new Map([['ops', room]]));
  const keep = makeKeepRemarks({ inbox, heard, limit: makeRemarkLimit(clock, silentLog), isOurs });
  let number = 0;
  const remark = (person: string, address = '-100', writtenAt?: number) => {
    number += 1;
    return { key: `k${number}`, at: [address] as const, person, name: person, text: 'x', writtenAt };
  };
  return { clock, kept, keep, remark, disk };
}

test('what is meant for programs in the room is not kept', async () => {
  const { kept, keep, remark } = rig();
  const texts = ['!porter approve 1', '  !ban everybody', '! I am on it', undefined];
  await keep(
    'telegram',
    texts.map((text) => ({ ...remark('ada'), text })),
  );
  assert.deepEqual(
    kept.map(({ key }) => key),
    ['k3', 'k4'],
  );
});

test('what nobody wants to hear is not kept', async () => {
  const { kept, keep, remark } = rig();
  await keep('telegram', [remark('ada', '-200'), remark('ada')]);
  await keep('xmpp', [remark('ada')]);
  assert.deepEqual(
    kept.map(({ source, key }) => [source, key]),
    [['telegram', 'k2']],
  );
});

test('what Porter wrote by another of its accounts is not kept, and takes nothing from what people may write', async () => {
  const { kept, keep, remark } = rig();
  for (let n = 0; n < 200; n += 1) await keep('telegram', [remark('42')]);
  await keep('telegram', [remark('43')]);
  assert.deepEqual(
    kept.map(({ key }) => key),
    ['k201'],
  );
});

test('one person is heard 20 times in a minute, and nobody else less for it', async () => {
  const { clock, kept, keep, remark } = rig();
  for (let time = 0; time < 30; time += 1) await keep('telegram', [remark('ada')]);
  assert.equal(kept.length, 20);
  await keep('telegram', [remark('bo')]);
  assert.equal(kept.length, 21);
  await clock.advance(MINUTE);
  await keep('telegram', [remark('ada')]);
  assert.equal(kept.length, 22);
});

test('many people together are heard 300 times in a minute', async () => {
  const { kept, keep, remark } = rig();
  await keep(
    'telegram',
    Array.from({ length: 1_000 }, (_, number) => remark(`person ${number}`)),
  );
  assert.equal(kept.length, 300);
});

test('what was written while Porter was away counts for the minute of its writing, however fast it comes', async () => {
  const { clock, kept, keep, remark } = rig();
  const start = clock.now();
  await clock.advance(5 * HOUR);
  const everyQuarter = Array.from({ length: 500 }, (_, number) => start + number * 15 * SECOND);
  await keep(
    'telegram',
    everyQuarter.map((at) => remark('ada', '-100', at)),
  );
  assert.equal(kept.length, 500);
  await keep(
    'telegram',
    Array.from({ length: 30 }, () => remark('bo', '-100', start)),
  );
  assert.equal(kept.length, 520);
});

test('who dates messages back, or ahead, is heard a thousand times in a minute', async () => {
  const { clock, kept, keep, remark } = rig();
  const now = clock.now();
  await keep(
    'telegram',
    Array.from({ length: 2_000 }, (_, number) => remark('eve', '-100', now - number * MINUTE)),
  );
  assert.equal(kept.length, 1_000);
  await keep(
    'telegram',
    Array.from({ length: 30 }, (_, number) => remark('bo', '-100', now + number * HOUR)),
  );
  assert.equal(kept.length, 1_020);
});

test('what could not be kept is not counted again when it is tried again', async () => {
  const { kept, keep, remark, disk } = rig();
  const said = remark('ada');
  disk.isFull = true;
  for (let time = 0; time < 30; time += 1) await assert.rejects(keep('telegram', [said]), Fault);
  disk.isFull = false;
  await keep('telegram', [said]);
  assert.equal(kept.length, 1);
});
