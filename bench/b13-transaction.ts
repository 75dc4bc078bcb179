import path from 'node:path';
import { Client } from 'undici';
import { openAppserviceDoor } from '../src/doors/appservice/open-door.ts';
import { makeSelectEvents } from '../src/doors/appservice/select-events.ts';
import { silentLog } from '../src/kernel/log.ts';
import { parseUserId, type UserId } from '../src/kernel/matrix-id.ts';
import { Secret } from '../src/kernel/secret.ts';
import { openBenchDatabase, openRaw } from './databases.ts';
import type { Measure } from './ratio.ts';

const EVENTS = 100;
const token = 'bench-hs-token';
const eventId = (n: number) => `$${(n * 2_654_435_761).toString(36)}_${n.toString(36).padStart(30, 'k')}`;

/** A vote as Synapse pushes it. */
const reaction = (n: number) => ({
  ...{ age: 19, event_id: eventId(n), origin_server_ts: 1_795_239_891_694, room_id: '!team', type: 'm.reaction' },
  ...{ sender: '@ada:porter.test', user_id: '@ada:porter.test', unsigned: { age: 19 } },
  content: { 'm.relates_to': { event_id: '$notice', key: '✅', rel_type: 'm.annotation' } },
});

export const measure: Measure = {
  name: 'homeserver transaction of 100 events, stored and answered; raw 100-row commit',
  kind: 'cost',
  budget: 16,
  async open() {
    await using opening = new AsyncDisposableStack();
    const { storage, dir } = opening.use(await openBenchDatabase());
    const selectEvents = makeSelectEvents({
      sender: parseUserId('@porter:porter.test') as UserId,
      isOurRoom: () => true,
      hearsPerson: () => false,
    });
    const door = opening.use(
      await openAppserviceDoor({
        ...{ hsToken: new Secret(token), inbox: storage.inbox, selectEvents, log: silentLog },
        listen: { host: '127.0.0.1', port: 0 },
      }),
    );
    const client = new Client(`http://127.0.0.1:${door.port}`);
    opening.defer(() => client.destroy());

    const raw = openRaw(path.join(dir, 'raw.db'));
    opening.defer(() => void raw.close());
    raw.exec('create table inbox (key text primary key, kind text not null, body text not null, at integer not null)');
    const insert = raw.prepare("insert into inbox (key, kind, body, at) values (?, 'matrix-event', ?, 1)");
    const insertMany = raw.transaction((first: number) => {
      for (let n = first; n < first + EVENTS; n += 1) insert.run(eventId(n), JSON.stringify(reaction(n)));
    });

    let [sent, inserted, transaction] = [0, 0, 0];
    const opened = opening.move();
    return {
      async porter(count) {
        for (let i = 0; i < count; i += 1) {
          const events = Array.from({ length: EVENTS }, () => reaction(sent++));
          const answer = await client.request({
            method: 'PUT',
            path: `/_matrix/app/v1/transactions/${transaction++}`,
            headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
            body: JSON.stringify({ events }),
          });
          const text = await answer.body.text();
          if (answer.statusCode !== 200 || text !== '{}') throw new Error(`answered ${answer.statusCode} ${text}`);
        }
      },
      async limit(count) {
        for (let i = 0; i < count; i += 1) {
          insertMany(inserted);
          inserted += EVENTS;
        }
      },
      [Symbol.asyncDispose]: () => opened.disposeAsync(),
    };
  },
};
