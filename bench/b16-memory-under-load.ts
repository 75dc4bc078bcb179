import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '../test/support/ask.ts';
import { codeIn } from '../test/support/mail.ts';
import { type BenchHouse, openBenchHouse } from './house.ts';
import { residentMiB } from './processes.ts';
import { openSiteForms, orderFields, type SiteForms } from './site-forms.ts';
import { lineThrough, median } from './statistics.ts';
import type { Row } from './table.ts';

const MINUTES = 20;
const BUDGET = 2;
/** The garbage collector's ups and downs can make a flat line look as steep as this. */
const STILL_FLAT = 1.05;
const TURN_MS = 500;
/** Of the applicants, one in so many is approved. */
const APPROVED = 5;

export const rows = (): Promise<readonly Row[]> => memoryUnderLoad(MINUTES);

/** Half a second of a busy day: pages, a scrape, an application, its proof, now and then a vote. */
async function turn(house: BenchHouse, forms: SiteForms, n: number): Promise<void> {
  const { porter, mail, proxy, ada, room } = house;
  const name = `person${n}`;
  const pages = ['/', '/', '/?lang=de', '/nothing-here'].map(async (path) => {
    const { status } = await ask(porter.sitePort, path);
    if (status !== (path.includes('nothing') ? 404 : 200)) throw new Error(`${path} answered ${status}`);
  });
  const scrape = ask(Number(new URL(porter.operations).port), '/metrics');
  const applied = await forms.post('/apply', orderFields(name));
  if (applied.status !== 303) throw new Error(`the form answered ${applied.status}`);
  const letter = await mail.waitForLetter(
    ({ to, text }) => to.includes(`${name}@example.org`) && /\/prove\//.test(text),
  );
  const proved = await forms.post(applied.location, { code: codeIn(letter) });
  if (proved.status !== 303) throw new Error(`the proof answered ${proved.status}`);
  const notice = await proxy.next(
    ({ url, body }) => url.includes('/send/m.room.message/') && body.includes(`${name}:`),
  );
  if (n % APPROVED === 0) {
    await ada.react(room, String((JSON.parse(notice.answer) as { event_id: unknown }).event_id), '✅');
    await mail.waitForLetter(({ to, text }) => to.includes(`${name}@example.org`) && text.includes('/welcome/'));
  }
  await Promise.all([...pages, scrape]);
  mail.forget();
  proxy.forget();
}

/** @param minutes of load; the table's row takes 20 */
async function memoryUnderLoad(minutes: number): Promise<readonly Row[]> {
  await using house = await openBenchHouse({ observed: true });
  await using forms = await openSiteForms(house.porter.site);
  await sleep(15_000);
  const rest = await residentMiB(house.porter.pid);
  const samples: { readonly x: number; readonly y: number }[] = [];
  const began = performance.now();
  for (let n = 1; performance.now() - began < minutes * 60_000; n += 1) {
    const next = performance.now() + TURN_MS;
    await turn(house, forms, n);
    samples.push({ x: performance.now() - began, y: await residentMiB(house.porter.pid) });
    await sleep(Math.max(0, next - performance.now()));
  }
  const second = samples.slice(Math.floor(samples.length / 2));
  const loaded = median(second.map(({ y }) => y));
  const line = lineThrough(second);
  const [from, to] = [line.at(second[0]?.x ?? 0), line.at(second.at(-1)?.x ?? 0)];
  const row = (measure: string, porter: number, limit: number, most: number): Row => ({
    ...{ id: 'B16', measure, porter: `${porter.toFixed(0)} MiB`, limit: `${limit.toFixed(0)} MiB` },
    ...{
      ratio: (porter / limit).toFixed(2),
      budget: `≤ ${most.toFixed(2)}`,
      ok: porter / limit <= most ? 'yes' : 'no',
    },
  });
  return [
    row(`memory under ${minutes} min of mixed load (${samples.length} admissions); at rest`, loaded, rest, BUDGET),
    row('memory at the end of the second half, by the line through it; at its beginning', to, from, STILL_FLAT),
  ];
}
