import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aCommon } from '../../../test/support/team.ts';
import { makeTestClock } from '../../../test/support/test-clock.ts';
import { Fault } from '../../kernel/fault.ts';
import { silentLog } from '../../kernel/log.ts';
import type { UserId } from '../../kernel/matrix-id.ts';
import { ok } from '../../kernel/outcome.ts';
import type { Application } from '../application.ts';
import type { ApplicationAuditEntry } from '../ports/application-audit.ts';
import type { MissedRoom, WelcomeRooms } from '../ports/welcome-rooms.ts';
import type { Command } from '../rules/command.ts';
import { admit } from './admit.ts';

const lena = '@lena:porter.test' as UserId;
const application = { ...aCommon(), stage: 'approved' } as Application;

test('an address that another account has is noted once, when it was found, however often a welcome room fails before', async () => {
  const clock = makeTestClock();
  const noted: ApplicationAuditEntry[] = [];
  let away = 3;
  const needs = {
    applications: {
      addAudit: async (entry: ApplicationAuditEntry) => void noted.push(entry),
      findPasswordHash: async () => undefined,
    },
    accounts: { bind: async () => 'address-taken' as const },
    rooms: {
      async admit() {
        away -= 1;
        if (away >= 0) throw new Fault('away', { code: 'homeserver.down', retryable: true, scope: 'channel' });
        return [];
      },
    },
    advance: async () => ok(application),
    ...{ clock, log: silentLog },
  };
  const attempt = () => admit(application, lena, new AbortController().signal, needs);
  for (let failed = 0; failed < 3; failed += 1) await assert.rejects(attempt());
  assert.deepEqual(noted, []);
  await clock.advance(60_000);
  await attempt();
  assert.deepEqual(
    noted.map(({ what, at }) => [what, at]),
    [['address-not-bound', clock.now()]],
  );
});

test('what the account lacks goes with its admission: rooms that were missed, a refusal about all rooms, an address', async () => {
  const missed: MissedRoom = { room: '#lobby:porter.test', why: 'unknown', values: {} };
  const told: Command[] = [];
  const needs = (rooms: WelcomeRooms['admit'], bound: 'bound' | 'address-taken') => ({
    applications: { addAudit: async () => undefined, findPasswordHash: async () => undefined },
    accounts: { bind: async () => bound },
    rooms: { admit: rooms },
    async advance(_id: string, command: Command) {
      told.push(command);
      return ok(application);
    },
    ...{ clock: makeTestClock(), log: silentLog },
  });
  const signal = new AbortController().signal;
  await admit(
    application,
    lena,
    signal,
    needs(async () => [missed], 'address-taken'),
  );
  await admit(
    application,
    lena,
    signal,
    needs(async () => [], 'bound'),
  );
  const refused = new Fault('no', { code: 'homeserver.refused', retryable: false, scope: 'message' });
  await admit(
    application,
    lena,
    signal,
    needs(() => Promise.reject(refused), 'bound'),
  );
  assert.deepEqual(
    told.map((command) => command.kind === 'account-made' && command.shortfalls),
    [[{ kind: 'room', missed }, { kind: 'address' }], [], [{ kind: 'rooms', code: 'homeserver.refused' }]],
  );
});
