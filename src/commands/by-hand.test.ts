import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { makeApplicant } from '../../test/journeys/support/applicant.ts';
import { type House, openHouse } from '../../test/journeys/support/house.ts';
import { ask } from '../../test/journeys/support/talk.ts';
import { eventually } from '../../test/support/eventually.ts';
import { needs } from '../../test/support/needs.ts';

describe('the command line beside a running Porter', needs('synapse'), () => {
  let house: House;
  before(async () => {
    house = await openHouse();
  });
  after(() => house[Symbol.asyncDispose]());

  const json = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await house.porter.run(...args, '--json');
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout) as unknown;
  };

  test('D11: an application approved on the command line goes on by itself, and the record says who did it', async () => {
    const lena = makeApplicant(house, { username: 'lena' });
    await lena.applyAndProve();
    const [waiting] = (await json('applications', 'list', '--stage', 'waiting')) as {
      shortId: number;
      localpart: string;
    }[];
    assert.deepEqual([waiting?.shortId, waiting?.localpart], [1, 'lena']);

    await json('applications', 'approve', '1', '--reason', 'known to us');
    await lena.welcome();
    const shown = (await json('applications', 'show', '#1')) as {
      stage: string;
      addressHash?: string;
      audit: { by: string; what: string }[];
    };
    assert.equal(shown.stage, 'admitted');
    assert.equal(shown.addressHash, undefined);
    assert.ok(
      shown.audit.some(({ by, what }) => /^cli:\w+/.test(by) && what === 'decide'),
      JSON.stringify(shown.audit),
    );

    const again = await house.porter.run('applications', 'approve', '1');
    assert.equal(again.code, 1);
    assert.match(
      again.stderr,
      /Application 1 is approved already; take it back with porter applications undo 1, or !porter undo 1 in the team room\./,
    );
    const table = await house.porter.run('applications', 'list');
    assert.match(table.stdout, /^1 +account made, welcome link not used yet +.* lena +lena@example\.org/m);
    const page = await house.porter.run('applications', 'show', '1');
    assert.match(page.stdout, /\w+ on the command line +decided by command/);
  });

  test('D11: undo, reopen and resend work on the command line as in the room, and say who did what', async () => {
    const run = async (...args: readonly string[]) => {
      const { code, stdout, stderr } = await house.porter.run('applications', ...args);
      // Warnings about the configuration come first.
      return [code, `${stderr}${stdout}`.trim().split('\n').at(-1) ?? ''] as const;
    };
    const mia = makeApplicant(house, { username: 'mia' });
    await mia.apply();
    const [first] = (await json('applications', 'list', '--stage', 'submitted')) as { shortId: number }[];
    const n = String(first?.shortId);
    const [unproved, why] = await run('approve', n);
    assert.equal(unproved, 1);
    assert.match(why, new RegExp(`^The address of application ${n} is not proved.*porter applications resend ${n} `));
    await house.letter(mia.email, '/prove/');
    assert.deepEqual(await run('resend', n), [0, `The email about #${n} will be sent once more.`]);
    await eventually(() => house.mail.lettersTo(mia.email).filter(({ text }) => text.includes('/prove/')).length === 2);
    await mia.proveByCode();
    const [open, nothing] = await run('undo', n);
    assert.deepEqual([open, nothing], [1, `Application ${n} is not decided, so there is nothing to take back.`]);
    assert.deepEqual(await run('reopen', n), [1, `Application ${n} is open to votes already.`]);

    await run('decline', n);
    // There is a letter to send again once the refusal is out.
    await eventually(async () => (await run('resend', n))[0] === 0);
    assert.match((await run('decline', n))[1], new RegExp(`open it again with porter applications reopen ${n}, or `));
    assert.deepEqual(await run('reopen', n), [0, `#${n} is open again; voting starts with a new notice.`]);
    await house.notice(mia.userId, 2);
    await run('approve', n);
    await house.letter(mia.email, '/welcome/');
    const [undone, taken] = await run('undo', n);
    assert.equal(undone, 0);
    assert.match(taken, new RegExp(`^The decision on #${n} is taken back`));
    await house.notice(mia.userId, 3);

    const { audit } = (await json('applications', 'show', n)) as { audit: { by: string; what: string }[] };
    const byHand = audit.filter(({ by }) => /^cli:\w+/.test(by)).map(({ what }) => what);
    assert.deepEqual(byHand, ['resend', 'decide', 'resend', 'reopen', 'decide', 'undo']);
    for (const word of ['undo', 'reopen', 'resend']) {
      assert.deepEqual(await run(word, '4711'), [1, 'There is no application 4711.']);
      assert.equal((await run(word, 'four'))[0], 2);
    }
  });

  test('an event that the command line begins is known to the running server, which answers in the room and lets people apply', async () => {
    const run = async (...args: readonly string[]) => {
      const { code, stdout, stderr } = await house.porter.run('applications', 'event', ...args);
      return [code, `${stderr}${stdout}`.trim().split('\n').at(-1) ?? ''] as const;
    };
    assert.match((await run())[1], /^The limits per network hold\./);
    const [code, said] = await run('2', 'hours');
    assert.equal(code, 0);
    assert.match(said, /^The limits per network do not hold until .*applications a day/);
    assert.match(await ask(house, house.ada, '!porter event'), /do not hold until/);
    const [wrong, why] = await run('2', 'weeks');
    assert.equal(wrong, 2);
    assert.match(why, /^For how long\?/);
    assert.match(await ask(house, house.ada, '!porter event off'), /hold again/);
    assert.match((await run())[1], /^The limits per network hold\./);
  });

  test('a job can be given up by its number, for good: nothing brings it back, and no dead letter is left', async () => {
    await house.mail.down();
    const bo = makeApplicant(house, { username: 'bo2', email: 'bo@example.org' });
    await bo.apply();
    const list = async (...more: string[]) => (await house.porter.run('outbox', 'list', ...more)).stdout;
    const waiting = await eventually(async () =>
      /^(\d+) +waiting +\d+ min +email +email "proof of the address" to bo2 \(#\d+\)/m.exec(
        await list('--state', 'waiting'),
      ),
    );
    const number = waiting[1] ?? '';
    await eventually(async () =>
      /What is for email waits since .* UTC: The mail server does not answer.*mail\.smtp/.test(await list()),
    );
    // A job that is being tried at this moment cannot be dropped.
    await eventually(async () => (await house.porter.run('outbox', 'drop', number, '--yes')).code === 0);
    assert.match(await list('--state', 'dead'), /^No dead letters/);
    assert.match(
      await list('--state', 'done'),
      new RegExp(`^${number} +dropped +\\d+ min +email +email "proof of the address" to bo2`, 'm'),
    );
    assert.ok(!(await house.porter.run('outbox', 'show', number)).stdout.includes('bo@example.org'));

    await house.mail.up();
    const late = await house.porter.run('outbox', 'retry', number);
    assert.deepEqual([late.code, /not a dead letter/.test(late.stderr)], [1, true]);
    assert.match((await house.porter.run('outbox', 'retry', '--all')).stdout, /^Nothing was given up/);
    assert.deepEqual(house.mail.lettersTo('bo@example.org'), []);
  });

  test('D11: a second owner is refused, and a backup of the running database is taken', async () => {
    const second = await house.porter.run('migrate');
    assert.equal(second.code, 2);
    const copy = path.join(house.porter.dir, 'copy.db');
    assert.equal((await house.porter.run('backup', copy)).code, 0);
    assert.equal((await readFile(copy)).subarray(0, 15).toString(), 'SQLite format 3');
    assert.equal((await house.porter.run('restore', copy)).code, 2);
  });
});
