import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { aChange, submitted } from '../../test/contract/samples.ts';
import { installation } from '../../test/support/installation.ts';
import { anOrder } from '../../test/support/order.ts';
import type { Localpart } from '../kernel/matrix-id.ts';
import { deliveryJobs } from '../notifications/rules/jobs.ts';

/** An installation in which one person applied and was let into a meeting. */
async function withApplicant(t: TestContext) {
  const made = await installation(t);
  const order = anOrder({ accepted: 'terms 1a2b3c4d5e6f' });
  const of = submitted({ shortId: 1, localpart: 'lena' as Localpart, addressHash: 'c0ffee', order });
  await using storage = await made.database();
  await storage.applications.create(() => aChange(of));
  await storage.meetings.record.add([
    ...['Lena Ortiz', 'Bo'].map((name) => ({
      ...{ jti: name, at: 0, caller: 'http game', room: 'lobby', name, moderator: false, until: 0 },
    })),
  ]);
  return { ...made, of, exported: (...args: readonly string[]) => made.porter('applications', 'export', ...args) };
}

test('everything about one person is printed as JSON, of parts that are not configured too', async (t) => {
  const { exported, of } = await withApplicant(t);
  for (const who of ['1', '#1', 'lena']) {
    const { code, stdout, stderr } = await exported(who);
    assert.equal(code, 0, stderr);
    const { parts } = JSON.parse(stdout) as { parts: { registration: { applications: Record<string, unknown>[] } } };
    assert.deepEqual(Object.keys(parts), ['registration']);
    const [application] = parts.registration.applications;
    assert.equal(application?.['email'], of.email);
    assert.deepEqual(application?.['order'], of.order);
    assert.equal(application?.['acceptedAt'], new Date(of.createdAt).toISOString());
    assert.ok(!stdout.includes('c0ffee'));
  }
  const named = await exported('1', '--display-name', 'Lena Ortiz');
  const { parts } = JSON.parse(named.stdout) as { parts: { meetings?: { tokens: unknown[] } } };
  assert.equal(parts.meetings?.tokens.length, 1);
  const stranger = await exported('@bo:porter.test');
  const { notIncluded, ...nothing } = JSON.parse(stranger.stdout) as { readonly notIncluded: readonly string[] };
  assert.deepEqual(nothing, { person: { userId: '@bo:porter.test', displayName: null, addresses: [] }, parts: {} });
  assert.match(notIncluded[0] ?? '', /only mentions this person/);
  assert.match(stranger.stderr, /known by where messages reach them: --address\.$/m);
});

test('notifications on their way to the person are in it: by the address of the application, and by those that are named', async (t) => {
  const { exported, of, database } = await withApplicant(t);
  {
    await using storage = await database();
    const to = [
      { channel: 'email', address: of.email, manner: {} },
      { channel: 'xmpp', address: 'lena@xmpp.example', manner: {} },
      { channel: 'xmpp', address: 'bo@xmpp.example', manner: {} },
    ];
    const says = { title: 'Disk full', lines: [], preformatted: false, link: undefined, facts: [] } as const;
    const times = { at: 0, life: Date.UTC(2100, 0) };
    await storage.jobs.add(deliveryJobs({ sender: 'a', id: '1' }, { ...says, urgency: 'now', origin: 'a' }, to, times));
  }
  const deliveriesTo = async (...args: readonly string[]) => {
    const { stdout } = await exported('1', ...args);
    const { parts } = JSON.parse(stdout) as { parts: { notifications: { deliveries: { address: string }[] } } };
    return parts.notifications.deliveries.map(({ address }) => address);
  };
  assert.deepEqual(await deliveriesTo(), [of.email]);
  assert.deepEqual(await deliveriesTo('--address', 'xmpp:lena@xmpp.example'), [of.email, 'lena@xmpp.example']);
  const wrong = await exported('1', '--address', 'xmmp:lena');
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /^--address: xmmp:lena names the channel xmmp, which there is not: did you mean xmpp\?$/m);
});

test('whoever is not found, or may be two people, is asked back with 1', async (t) => {
  const { exported, database } = await withApplicant(t);
  const unknown = await exported('bo');
  assert.equal(unknown.code, 1);
  assert.match(unknown.stderr, /^Nobody has applied for the name bo\. /);
  for (const number of ['2', '#2']) {
    const missing = await exported(number);
    assert.deepEqual([missing.code, missing.stderr], [1, 'There is no application 2.\n']);
  }
  const mistyped = await exported('@bo');
  assert.equal(mistyped.code, 2);
  assert.match(mistyped.stderr, /^@bo is no user ID; one is written @user:server\./);

  const later = submitted({ shortId: 2, localpart: 'lena' as Localpart });
  {
    await using storage = await database();
    const gone = await storage.applications.findByShortId(1);
    assert.ok(gone);
    await storage.applications.save(aChange({ ...gone, stage: 'withdrawn', version: 2, entry: 2 } as typeof gone));
    await storage.applications.create(() => aChange(later));
  }
  const several = await exported('lena');
  assert.equal(several.code, 1);
  assert.match(several.stderr, /\(2, 1\), or @lena:server/);
  const { stdout } = await exported('lena', '--json');
  assert.deepEqual(JSON.parse(stdout), { ok: false, refusal: 'several', applications: [2, 1] });
});

test('L4: --out writes a file that nobody else reads, and never over one that is there', async (t) => {
  const { exported, cwd } = await withApplicant(t);
  const file = path.join(cwd, 'lena.json');
  const { code, stdout } = await exported('1', '--out', 'lena.json');
  assert.equal(code, 0);
  assert.ok(stdout.startsWith(`${file} is written`) && !stdout.includes('@example.org'));
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.match(await readFile(file, 'utf8'), /@example\.org/);

  await writeFile(file, 'mine');
  const again = await exported('1', '--out', 'lena.json');
  assert.equal(again.code, 2);
  assert.match(again.stderr, /lena\.json is there already and was left alone/);
  assert.equal(await readFile(file, 'utf8'), 'mine');
});

test('L4: a Porter that keeps no door exports by the user ID, also rows of a door that was left out later', async (t) => {
  const { exported, cwd } = await withApplicant(t);
  await writeFile(
    path.join(cwd, 'config.yaml'),
    [
      'storage: { sqlite: data/porter.db }',
      'meetings:',
      '  url: https://meet.porter.test',
      '  domain: meet.jitsi',
      '  appId: porter',
      '  secret: { file: meet.secret }',
      '  tcp: { inbound: "127.0.0.1:0" }',
      '',
    ].join('\n'),
  );
  await writeFile(path.join(cwd, 'meet.secret'), 'x'.repeat(64), { mode: 0o600 });
  const named = await exported('@lena:porter.test', '--display-name', 'Lena Ortiz');
  assert.equal(named.code, 0, named.stderr);
  assert.deepEqual(Object.keys((JSON.parse(named.stdout) as { parts: object }).parts), ['meetings']);
  assert.equal(named.stderr, '');

  const nothing = await exported('@bo:porter.test');
  assert.equal(nothing.code, 0);
  assert.match(nothing.stderr, /^Nothing is kept about @bo:porter\.test\./);
  const number = await exported('1');
  assert.equal(number.code, 2);
  assert.match(number.stderr, /^Name @user:server: /);
});
