import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aDelivery } from '../../../test/support/deliveries.ts';
import { freePort } from '../../../test/support/free-port.ts';
import { makeMemoryStore } from '../../../test/support/memory-store.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import { makeIds } from '../../kernel/ids.ts';
import { silentLog } from '../../kernel/log.ts';
import { done } from '../../outbox/job.ts';
import type { OpenChannel } from '../../ports/channel.ts';
import { openChannels } from '../channels.ts';
import { parseConfig } from '../load-config.ts';
import { asAccount, memoryOf } from './as-account.ts';

const never = new AbortController().signal;

test('what is wrong with an account names its own place and the settings of its section, never a host that looks like one', async () => {
  await using opened = new AsyncDisposableStack();
  const port = await freePort();
  const { config, problems } = parseConfig(
    'config.yaml',
    `mail: { from: a@example.org, smtp: "smtp://127.0.0.1:${port}" }
channels:
  email@night: { from: b@example.org }
  discord@alarm: { token: "no token at all" }
notifications: { targets: { ops: ["email@night:ops@example.org"] } }
`,
    0o600,
    {},
  );
  assert.deepEqual(problems, []);
  assert.ok(config);
  const runtime = { clock: systemClock, ids: makeIds(() => systemClock.now()), log: silentLog };
  const { messengers } = await openChannels(config, { ...runtime, memory: makeMemoryStore() }, opened);
  const faultOf = async (channel: string, address: string): Promise<Fault> => {
    const fault = await messengers[channel]?.deliver(aDelivery(address, {}), never).catch((error: unknown) => error);
    assert.ok(fault instanceof Fault);
    return fault;
  };
  const mail = await faultOf('email@night', 'ops@example.org');
  assert.deepEqual([mail.code, mail.place, mail.scope], ['email.down', 'email@night', 'channel']);
  assert.match(mail.remedy ?? '', /\(channels\.email@night\.smtp\)/);
  const discord = await faultOf('discord@alarm', 'channel:42');
  assert.deepEqual([discord.code, discord.scope], ['discord.token-refused', 'channel']);
  assert.match(discord.message, /What channels\.discord@alarm\.token holds/);
});

test('a further account can do whatever its channel can', async () => {
  const bounced: string[] = [];
  const open: OpenChannel = {
    edits: true,
    onBounce: (told) => told({ id: 'one', words: 'gone' }),
    deliver: async () => done(),
    connect: async () => 'connected',
    hear: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
  const names = { channel: 'xmpp@night', service: 'xmpp', settings: /channels\.xmpp/g };
  const account = asAccount(names, open);
  assert.deepEqual(Object.keys(account).toSorted(), Object.keys(open).toSorted());
  assert.equal(account.edits, true);
  account.onBounce?.(({ words }) => bounced.push(words));
  assert.deepEqual(bounced, ['gone']);
});

test('two accounts of a service remember apart', async () => {
  const memory = makeMemoryStore();
  const [one, two] = [memoryOf('discord@one', memory), memoryOf('discord@two', memory)];
  await memory.remember('discord.person:ada#', '1');
  await one.remember('discord.person:ada#', '2');
  const known = await Promise.all([memory, one, two].map((each) => each.recall('discord.person:ada#')));
  assert.deepEqual(known, ['1', '2', undefined]);
});
