import { setTimeout as sleep } from 'node:timers/promises';
import { concurrently } from './concurrently.ts';
import { type BenchHouse, openBenchHouse } from './house.ts';
import { logIns } from './s7-log-in.ts';
import { type Side, sides, type Times } from './sides.ts';
import { type FormAnswer, openSiteForms, orderFields, type SiteForms } from './site-forms.ts';
import { auc, median } from './statistics.ts';
import type { Row } from './table.ts';

const PAIRS = 1_000;
const WARM_UP = 25;
const [LEAST, MOST] = [0.45, 0.55];

const addressOf = (side: Side, n: number) => `${side}${n}@example.org`;
const byEmail = (body: string, email: string) => body.replaceAll(email, '');

/** An account for every known address, made by the admin API. */
async function makeAccounts({ admin, synapse }: BenchHouse, count: number): Promise<void> {
  await concurrently(count, 4, async (n) => {
    const user = encodeURIComponent(synapse.userId(`owner${n}`));
    const threepids = [{ medium: 'email', address: addressOf('known', n) }];
    await admin.call('PUT', `/_synapse/admin/v2/users/${user}`, { threepids });
  });
}

/** Waits for the letter, which is sent after the answer, so that its work is not in the time of the next form. */
async function letterTo({ mail }: BenchHouse, email: string): Promise<void> {
  while (mail.lettersTo(email).length === 0) await sleep(2);
  await sleep(5);
  mail.forget();
}

/** Sends one stranger's form and then guesses the code. Checks that nothing but the address differs between the two sides. */
async function stranger(house: BenchHouse, forms: SiteForms, side: Side, n: number) {
  const email = addressOf(side, n);
  const applied = await forms.post('/apply', orderFields(`${side}x${n}`, email));
  if (applied.status !== 303) throw new Error(`the form answered ${applied.status}`);
  await letterTo(house, email);
  const guessed = await forms.post(applied.location, { code: '00000000' });
  if (guessed.status !== 400 || !guessed.body.includes('name="code"')) throw new Error(`the code: ${guessed.status}`);
  return { applied, guessed, seen: shape(applied, guessed, email) };
}

const shape = (applied: FormAnswer, guessed: FormAnswer, email: string): string =>
  [applied.status, applied.body.length, guessed.status, byEmail(guessed.body, email).length].join(' ');

export async function rows(): Promise<readonly Row[]> {
  await using house = await openBenchHouse();
  await makeAccounts(house, PAIRS + WARM_UP);
  await using forms = await openSiteForms(house.porter.site);
  const form: Times = { known: [], unknown: [] };
  const code: Times = { known: [], unknown: [] };
  for (let n = 0; n < PAIRS + WARM_UP; n += 1) {
    const order = n % 2 === 0 ? sides : sides.toReversed();
    const seen = new Map<Side, string>();
    for (const side of order) {
      const { applied, guessed, seen: shown } = await stranger(house, forms, side, n);
      seen.set(side, shown);
      if (n < WARM_UP) continue;
      form[side].push(applied.ms);
      code[side].push(guessed.ms);
    }
  }
  return [
    rowOf('sign-up post, address with an account; without one', form),
    rowOf('wrong code, address with an account; without one', code),
    rowOf('log-in with a wrong password, name with an account; without one', await logIns(PAIRS, WARM_UP)),
  ];
}

function rowOf(measure: string, { known, unknown }: Times): Row {
  const area = auc(known, unknown);
  const show = (times: readonly number[]) => `${median(times).toFixed(2)} ms`;
  return {
    ...{ id: 'S7', measure: `${measure} (${known.length.toLocaleString('en')} pairs)` },
    ...{ porter: show(known), limit: show(unknown), ratio: `AUC ${area.toFixed(3)}`, budget: `${LEAST}–${MOST}` },
    ok: area >= LEAST && area <= MOST ? 'yes' : 'no',
  };
}
