import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTestClock } from '../../test/support/test-clock.ts';
import { MINUTE } from '../kernel/clock.ts';
import { silentLog } from '../kernel/log.ts';
import type { RoomId } from '../kernel/matrix-id.ts';
import { makeKeepRemarks, makeRemarkLimit } from './keep-remarks.ts';
import type { RemarkItem } from './ports/remarks.ts';
import { heardAddresses } from './rules/replies.ts';

const room = '!room:porter.test' as RoomId;

function rig() {
  const clock = makeTestClock();
  const kept: RemarkItem[] = [];
  const book = new Map([['ops', [{ channel: 'telegram', address: '-100' }]]]);
  const inbox = {
    async keep(items: readonly RemarkItem[]) {
      kept.push(...items);
    },
  };
  const heard = heardAddresses(book, new Map([['ops', room]]));
  const keep = makeKeepRemarks({ inbox, heard, limit: makeRemarkLimit(clock, silentLog) });
  let number = 0;
  const remark = (person: string, address = '-100') => {
    number += 1;
    return { key: `k${number}`, at: [address] as const, person, name: person, text: 'x' };
  };
  return { clock, kept, keep, remark };
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
