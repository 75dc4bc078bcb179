import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timeOf } from '../../../src/channels/discord/snowflake.ts';
import { HOUR, SECOND } from '../../../src/kernel/clock.ts';
import { Fault } from '../../../src/kernel/fault.ts';
import type { OpenChannel, Remark } from '../../../src/ports/channel.ts';
import { ADA, type DiscordRig, faultOf, never, startRig, to } from '../../support/discord-rig.ts';
import { eventually } from '../../support/eventually.ts';
import { discordAnswers } from '../../support/peers/discord/answers.ts';
import { INTENTS } from '../../support/peers/discord/gateway.ts';

const RESUME = 6;
const IDENTIFY = 2;

interface Listening extends AsyncDisposable {
  readonly remarks: Remark[];
  readonly texts: () => (string | undefined)[];
  /** How often it said that people are heard. */
  readonly works: () => number;
  /** What `hear` came to. */
  readonly heard: Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Listens at a channel and two people's. @param keep what the database does with remarks @param inbox keys that it has kept before */
function listen(
  channel: OpenChannel,
  addresses: readonly string[],
  keep: (remarks: readonly Remark[]) => Promise<void> = async () => undefined,
  inbox = new Set<string>(),
): Listening {
  const ending = new AbortController();
  const remarks: Remark[] = [];
  let works = 0;
  const hearing = {
    addresses,
    works() {
      works += 1;
    },
    async keep(some: readonly Remark[]) {
      await keep(some);
      // As the inbox: what comes again is kept once.
      for (const remark of some) {
        if (!inbox.has(remark.key)) remarks.push(remark);
        inbox.add(remark.key);
      }
    },
  };
  const heard = channel.hear?.(hearing, ending.signal) ?? assert.fail('it hears nobody');
  const stop = async () => {
    ending.abort();
    await heard.catch(() => undefined);
  };
  const texts = () => remarks.map(({ text }) => text);
  return { remarks, texts, works: () => works, heard, stop, [Symbol.asyncDispose]: stop };
}

async function listening(...args: Parameters<typeof listen>): Promise<Listening> {
  const ears = listen(...args);
  await Promise.race([eventually(() => ears.works() > 0, { what: 'people are heard' }), ears.heard]);
  return ears;
}

const frames = ({ peer }: DiscordRig, op: number) => peer.gateway.received.filter((frame) => frame.op === op);

/** Goes on with the next connection, for which it waits by the clock. */
const again = (rig: DiscordRig) =>
  eventually(async () => {
    await rig.clock.advance(200);
    return rig.peer.gateway.connected === 1;
  });

test('D2: what is written in a channel and by a person is heard, with whom replies go to', async () => {
  await using rig = await startRig();
  const { peer } = rig;
  await using ears = await listening(rig.channel, ['channel:70', 'ada', 'webhook:ops']);
  peer.addUser({ id: '43000000000000000', username: 'bo' });
  peer.addChannel('71');
  const id = peer.writes('43000000000000000', '70', 'I look into it');
  peer.writes(ADA, '71', 'in another channel');
  peer.writes(ADA, peer.directChannel(ADA).id, 'On my way');
  await eventually(() => ears.remarks.length === 2);
  assert.deepEqual(ears.remarks, [
    {
      key: id,
      at: ['channel:70'],
      person: '43000000000000000',
      name: 'bo',
      text: 'I look into it',
      ...{ inReplyTo: undefined, writtenAt: timeOf(id) },
    },
    {
      key: ears.remarks[1]?.key,
      at: [`user:${ADA}`, 'ada'],
      person: ADA,
      name: 'Ada L.',
      text: 'On my way',
      ...{ inReplyTo: undefined, writtenAt: timeOf(ears.remarks[1]?.key ?? '') },
    },
  ]);
  assert.deepEqual(
    frames(rig, IDENTIFY).map(({ d }) => d['intents']),
    [INTENTS.guildMessages | INTENTS.directMessages | INTENTS.messageContent],
  );
});

test('for people alone nothing is asked that the operator has to allow', async () => {
  await using rig = await startRig();
  await using _ = await listening(rig.channel, [`user:${ADA}`]);
  assert.deepEqual(
    frames(rig, IDENTIFY).map(({ d }) => d['intents']),
    [INTENTS.directMessages],
  );
});

test('what was written while nobody listened comes with the next start, in order and once; nothing from before the first', async () => {
  await using rig = await startRig();
  const { peer } = rig;
  peer.writes(ADA, '70', 'before anybody asked');
  const addresses = ['channel:70', `user:${ADA}`];
  const inbox = new Set<string>();
  const first = await listening(rig.channel, addresses, undefined, inbox);
  peer.writes(ADA, '70', 'heard');
  await eventually(() => first.remarks.length === 1);
  await first.stop();

  await rig.clock.advance(HOUR);
  const written = Array.from({ length: 230 }, (_, i) => `away ${i}`);
  for (const text of written) peer.writes(ADA, '70', text);
  peer.writes(ADA, peer.directChannel(ADA).id, 'direct');
  await using second = await listening(rig.restart(), addresses, undefined, inbox);
  peer.writes(ADA, '70', 'back');
  await eventually(() => second.texts().includes('back'));
  assert.deepEqual(second.texts(), [...written, 'direct', 'back']);
  assert.deepEqual(first.texts(), ['heard']);
});

test('D2: a message that comes behind a later one is heard, also if Porter ends between the two, and nothing is heard twice', async () => {
  await using rig = await startRig();
  const { peer } = rig;
  const inbox = new Set<string>();
  peer.writes(ADA, '70', 'before anybody asked');
  const first = await listening(rig.channel, ['channel:70'], undefined, inbox);
  const outOfOrder = async (ears: Listening, early: string, late: string) => {
    peer.gateway.holdsBack = true;
    peer.writes(ADA, '70', early);
    peer.gateway.holdsBack = false;
    peer.writes(ADA, '70', late);
    await eventually(() => ears.texts().includes(late));
  };
  await outOfOrder(first, 'one', 'two');
  peer.gateway.release();
  await eventually(() => first.texts().includes('one'));
  await outOfOrder(first, 'three', 'four');
  await first.stop();
  await using second = await listening(rig.restart(), ['channel:70'], undefined, inbox);
  await outOfOrder(second, 'five', 'six');
  peer.gateway.release();
  await eventually(() => second.texts().includes('five'));
  assert.deepEqual(
    [first.texts(), second.texts()],
    [
      ['two', 'one', 'four'],
      ['three', 'six', 'five'],
    ],
  );
});

test('of a long absence only the last day is read', async () => {
  await using rig = await startRig();
  await (await listening(rig.channel, ['channel:70'])).stop();
  rig.peer.writes(ADA, '70', 'two days ago');
  await rig.clock.advance(2 * 24 * HOUR);
  rig.peer.writes(ADA, '70', 'just now');
  await using ears = await listening(rig.restart(), ['channel:70']);
  assert.deepEqual(ears.texts(), ['just now']);
});

test('D2: what could not be kept is not lost: it is told, and read again from the channel', async () => {
  await using rig = await startRig();
  let isFull = false;
  const ears = await listening(rig.channel, ['channel:70'], async () => {
    if (isFull) throw new Fault('the disk is full', { code: 'storage.full', retryable: true, scope: 'channel' });
  });
  isFull = true;
  for (const text of ['one', 'two']) rig.peer.writes(ADA, '70', text);
  assert.equal((await faultOf(ears.heard)).code, 'storage.full');
  assert.equal(rig.peer.gateway.connected, 0);
  const later = listen(rig.channel, ['channel:70']);
  await again(rig);
  await eventually(() => later.remarks.length === 2);
  assert.deepEqual(later.texts(), ['one', 'two']);
  await later.stop();
});

for (const [what, breakIt] of [
  ['is cut', ({ gateway }) => gateway.cut()],
  ['is ended by the service', ({ gateway }) => gateway.disconnect(4000)],
  ['has to be made anew', ({ gateway }) => gateway.askReconnect()],
] as const satisfies readonly (readonly [string, (peer: DiscordRig['peer']) => void])[]) {
  test(`a connection that ${what} is gone on with, and what came meanwhile follows`, async () => {
    await using rig = await startRig();
    await using ears = await listening(rig.channel, ['channel:70']);
    breakIt(rig.peer);
    await eventually(() => rig.peer.gateway.connected === 0);
    rig.peer.writes(ADA, '70', 'meanwhile');
    await again(rig);
    rig.peer.writes(ADA, '70', 'after');
    await eventually(() => ears.texts().includes('after'));
    assert.deepEqual(ears.texts(), ['meanwhile', 'after']);
    assert.deepEqual([frames(rig, IDENTIFY).length, frames(rig, RESUME).length], [1, 1]);
  });
}

test('a session that the service has forgotten is begun anew, and the channel is read', async () => {
  await using rig = await startRig();
  await using ears = await listening(rig.channel, ['channel:70']);
  rig.peer.gateway.forgetSessions();
  rig.peer.gateway.cut();
  rig.peer.writes(ADA, '70', 'meanwhile');
  await again(rig);
  await eventually(() => ears.texts().includes('meanwhile'));
  assert.deepEqual([frames(rig, IDENTIFY).length, frames(rig, RESUME).length], [2, 1]);
  rig.peer.gateway.invalidate(false);
  await eventually(() => rig.peer.gateway.connected === 0);
  rig.peer.writes(ADA, '70', 'then');
  await again(rig);
  await eventually(() => ears.texts().includes('then'));
  assert.deepEqual(ears.texts(), ['meanwhile', 'then']);
});

test('a connection whose heartbeats nobody answers is given up and gone on with', async () => {
  await using rig = await startRig();
  rig.peer.gateway.heartbeatMs = 40;
  await using ears = await listening(rig.channel, ['channel:70']);
  rig.peer.gateway.acknowledges = false;
  await eventually(() => rig.peer.gateway.connected === 0);
  rig.peer.gateway.acknowledges = true;
  rig.peer.writes(ADA, '70', 'meanwhile');
  await again(rig);
  await eventually(() => ears.texts().includes('meanwhile'));
});

test('without the right to read what people write that is told with the next step, and sending goes on', async () => {
  await using rig = await startRig();
  rig.peer.gateway.withheldIntents = INTENTS.messageContent;
  const fault = await faultOf(listen(rig.channel, ['channel:70']).heard);
  assert.deepEqual([fault.code, fault.retryable], ['discord.intent-refused', false]);
  assert.match(fault.remedy ?? '', /"Message Content Intent"/);
  assert.equal((await rig.channel.deliver(to('channel:70'), never)).kind, 'done');
  assert.equal(frames(rig, IDENTIFY).length, 1);

  rig.peer.gateway.withheldIntents = 0;
  const later = listen(rig.channel, ['channel:70']);
  await again(rig);
  await eventually(() => later.works() === 1);
  await later.stop();
});

test('a token that the gateway refuses is told once, and not tried again by itself', async () => {
  await using rig = await startRig();
  const ears = await listening(rig.channel, ['channel:70']);
  rig.peer.gateway.disconnect(4004);
  const fault = await faultOf(ears.heard);
  assert.deepEqual([fault.code, fault.retryable, fault.afterMs], ['discord.token-refused', false, HOUR]);
  await rig.clock.advance(HOUR);
  assert.equal(frames(rig, IDENTIFY).length, 1);
});

test('what is down, silent or unreadable is told, and tried again later and later', async () => {
  await using rig = await startRig();
  rig.peer.gateway.mode = 'refuse';
  assert.equal((await faultOf(listen(rig.channel, ['channel:70']).heard)).code, 'discord.gateway');

  const told = async (mode: 'silent' | 'broken' | 'normal') => {
    rig.peer.gateway.mode = mode;
    const fault = faultOf(listen(rig.channel, ['channel:70']).heard);
    let isOver = false;
    void fault.then(() => {
      isOver = true;
    });
    await eventually(async () => {
      await rig.clock.advance(SECOND);
      return isOver;
    });
    return (await fault).code;
  };
  assert.equal(await told('silent'), 'discord.down');
  assert.equal(await told('broken'), 'discord.gateway');

  rig.peer.gateway.mode = 'normal';
  await rig.peer.down();
  assert.equal(await told('normal'), 'discord.down');
  await rig.peer.up();
  const later = listen(rig.channel, ['channel:70']);
  await again(rig);
  await eventually(() => later.works() === 1);
  await later.stop();
});

test('a channel that may not be read, and a person whom nobody knows, keep nobody else from being heard', async () => {
  await using rig = await startRig();
  rig.peer.addChannel('71').visible = false;
  await using ears = await listening(rig.channel, ['channel:71', 'nobody', 'user:99', 'channel:70']);
  rig.peer.gateway.invalidate(false);
  await eventually(() => rig.peer.gateway.connected === 0);
  await again(rig);
  rig.peer.writes(ADA, '70', 'heard');
  await eventually(() => ears.remarks.length === 1);
  assert.deepEqual(rig.warnings, [
    'discord: somebody is not heard',
    'discord: somebody is not heard',
    'discord: what was written in a channel cannot be read',
  ]);
});

test('where the bot may not read what stands in a channel, what the gateway tells of it is heard all the same', async () => {
  await using rig = await startRig();
  rig.peer.addChannel('71').visible = false;
  await using ears = await listening(rig.channel, ['channel:71', 'channel:70']);
  rig.peer.writes(ADA, '71', 'told by the gateway');
  rig.peer.writes(ADA, '70', 'heard elsewhere');
  await eventually(() => ears.remarks.length === 2, { what: 'both are heard' });
  assert.deepEqual(ears.texts(), ['told by the gateway', 'heard elsewhere']);
});

test('where Discord wants fewer requests, what was missed is read as slowly', async () => {
  await using rig = await startRig();
  await (await listening(rig.channel, ['channel:70'])).stop();
  rig.peer.writes(ADA, '70', 'meanwhile');
  const reads = {
    when: ({ method, path }: { method: string; path: string }) => method === 'GET' && path.endsWith('/messages'),
  };
  rig.peer.faults.add({ ...reads, answer: discordAnswers.tooMany(20) });
  await using ears = listen(rig.channel, ['channel:70']);
  await eventually(async () => {
    await rig.clock.advance(200);
    return ears.works() === 1;
  });
  assert.deepEqual(ears.texts(), ['meanwhile']);
});

test('a webhook alone hears nobody, and needs no library', async () => {
  await using rig = await startRig({ token: undefined });
  assert.equal(rig.channel.hear, undefined);
});
