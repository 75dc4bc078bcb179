import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDiscord } from '../../../src/channels/discord/open-discord.ts';
import { makeEmailChannel } from '../../../src/channels/email/make-channel.ts';
import { openMailer } from '../../../src/channels/email/open-mailer.ts';
import { openBot } from '../../../src/channels/telegram/open-bot.ts';
import { placeOf } from '../../../src/kernel/channel-name.ts';
import { DAY, HOUR, MINUTE } from '../../../src/kernel/clock.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { Secret } from '../../../src/kernel/secret.ts';
import { makeDeliver } from '../../../src/notifications/deliver.ts';
import { DELIVER, deliveryJobs } from '../../../src/notifications/rules/jobs.ts';
import { done, type JobHandler } from '../../../src/outbox/job.ts';
import { makeOutboxOperations } from '../../../src/outbox/operate.ts';
import type { Channel } from '../../../src/ports/channel.ts';
import { aDelivery } from '../../support/deliveries.ts';
import { eventually } from '../../support/eventually.ts';
import { openMessageRig } from '../../support/homeserver/message-rig.ts';
import { startMail } from '../../support/mail.ts';
import { letter, address as mailAddress, settings } from '../../support/mailer.ts';
import { makeMemoryStore } from '../../support/memory-store.ts';
import { needs } from '../../support/needs.ts';
import { startDiscord } from '../../support/peers/discord.ts';
import { startFaultProxy } from '../../support/peers/faults.ts';
import { startTelegramBotApi } from '../../support/peers/telegram-bot-api.ts';
import { startSynapse } from '../../support/synapse.ts';
import { openPerson } from '../../support/xmpp/person.ts';
import { startProsodyForClients } from '../../support/xmpp/prosody.ts';
import { openPorter } from '../../support/xmpp/rig.ts';
import { openTestSqlite } from '../databases.ts';
import { start } from '../outbox-rig.ts';

/** One real channel before its peer. */
interface Way {
  readonly channel: Channel;
  readonly address: string;
  /** What its faults name as out of order. */
  readonly place: string;
  /** Texts that people see there, oldest first. */
  shown(): Promise<readonly string[]>;
  down(): Promise<unknown>;
  up(): Promise<unknown>;
}

/** One notification every three hours. */
const COUNT = 8;
const EVERY = 3 * HOUR;
/** The first two are too old when the day is over. */
const LIFE = 20 * HOUR;
const TOO_OLD = 2;
const CODE = 'test.code';

