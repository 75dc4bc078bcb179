import { after } from 'node:test';
import { LONGEST_BODY } from '../../../src/channels/xmpp/render.ts';
import { makeLazy } from '../../../src/kernel/lazy.ts';
import { needs } from '../../support/needs.ts';
import { startEjabberd } from '../../support/xmpp/ejabberd.ts';
import { openPerson, type Received } from '../../support/xmpp/person.ts';
import { startProsodyForClients } from '../../support/xmpp/prosody.ts';
import { openPorter } from '../../support/xmpp/rig.ts';
import type { XmppServer } from '../../support/xmpp/server.ts';
import { type ChannelRig, channelContract } from './suite.ts';

for (const [part, start] of [
  ['prosody', startProsodyForClients],
  ['ejabberd', startEjabberd],
] as const) {
  const server = makeLazy(() => start());
  channelContract(`xmpp at ${part}`, async () => open(await server.get()), needs(part));
  after(async () => (await server.peek())?.[Symbol.asyncDispose]());
}

let people = 0;

async function open(server: XmppServer): Promise<ChannelRig> {
  people += 1;
  const user = `ada${people}`;
  await using opened = new AsyncDisposableStack();
  const { channel, proxy, jid, windows } = opened.use(await openPorter(server));
  const clients = [opened.use(await openPerson(server, user))];
  const stack = opened.move();
  const received = (): readonly Received[] => clients.flatMap((client) => client.received);
  return {
    channel,
    address: `${user}@porter.test`,
    // Nobody sees a word joiner.
    shown: async () => received().map(({ body }) => body.replaceAll('\u2060', '')),
    async refuse() {
      windows.held = true;
      await clients[0]?.block(jid);
    },
    async down() {
      await server.stop();
      return {
        async up() {
          await server.start();
          clients.push(stack.use(await openPerson(server, user, { known: true })));
        },
      };
    },
    async silent() {
      await proxy.set({ blackHole: 'toClient' });
      return { [Symbol.dispose]: () => void proxy.heal().then(() => proxy.cut()) };
    },
    limit: LONGEST_BODY,
    // Porter itself does, as long as the process lives.
    remembersIds: true,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
