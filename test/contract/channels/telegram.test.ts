import { openBot } from '../../../src/channels/telegram/open-bot.ts';
import { openUser } from '../../../src/channels/telegram/open-user.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import { Secret } from '../../../src/kernel/secret.ts';
import type { OpenChannel } from '../../../src/ports/channel.ts';
import type { PeerFaults } from '../../support/peers/inner/faults-queue.ts';
import { botApiAnswers, startTelegramBotApi } from '../../support/peers/telegram-bot-api.ts';
import { startTelegramMtproto } from '../../support/peers/telegram-mtproto.ts';
import { accountAt } from '../../support/telegram-account.ts';
import { type ChannelRig, channelContract } from './suite.ts';

interface Peer<Answer> extends AsyncDisposable {
  readonly sent: readonly { readonly text: string }[];
  readonly faults: PeerFaults<{ readonly method: string }, Answer>;
  down(): Promise<void>;
  up(): Promise<void>;
}

/** What both stand-ins have in common. @param tooMany the answer that asks to wait */
const rigOf = <Answer>(
  peer: Peer<Answer>,
  channel: OpenChannel,
  person: { reach: string },
  tooMany: (seconds: number) => Answer,
): Omit<ChannelRig, 'address' | 'remembersIds'> => {
  const when = ({ method }: { readonly method: string }) => /sendMessage$/i.test(method);
  return {
    channel,
    shown: async () => peer.sent.map(({ text }) => text),
    lose: () => peer.faults.add({ when, lose: 'answer' }),
    refuse() {
      person.reach = 'blocked';
    },
    tooMany: (seconds) => peer.faults.add({ when, answer: tooMany(seconds) }),
    async down() {
      await peer.down();
      return { up: peer.up };
    },
    async silent() {
      peer.faults.add({ when, hang: 'request' });
      return { [Symbol.dispose]: peer.faults.clear };
    },
    limit: 4_096,
    async [Symbol.asyncDispose]() {
      await channel[Symbol.asyncDispose]();
      await peer[Symbol.asyncDispose]();
    },
  };
};

channelContract('telegram, as a bot', async () => {
  const telegram = await startTelegramBotApi();
  const channel = openBot({ as: 'bot', token: new Secret(telegram.token), url: telegram.url }, systemClock);
  const rig = rigOf(telegram, channel, telegram.addUser(42), botApiAnswers.tooMany);
  return { ...rig, address: '42', remembersIds: false };
});

channelContract('telegram, as a user account', async () => {
  const telegram = await startTelegramMtproto();
  telegram.addUser({ id: 100, username: 'relay' });
  const channel = openUser(accountAt(telegram, telegram.mintSession(100)), systemClock);
  const grace = telegram.addUser({ id: 200, username: 'grace_h' });
  const rig = rigOf(telegram, channel, grace, (seconds) => ({ code: 420, message: `FLOOD_WAIT_${seconds}` }));
  return { ...rig, address: '@grace_h', remembersIds: true };
});
