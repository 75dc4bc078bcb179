import { randomBytes } from 'node:crypto';
import { Agent, request } from 'undici';
import { freePort } from '../test/support/free-port.ts';
import { type BareAppservice, openBareAppservice } from './bare-appservice.ts';
import { type BenchHouse, openBenchHouse } from './house.ts';
import { median, percentile, spreadOf } from './statistics.ts';
import { NOISY, type Row } from './table.ts';

const BUDGET = 1.3;
const WARM_UP = 30;
const ROUNDS = 6;
/** Per round and side. */
const EACH = 50;
const EACH_OF_ALL = 170;

const TOKEN = randomBytes(24).toString('hex');

interface Sides {
  /** Milliseconds from the post until the homeserver has answered with the event, and what was written. */
  porter(title: string): Promise<{ readonly ms: number; readonly words: Readonly<Record<string, unknown>> }>;
  /** The same words in one request. */
  limit(title: string, words: Readonly<Record<string, unknown>>): Promise<number>;
}

function makeSides({ proxy }: BenchHouse, bare: BareAppservice, room: string, intake: number): Sides {
  const dispatcher = new Agent({ connections: 1, pipelining: 1 });
  const send = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/send/m.room.message/`;
  return {
    async porter(title) {
      proxy.forget();
      // The very first is refused, and Porter enters the room to which it is invited.
      const written = proxy.next(
        ({ url, status, body }) => url.includes('/send/m.room.message/') && status === 200 && body.includes(title),
      );
      const began = performance.now();
      const { statusCode, body } = await request(`http://127.0.0.1:${intake}/v1/notifications`, {
        ...{ method: 'POST', dispatcher, body: JSON.stringify({ title, lines: ['sda1 at 98 %'] }) },
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      });
      if (statusCode !== 202) throw new Error(`the intake answered ${statusCode} ${await body.text()}`);
      await body.dump();
      const event = await written;
      return { ms: event.at - began, words: JSON.parse(event.body) as Readonly<Record<string, unknown>> };
    },
    async limit(title, words) {
      const began = performance.now();
      const written = proxy.next(({ url }) => url.endsWith(`/${title}`));
      await bare.call('PUT', `${send}${title}`, 200, words);
      return (await written).at - began;
    },
  };
}

export async function rows(all: boolean): Promise<readonly Row[]> {
  await using opening = new AsyncDisposableStack();
  const intake = await freePort();
  let bare: BareAppservice | undefined;
  let room = '';
  const house = opening.use(
    await openBenchHouse({
      observed: true,
      async prepare({ synapse, admin, ada, porter, proxy }) {
        bare = opening.use(await openBareAppservice(synapse, admin, proxy.url));
        room = await bare.openRoom(ada, admin);
        await porter.configure({
          // So many in a minute would be told together.
          notifications: { targets: { ops: [`matrix:${room}`] }, flood: 'off', invitedBy: [ada.userId] },
          intake: { listen: `127.0.0.1:${intake}`, senders: { bench: { token: TOKEN, to: ['ops'] } } },
        });
      },
    }),
  );
  if (bare === undefined) throw new Error('the bare appservice is missing');
  await house.ada.invite(room, house.synapse.userId('porter'));
  const sides = makeSides(house, bare, room, intake);
  const rounds: { readonly porter: number[]; readonly limit: number[] }[] = [];
  const [warmUp, each] = [WARM_UP, all ? EACH_OF_ALL : EACH];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const times: { readonly porter: number[]; readonly limit: number[] } = { porter: [], limit: [] };
    for (let n = 0; n < (round === 0 ? warmUp : each); n += 1) {
      const { ms, words } = await sides.porter(`ours${round}x${n}x`);
      times.porter.push(ms);
      times.limit.push(await sides.limit(`theirs${round}x${n}x`, words));
    }
    if (round > 0) rounds.push(times);
  }
  const spread = spreadOf(rounds.map(({ limit }) => median(limit)));
  const [ours, theirs] = [rounds.flatMap(({ porter }) => porter), rounds.flatMap(({ limit }) => limit)];
  return [0.5, 0.99].map((share): Row => {
    const [porter, limit] = [percentile(ours, share), percentile(theirs, share)];
    const ratio = porter / limit;
    const show = (ms: number) => `${ms.toFixed(1)} ms (N ${ours.length})`;
    return {
      ...{
        id: 'I5',
        measure: `notification posted → Matrix event, p${share * 100}; the same event by one bare request`,
      },
      ...{ porter: show(porter), limit: show(limit), ratio: ratio.toFixed(2), budget: `≤ ${BUDGET.toFixed(2)}` },
      ok: ratio <= BUDGET ? 'yes' : spread > NOISY ? 'noisy' : 'no',
    };
  });
}
