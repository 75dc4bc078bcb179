import assert from 'node:assert/strict';
import { readRegisterBot } from '../../../src/app/accounts/register-bot.ts';
import { botStatements } from './database.ts';

const BCRYPT = `$2y$12$${'x'.repeat(53)}`;
const TOKEN = '0123456789abcdef'.repeat(2);

/** What is in the database of `expectSamples`. Quotation marks and apostrophes are HTML there. */
export const sampleStatements = botStatements(
  [{ localpart: 'joerg', first: 'Jörg', last: 'Müßig O&#39;Brien', email: 'j@example.org', hash: BCRYPT, active: 0 }],
  [{ username: 'zoe', state: 6, first: 'Zoë', last: 'Ünal', note: 'I sing &#34;alto&#34;', token: TOKEN }],
);

/**
 * Reads the samples as `porter accounts import` does, and compares everything.
 *
 * @param file the bot's configuration, which names the database
 */
export async function expectSamples(file: string): Promise<void> {
  const read = await readRegisterBot(file);
  assert.ok(typeof read === 'object', String(read));
  const [own, joerg] = read.logins;
  assert.deepEqual([own?.row, own?.localpart], [1, 'register_bot']);
  assert.deepEqual(joerg, {
    ...{ row: 2, active: false, firstName: 'Jörg', lastName: "Müßig O'Brien", localpart: 'joerg' },
    ...{ passwordHash: BCRYPT, email: 'j@example.org' },
  });
  assert.equal(read.logins.length, 2);
  const [{ requestedAt = 0, ...zoe } = {}] = read.requests;
  assert.deepEqual(zoe, {
    ...{ row: 1, state: 6, firstName: 'Zoë', lastName: 'Ünal', username: 'zoe', note: 'I sing "alto"' },
    ...{ email: 'zoe@example.org', verifyToken: TOKEN },
  });
  // The database wrote the time itself, whatever zone it lives in.
  assert.ok(Math.abs(Date.now() - requestedAt) < 3_600_000, new Date(requestedAt).toISOString());
}
