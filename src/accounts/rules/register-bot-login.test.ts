import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RegisterBotLogin, readLogins } from './register-bot-login.ts';

const BCRYPT = `$2y$12$${'x'.repeat(53)}`;
const rules = { serverName: 'example.org', unlisted: false, takes: (hash: string) => hash === BCRYPT };
const login = (more: Partial<RegisterBotLogin>): RegisterBotLogin => ({
  ...{ row: 1, active: true, firstName: 'Jörg', lastName: "O'Brien", localpart: 'joerg' },
  ...{ passwordHash: BCRYPT, email: 'Joerg@Example.org', ...more },
});
const one = (more: Partial<RegisterBotLogin>) => readLogins([login(more)], rules)[0];

test('first and last name are the display name, and inactive logins come suspended', () => {
  const read = one({})?.read;
  assert.ok(read?.ok);
  assert.equal(read.value.displayName, "Jörg O'Brien");
  assert.deepEqual(read.value.addresses, [{ medium: 'email', address: 'joerg@example.org' }]);
  assert.deepEqual([read.value.hash, read.value.state], [BCRYPT, 'active']);
  const inactive = one({ active: false })?.read;
  assert.equal(inactive?.ok && inactive.value.state, 'suspended');
  const nameless = one({ firstName: '', lastName: '' })?.read;
  assert.equal(nameless?.ok && nameless.value.displayName, undefined);
});

test('the login of the bot itself, odd names and hashes are left out', () => {
  for (const [more, why] of [
    [{ localpart: 'register_bot' }, 'machine'],
    [{ localpart: '12345' }, 'bad-name'],
    [{ passwordHash: 'secret' }, 'bad-hash'],
    [{ firstName: 'a\u0000' }, 'bad-display-name'],
  ] as const) {
    const read = one(more)?.read;
    assert.equal(read?.ok === false && read.refusal, why);
  }
});

test('of several people with one address the first keeps it, and the others come without', () => {
  const rows = [
    login({ row: 1, localpart: '123', email: 'a@example.org' }),
    login({ row: 2, localpart: 'anna', email: 'a@example.org' }),
    login({ row: 3, localpart: 'bert', email: 'A@EXAMPLE.org' }),
    login({ row: 4, localpart: 'carl', email: 'carl@localhost' }),
    login({ row: 5, localpart: 'dora', email: '' }),
  ];
  const read = readLogins(rows, rules);
  assert.deepEqual(
    read.map((each) => each.withoutAddress),
    [false, false, true, true, false],
  );
  assert.deepEqual(
    read.map((each) => (each.read.ok ? each.read.value.addresses.length : each.read.refusal)),
    ['bad-name', 1, 0, 0, 0],
  );
});
