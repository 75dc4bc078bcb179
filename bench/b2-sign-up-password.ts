import { availableParallelism } from 'node:os';
import path from 'node:path';
import { hash } from '@node-rs/argon2';
import Sqlite from 'better-sqlite3';
import { concurrently } from './concurrently.ts';
import { openBenchHouse } from './house.ts';
import { BENCH_ARGON2 } from './identity.ts';
import type { Measure } from './ratio.ts';
import { openSiteForms, orderFields } from './site-forms.ts';

/** Fewer than may wait for their hash, so that no form is refused. */
const CONNECTIONS = 50;
const PASSWORD = 'quiet-harbour-42-lanterns';

export const measure: Measure = {
  name: 'sign-up post with a password (password: form), 50 at once; raw argon2id, as many at once as cores',
  kind: 'rate',
  budget: 0.85,
  async open() {
    await using opening = new AsyncDisposableStack();
    const { porter, mail } = opening.use(
      await openBenchHouse({
        prepare: (house) =>
          house.porter.configure({
            accounts: { store: 'local', argon2: BENCH_ARGON2 },
            registration: { password: 'form' },
          }),
      }),
    );
    // Letters stay in the queue; B17 measures how they are sent.
    await mail.down();
    const forms = opening.use(await openSiteForms(porter.site, CONNECTIONS));
    const { memoryMiB, passes } = BENCH_ARGON2;
    const cost = { memoryCost: memoryMiB * 1024, timeCost: passes, parallelism: 1 };
    let posted = 0;
    const opened = opening.move();
    return {
      porter: (count) =>
        concurrently(count, CONNECTIONS, async () => {
          const fields = { ...orderFields(`person${posted++}`), password: PASSWORD, repeat: PASSWORD };
          const { status, location, body } = await forms.post('/apply', fields);
          if (status !== 303 || !location.startsWith('/check/')) throw new Error(`the form answered ${status} ${body}`);
        }),
      limit: (count) => concurrently(count, availableParallelism(), async () => void (await hash(PASSWORD, cost))),
      async [Symbol.asyncDispose]() {
        const kept = hashesIn(path.join(porter.dir, 'porter.db'));
        await opened.disposeAsync();
        if (kept !== posted) throw new Error(`${posted} forms, ${kept} hashes`);
      },
    };
  },
};

function hashesIn(file: string): number {
  const db = new Sqlite(file, { readonly: true });
  try {
    return Number(
      db.prepare("select count(distinct hash) from chosen_passwords where hash like '$argon2id$%'").pluck().get(),
    );
  } finally {
    db.close();
  }
}