/** Five channels, a database and an outbox on a clock that only the test moves. */
async function openRelay() {
  await using opening = new AsyncDisposableStack();
  const storage = opening.use(await openTestSqlite());
  const { clock } = storage;

  const telegram = opening.use(await startTelegramBotApi());
  telegram.addGroup(-100_123);
  const bot = opening.use(openBot({ as: 'bot', token: new Secret(telegram.token), url: telegram.url }, clock));

  const discord = opening.use(await startDiscord(clock.now));
  discord.addChannel('70');
  const discordChannel = opening.use(
    openDiscord(
      { token: new Secret(discord.token), webhooks: {}, serverUrl: undefined, api: discord.api },
      { clock, memory: makeMemoryStore(), log: silentLog },
    ),
  );

  const mail = opening.use(await startMail());
  const mailer = opening.use(await openMailer(settings(mail.port)));

  const prosody = opening.use(await startProsodyForClients());
  const ada = opening.use(await openPerson(prosody, 'ada'));
  const xmpp = opening.use(await openPorter(prosody, { clock }));

  const synapse = opening.use(await startSynapse());
  const boss = await synapse.registerAdmin('boss');
  await synapse.promotePorter(boss);
  const network = opening.use(await startFaultProxy({ to: { port: Number(new URL(synapse.url).port) } }));
  const rig = opening.use(await openMessageRig({ ...synapse, url: `http://127.0.0.1:${network.port}` }, { clock }));
  const room = await boss.createRoom({ invite: ['@porter:porter.test'] });

  const ways: Readonly<Record<string, Way>> = {
    telegram: {
      ...{ channel: bot, address: '-100123', place: 'telegram', down: telegram.down, up: telegram.up },
      shown: async () => telegram.sent.map(({ text }) => text),
    },
    discord: {
      ...{ channel: discordChannel, address: 'channel:70', place: 'discord', down: discord.down, up: discord.up },
      shown: async () => discord.messages('70').map(({ content }) => content),
    },
    email: {
      ...{
        channel: makeEmailChannel(mailer),
        address: 'ops@example.org',
        place: 'email',
        down: mail.down,
        up: mail.up,
      },
      shown: async () => mail.lettersTo('ops@example.org').map(({ subject, text }) => `${subject}\n${text}`),
    },
    xmpp: {
      ...{ channel: xmpp.channel, address: ada.jid, place: 'xmpp' },
      shown: async () => ada.received.map(({ body }) => body),
      async down() {
        await xmpp.proxy.set({ onConnect: 'refuse' });
        xmpp.proxy.cut();
      },
      up: () => xmpp.proxy.heal(),
    },
    matrix: {
      ...{ channel: rig.channel, address: room, place: 'homeserver' },
      shown: async () =>
        (await boss.messages(room)).flatMap(({ type, content }) =>
          type === 'm.room.message' ? [String(content.body)] : [],
        ),
      async down() {
        await network.set({ onConnect: 'refuse' });
        network.cut();
      },
      up: network.heal,
    },
  };

  const deliver = makeDeliver({
    channels: Object.fromEntries(Object.entries(ways).map(([name, { channel }]) => [name, channel])),
    settings: { show: { origin: true, symbol: true }, life: DAY },
    sayWaited: () => 'waiting since then',
    ...{ clock, shown: storage.storage.notifications.shown },
  });
  const handler: JobHandler = async (job, tools) => {
    if (job.kind === DELIVER) return deliver(job, tools);
    const subject = String(job.payload['subject']);
    return done(
      await mailer.send(letter({ to: mailAddress('lena@example.org'), subject, jobId: job.id }), tools.signal),
    );
  };
  const running = opening.use(
    start(storage, handler, { kinds: [DELIVER, CODE], placeNeeds: { matrix: ['homeserver'] } }),
  );

  const opened = opening.move();
  return {
    ...{ ways, mail, storage, clock, outbox: running.outbox },
    /** Resolves once every job is done, or waits for its time or its place. */
    async idle() {
      for (let still = 0; still < 3; await sleep(2)) {
        await storage.quiet();
        const { leased = [], due = [] } = Object.groupBy(
          await storage.storage.desk.list({ limit: 1_000 }),
          ({ state, dueAt, destination }) => {
            if (state === 'leased') return 'leased';
            const place = placeOf(destination);
            const paused = running.outbox.pausedPlaces().map((one) => one.place);
            const away = paused.includes(place) || (place === 'matrix' && paused.includes('homeserver'));
            return state === 'waiting' && dueAt <= clock.now() && !away ? 'due' : 'rest';
          },
        );
        still = leased.length + due.length === 0 ? still + 1 : 0;
      }
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

describe('a day in which one channel is away', needs('synapse', 'prosody'), () => {
  let relay: Awaited<ReturnType<typeof openRelay>>;
  before(async () => {
    relay = await openRelay();
  });
  after(() => relay?.[Symbol.asyncDispose]());

  /** The numbers of the notifications of one day that people see, in their order. */
  const numbersShown = async (name: string, away: string): Promise<readonly number[]> =>
    ((await relay.ways[name]?.shown()) ?? []).flatMap((text) => {
      const [, number] = new RegExp(`${away} away, number (\\d+)\\.`).exec(text) ?? [];
      return number === undefined ? [] : [Number(number)];
    });
  const from = (first: number, end: number) => Array.from({ length: end - first }, (_, index) => first + index);

  async function accept(away: string, number: number): Promise<void> {
    const { clock, storage, ways } = relay;
    const { notification } = aDelivery('', { title: `${away} away, number ${number}.`, lines: [] });
    const to = Object.entries(ways).map(([channel, { address }]) => ({ channel, address, manner: {} }));
    const at = clock.now();
    await storage.storage.jobs.add([
      ...deliveryJobs({ sender: 'test', id: `${away}${number}` }, notification, to, { at, life: LIFE }),
      {
        ...{ key: `code:${away}${number}`, kind: CODE, destination: 'email:lena', lane: 'codes' as const },
        ...{ dueAt: at, expiresAt: at + HOUR, payload: { v: 1, subject: `${away} code ${number}` } },
      },
    ]);
  }

  async function pass(ms: number, step: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += step) {
      await relay.clock.advance(step);
      await relay.idle();
    }
  }

  for (const away of ['telegram', 'discord', 'email', 'xmpp', 'matrix']) {
    test(`N5: ${away} is away for a day: the others and the codes go on, then it gets everything in order that is not too old`, async () => {
      const { ways, outbox, storage, clock, mail } = relay;
      const way = ways[away] ?? assert.fail(away);
      const others = Object.keys(ways).filter((name) => name !== away);
      await way.down();
      for (let number = 0; number < COUNT; number += 1) {
        await accept(away, number);
        await relay.idle();
        for (const name of others) {
          await eventually(async () => (await numbersShown(name, away)).length > number, { timeoutMs: 60_000 });
          assert.deepEqual(await numbersShown(name, away), from(0, number + 1), name);
        }
        if (away !== 'email') {
          const codes = mail.letters.filter(({ subject }) => subject.startsWith(`${away} code `));
          assert.equal(codes.length, number + 1, 'each code at once');
        }
        await pass(EVERY, HOUR);
      }
      assert.deepEqual(
        outbox.pausedPlaces().map(({ place }) => place),
        [way.place],
      );
      assert.deepEqual(await numbersShown(away, away), []);

      await way.up();
      const young = from(TOO_OLD, COUNT);
      await eventually(
        async () => {
          await pass(MINUTE, 10_000);
          return (await numbersShown(away, away)).length >= young.length;
        },
        { timeoutMs: 120_000, what: 'what waited' },
      );
      assert.deepEqual(await numbersShown(away, away), young);
      const texts = (await way.shown()).filter((text) => text.includes(`${away} away`));
      assert.ok(
        texts.every((text) => text.includes('waiting since then')),
        texts.join('\n'),
      );

      const operate = makeOutboxOperations({ desk: storage.storage.desk, clock, follows: async () => [] });
      const dead = await operate.list({ state: 'dead', kind: DELIVER, limit: 100 });
      assert.deepEqual(
        dead.map(({ code, destination }) => [code, placeOf(destination)]),
        Array.from({ length: TOO_OLD }, () => ['expired', away]),
      );
      await operate.retry('all-dead');
      await eventually(
        async () => {
          await pass(MINUTE, 10_000);
          return (await numbersShown(away, away)).length === COUNT;
        },
        { timeoutMs: 120_000, what: 'what the operator tried again' },
      );
      for (const name of others) assert.deepEqual(await numbersShown(name, away), from(0, COUNT), name);
    });
  }
});
