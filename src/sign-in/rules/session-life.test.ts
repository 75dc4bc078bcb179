import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Localpart } from '../../kernel/matrix-id.ts';
import type { FoundSession } from '../ports.ts';
import { isAlive as isAliveWithin } from './session-life.ts';

const [IDLE, LONGEST] = [3_600_000, 5 * 3_600_000];
const isAlive = (found: FoundSession, now: number) => isAliveWithin(found, { idle: IDLE, absolute: LONGEST }, now);
const AT = 1_000_000_000_000;
const session = { id: 's', localpart: 'lena' as Localpart, beganAt: AT, passwordSetAt: AT, usedAt: AT, agent: '' };
const found: FoundSession = { session, isActive: true, passwordSetAt: AT };

test('H12: a session ends when it is not used, and at last in any case', () => {
  assert.equal(isAlive(found, AT + IDLE - 1), true);
  assert.equal(isAlive(found, AT + IDLE), false);
  const busy = (now: number) => isAlive({ ...found, session: { ...session, usedAt: now } }, now);
  assert.equal(busy(AT + LONGEST - 1), true);
  assert.equal(busy(AT + LONGEST), false);
  assert.equal(isAlive(found, AT - IDLE), true, 'a clock that was set back');
});

test('H12: a session ends with the account, and with the password unless it was renewed', () => {
  assert.equal(isAlive({ ...found, isActive: false }, AT), false);
  assert.equal(isAlive({ ...found, passwordSetAt: AT + 1 }, AT + 2), false);
  assert.equal(isAlive({ ...found, passwordSetAt: AT - 1 }, AT + 2), false, 'whatever the clock did');
  assert.equal(isAlive({ ...found, passwordSetAt: undefined }, AT), false);
  const renewed = { ...session, passwordSetAt: AT + 1 };
  assert.equal(isAlive({ ...found, session: renewed, passwordSetAt: AT + 1 }, AT + 2), true);
});
