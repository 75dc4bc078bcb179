import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { Agent, request } from 'undici';
import { concurrently } from './concurrently.ts';
import { openRaw } from './databases.ts';
import { openBenchHouse } from './house.ts';
import type { Measure } from './ratio.ts';
import { openSiteForms, orderFields } from './site-forms.ts';

const CONNECTIONS = 50;

export const measure: Measure = {
  name: 'sign-up post, letter queued, 50 at once; the same question to the homeserver and one raw commit',
  kind: 'rate',
  budget: 0.5,
  async open() {
    await using opening = new AsyncDisposableStack();
    const house = opening.use(await openBenchHouse());
    const { porter, synapse, mail } = house;
    // Letters stay in the queue; B17 measures how they are sent.
    await mail.down();
    const forms = opening.use(await openSiteForms(porter.site, CONNECTIONS));

    const dispatcher = new Agent({ connections: CONNECTIONS, pipelining: 1 });
    opening.defer(() => dispatcher.destroy());
    const raw = openRaw(path.join(porter.dir, 'raw.db'));
    opening.defer(() => void raw.close());
    raw.exec('create table applications (id integer primary key, document text not null)');
    const insert = raw.prepare('insert into applications (document) values (?)');
    const authorization = `Bearer ${synapse.registration.asToken}`;

    let [posted, asked] = [0, 0];
    const tickets = new Set<string>();
    const opened = opening.move();
    return {
      porter: (count) =>
        concurrently(count, CONNECTIONS, async () => {
          const { status, location, body } = await forms.post('/apply', orderFields(`person${posted++}`));
          if (status !== 303 || !location.startsWith('/check/')) throw new Error(`the form answered ${status} ${body}`);
          tickets.add(location);
        }),
      limit: (count) =>
        concurrently(count, CONNECTIONS, async () => {
          const fields = orderFields(`somebody${asked++}`);
          const url = `${synapse.url}/_synapse/admin/v1/username_available?username=${fields['username']}`;
          const answer = await request(url, { dispatcher, headers: { authorization } });
          const { available } = (await answer.body.json()) as { readonly available?: unknown };
          if (answer.statusCode !== 200 || available !== true) throw new Error(`answered ${answer.statusCode}`);
          insert.run(JSON.stringify(fields));
        }),
      async [Symbol.asyncDispose]() {
        const kept = queued(path.join(porter.dir, 'porter.db'));
        await opened.disposeAsync();
        if (tickets.size !== posted || kept.applications !== posted || kept.letters !== posted) {
          throw new Error(`${posted} forms: ${tickets.size} tickets, ${JSON.stringify(kept)}`);
        }
      },
    };
  },
};

/** What the forms left in Porter's database. */
function queued(file: string): { readonly applications: number; readonly letters: number } {
  const db = new Sqlite(file, { readonly: true });
  try {
    const count = (sql: string): number => Number(db.prepare(sql).pluck().get());
    return {
      applications: count('select count(*) from applications'),
      letters: count("select count(*) from jobs where kind = 'registration.send-letter' and state <> 'done'"),
    };
  } finally {
    db.close();
  }
}
