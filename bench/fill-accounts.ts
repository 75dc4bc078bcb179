import type { Database } from 'better-sqlite3';
import { comparableNames } from '../src/accounts/rules/comparable-names.ts';
import type { Localpart } from '../src/kernel/matrix-id.ts';

const BEGINNINGS = 'an be ca da el fa ge ha is jo ka le ma na or pa ro sa ti ur va wi ya zo'.split(' ');
const MIDDLES = 'na ri lo mi te sa ne ra li to ma ve di ka no se'.split(' ');
const FIRST_ENDS = 'a e o in us ah is ette'.split(' ');
const LAST_ENDS = 'mann son ez ov ski berg ini ner er sen'.split(' ');

/** The same numbers in every run, each far from its neighbours. */
const mixed = (n: number, salt: number): number => Math.imul(n ^ Math.imul(salt, 0x9e_37_79_b1), 0x85_eb_ca_6b) >>> 8;
const pick = (list: readonly string[], n: number): string => list[n % list.length] ?? '';

function word(n: number, ends: readonly string[], salt: number): string {
  // Some names are far more frequent than others, as people's are.
  const rare = mixed(n, salt) % 4 === 0;
  const [begin, middle, more] = [1, 2, 3].map((part) => mixed(n, salt + part)) as [number, number, number];
  const stem = pick(BEGINNINGS, begin) + pick(MIDDLES, middle) + (rare ? pick(MIDDLES, more) + pick(MIDDLES, n) : '');
  const whole = stem + pick(ends, rare ? more : begin);
  return whole.charAt(0).toUpperCase() + whole.slice(1);
}

/** First and last name of the n-th person. */
export const personName = (n: number): readonly [string, string] => [word(n, FIRST_ENDS, 10), word(n, LAST_ENDS, 20)];

export const personLocalpart = (n: number): string => `${personName(n)[0].toLowerCase()}.${n.toString(36)}`;
export const personAddress = (n: number): string => `person${n}@example.org`;

/** So many active accounts, numbered from 1, which may be found by name and by their one mail address. */
export function fillAccounts(raw: Database, size: number): void {
  const account = raw.prepare(
    `insert into accounts (seq, localpart, display_name, comparable_name, comparable_localpart, state, by_name, by_address, created_at)
     values (?, ?, ?, ?, ?, 'active', 1, 1, 1)`,
  );
  const address = raw.prepare(`insert into third_party_ids (medium, address, localpart) values ('email', ?, ?)`);
  for (let n = 1; n <= size; n += 1) {
    const localpart = personLocalpart(n);
    const displayName = personName(n).join(' ');
    const names = comparableNames({ localpart: localpart as Localpart, displayName });
    account.run(n, localpart, displayName, names.displayName, names.localpart);
    address.run(personAddress(n), localpart);
  }
}
