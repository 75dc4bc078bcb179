import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { type DiscordSettings, openDiscord } from '../../src/channels/discord/open-discord.ts';
import { Fault } from '../../src/kernel/fault.ts';
import { type Logger, silentLog } from '../../src/kernel/log.ts';
import { Secret } from '../../src/kernel/secret.ts';
import type { Delivery, OpenChannel } from '../../src/ports/channel.ts';
import { aDelivery } from './deliveries.ts';
import { makeMemoryStore } from './memory-store.ts';
import { type Discord, startDiscord } from './peers/discord.ts';
import { makeTestClock, type TestClock } from './test-clock.ts';

export const never = new AbortController().signal;
export const ADA = '42000000000000000';
export const to = (address: string, over: Partial<Delivery> = {}): Delivery => aDelivery(address, {}, over);

export interface DiscordRig extends AsyncDisposable {
  readonly peer: Discord;
  readonly clock: TestClock;
  readonly channel: OpenChannel;
  readonly memory: ReturnType<typeof makeMemoryStore>;
  readonly log: Logger;
  /** What the channel warned of. */
  readonly warnings: string[];
  /** The same channel in a new process. */
  restart(): OpenChannel;
}

export async function startRig(over: Partial<DiscordSettings> = {}): Promise<DiscordRig> {
  await using opening = new AsyncDisposableStack();
  const clock = makeTestClock();
  const peer = opening.use(await startDiscord(clock.now));
  peer.addChannel('70');
  peer.addUser({ id: ADA, username: 'ada', global_name: 'Ada L.' });
  peer.addGuild('7', [ADA]);
  const webhooks = { ops: new Secret(peer.addWebhook('90', 'canary-webhook', '70')) };
  const memory = makeMemoryStore();
  const warnings: string[] = [];
  const log: Logger = { ...silentLog, warn: (message) => void warnings.push(message) };
  const settings = { token: new Secret(peer.token), webhooks, serverUrl: undefined, api: peer.api, ...over };
  const opened = opening.move();
  const restart = () => opened.use(openDiscord(settings, { clock, memory, log }));
  const channel = restart();
  return { peer, clock, memory, log, warnings, channel, restart, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

export async function faultOf(work: Promise<unknown>): Promise<Fault> {
  const error = await work.then(
    (value) => assert.fail(inspect(value)),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Fault, inspect(error));
  return error;
}
export const wordsOf = async (work: ReturnType<OpenChannel['deliver']>): Promise<string> => {
  const result = await work;
  return result.kind === 'refused' ? (result.receipt?.words ?? '') : assert.fail(inspect(result));
};
export const paths = ({ calls }: Discord) => calls.map(({ method, path }) => `${method} ${path}`);
export const posts = ({ calls }: Discord) =>
  calls.filter(({ method, path }) => method === 'POST' && !path.startsWith('/users/'));
