import { setTimeout as sleep } from 'node:timers/promises';
import { codeIn } from '../test/support/mail.ts';
import { type BareAppservice, openBareAppservice } from './bare-appservice.ts';
import { type BenchHouse, openBenchHouse } from './house.ts';
import { openSiteForms, orderFields, type SiteForms } from './site-forms.ts';
import { median, spreadOf } from './statistics.ts';
import { NOISY, type Row } from './table.ts';

const ROUNDS = 7;
/** Applications per round and side. */
const EACH = 3;
const BUDGET = 1.5;

/** Milliseconds of one application: until the notice's event is there, and from the vote until the account is. */
interface Times {
  readonly notice: number;
  readonly account: number;
}

/** With what Porter wrote into the room. */
interface Ours extends Times {
  readonly words: Readonly<Record<string, unknown>>;
}

const enc = encodeURIComponent;
const isFree = (name: string) => `/_synapse/admin/v1/username_available?username=${name}`;
const accountOf = (userId: string) => `/_synapse/admin/v2/users/${enc(userId)}`;

/** Waits for what one application leaves to do (marks, edits, letters), so that the next one's times do not include it. */
async function quiet({ proxy }: BenchHouse): Promise<void> {
  for (let seen = -1; seen !== proxy.seen.length; ) {
    seen = proxy.seen.length;
    await sleep(200);
  }
}

async function porter(house: BenchHouse, forms: SiteForms, name: string): Promise<Ours> {
  const { proxy, mail, ada, room, synapse } = house;
  proxy.forget();
  const email = `${name}@example.org`;
  const applied = await forms.post('/apply', orderFields(name));
  if (applied.status !== 303) throw new Error(`the form answered ${applied.status}`);
  const letter = await mail.waitForLetter(({ to, text }) => to.includes(email) && text.includes('/prove/'));
  await quiet(house);

  const noticed = proxy.next(({ url, body }) => url.includes('/send/m.room.message/') && body.includes(name));
  const began = performance.now();
  const proved = await forms.post(applied.location, { code: codeIn(letter) });
  if (proved.status !== 303) throw new Error(`the proof answered ${proved.status}`);
  const notice = await noticed;
  if (notice.status !== 200) throw new Error(`the notice was answered ${notice.status}`);
  await quiet(house);

  const userId = synapse.userId(name);
  const made = proxy.next(({ method, url, status }) => method === 'PUT' && url === accountOf(userId) && status === 201);
  const voted = performance.now();
  await ada.react(room, String((JSON.parse(notice.answer) as { event_id: unknown }).event_id), '✅');
  const account = (await made).at - voted;
  await quiet(house);
  const words = JSON.parse(notice.body) as Ours['words'];
  return { notice: applied.ms + notice.at - began, account, words };
}

/** The same application with only the calls that it needs, one after the other; pauses, words and people in the room are the same. */
async function limit(
  bare: BareAppservice,
  room: string,
  house: BenchHouse,
  name: string,
  words: Readonly<Record<string, unknown>>,
): Promise<Times> {
  const { ada, synapse } = house;
  const asked = performance.now();
  await bare.call('GET', isFree(name), 200);
  const applied = performance.now() - asked;
  await quiet(house);

  const began = performance.now();
  // The name is asked for again when the address is proved, because days may have passed.
  await bare.call('GET', isFree(name), 200);
  const send = `/_matrix/client/v3/rooms/${enc(room)}/send/m.room.message/${name}`;
  const { event_id } = await bare.call('PUT', send, 200, words);
  const notice = applied + performance.now() - began;
  await quiet(house);

  const voted = performance.now();
  await bare.pushed(await ada.react(room, String(event_id), '✅'));
  // Who may vote, the reactions once more, and whether the account is there already.
  await bare.call('GET', `/_synapse/admin/v1/rooms/${enc(room)}/state`, 200);
  await bare.call('GET', `/_matrix/client/v1/rooms/${enc(room)}/relations/${enc(String(event_id))}/m.annotation`, 200);
  await bare.call('GET', `/_synapse/admin/v1/auth_providers/bare/users/${name}`, 404);
  await bare.call('GET', isFree(name), 200);
  const marker = [{ auth_provider: 'bare', external_id: name }];
  await bare.call('PUT', accountOf(synapse.userId(name)), 201, { external_ids: marker });
  const account = performance.now() - voted;
  await quiet(house);
  return { notice, account };
}

async function round<Each extends Times>(one: (n: number) => Promise<Each>): Promise<readonly Each[]> {
  const times: Each[] = [];
  for (let n = 0; n < EACH; n += 1) times.push(await one(n));
  return times;
}

const middle = (times: readonly Times[], part: keyof Times) => median(times.map((each) => each[part]));

export async function rows(): Promise<readonly Row[]> {
  await using opening = new AsyncDisposableStack();
  let bare: BareAppservice | undefined;
  const house = opening.use(
    await openBenchHouse({
      observed: true,
      async prepare({ synapse, admin, proxy }) {
        bare = opening.use(await openBareAppservice(synapse, admin, proxy.url));
      },
    }),
  );
  if (bare === undefined) throw new Error('the bare appservice is missing');
  const { openRoom } = bare;
  const room = await openRoom(house.ada, house.admin);
  const forms = opening.use(await openSiteForms(house.porter.site));
  const pairs: { readonly porter: readonly Ours[]; readonly limit: readonly Times[] }[] = [];
  // The first round warms up.
  for (let at = 0; at <= ROUNDS; at += 1) {
    const ours = await round((n) => porter(house, forms, `ours${at}x${n}`));
    const words = ours[0]?.words ?? {};
    const theirs = await round((n) => limit(bare as BareAppservice, room, house, `theirs${at}x${n}`, words));
    if (at > 0) pairs.push({ porter: ours, limit: theirs });
  }
  const rowOf = (part: keyof Times, measure: string): Row => {
    const limits = pairs.map((pair) => middle(pair.limit, part));
    const ratio = median(pairs.map((pair) => middle(pair.porter, part) / middle(pair.limit, part)));
    const spread = spreadOf(limits);
    const show = (values: readonly number[]) => `${median(values).toFixed(0)} ms`;
    return {
      ...{ id: 'B17', measure, ratio: ratio.toFixed(2), budget: `≤ ${BUDGET.toFixed(2)}` },
      ...{ porter: show(pairs.map((pair) => middle(pair.porter, part))), limit: show(limits) },
      ok: ratio <= BUDGET ? 'yes' : spread > NOISY ? 'noisy' : 'no',
    };
  };
  return [
    rowOf('notice', "form and proof posted → notice's event; the bare calls"),
    rowOf('account', 'vote sent → account made; the push and the bare calls'),
  ];
}
