import { openDiscord } from '../../../src/channels/discord/open-discord.ts';
import { LONGEST_MESSAGE } from '../../../src/channels/discord/render.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { Secret } from '../../../src/kernel/secret.ts';
import { makeMemoryStore } from '../../support/memory-store.ts';
import { discordAnswers } from '../../support/peers/discord/answers.ts';
import { readMarkdown } from '../../support/peers/discord/read-markdown.ts';
import { startDiscord } from '../../support/peers/discord.ts';
import { makeTestClock } from '../../support/test-clock.ts';
import { type ChannelRig, channelContract } from './suite.ts';

const ADA = '42000000000000000';

async function rig(address: 'channel:70' | `user:${string}` | 'webhook:ops'): Promise<ChannelRig> {
  const clock = makeTestClock(Date.now());
  const peer = await startDiscord(clock.now);
  peer.addChannel('70');
  peer.addUser({ id: ADA, username: 'ada' });
  const hook = peer.addWebhook('90', 'canary-webhook', '70');
  const isHook = address.startsWith('webhook:');
  const channel = openDiscord(
    {
      ...{ token: isHook ? undefined : new Secret(peer.token), webhooks: { ops: new Secret(hook) } },
      ...{ serverUrl: undefined, api: peer.api },
    },
    { clock, memory: makeMemoryStore(), log: silentLog },
  );
  const place = address.startsWith('user:') ? peer.directChannel(ADA).id : '70';
  const posting = {
    when: ({ method, path }: { method: string; path: string }) => method === 'POST' && !path.startsWith('/users/'),
  };
  return {
    channel,
    address,
    shown: async () => peer.messages(place).map(({ content }) => readMarkdown(content).text),
    lose: () => peer.faults.add({ ...posting, lose: 'answer' }),
    refuse: () =>
      peer.faults.add({
        ...posting,
        answer: isHook
          ? discordAnswers.refusal(404, 10003, 'Unknown Channel')
          : discordAnswers.refusal(403, 50007, 'Cannot send messages to this user'),
      }),
    tooMany: (seconds) => peer.faults.add({ ...posting, answer: discordAnswers.tooMany(seconds) }),
    async down() {
      await peer.down();
      return { up: peer.up };
    },
    async silent() {
      peer.faults.add({ ...posting, hang: 'request' });
      return { [Symbol.dispose]: peer.faults.clear };
    },
    limit: LONGEST_MESSAGE,
    remembersIds: !isHook,
    async [Symbol.asyncDispose]() {
      await channel[Symbol.asyncDispose]();
      await peer[Symbol.asyncDispose]();
    },
  };
}

for (const [name, address] of [
  ['a channel', 'channel:70'],
  ['a person', `user:${ADA}`],
  ['a webhook', 'webhook:ops'],
] as const) {
  channelContract(`discord, ${name}`, () => rig(address));
}
