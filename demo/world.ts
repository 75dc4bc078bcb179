import { HOW_TO_GET } from '../scripts/parts.mjs';
import { eventually } from '../test/support/eventually.ts';
import { freePort } from '../test/support/free-port.ts';
import { startMail, type TestMail } from '../test/support/mail.ts';
import type { MatrixUser } from '../test/support/matrix-user.ts';
import { type Discord, startDiscord } from '../test/support/peers/discord.ts';
import { startTelegramBotApi, type TelegramBotApi } from '../test/support/peers/telegram-bot-api.ts';
import { type PorterProcess, startPorter } from '../test/support/porter-process.ts';
import { startSynapse, type TestSynapse } from '../test/support/synapse.ts';
import { installModule, localStore } from './accounts.ts';
import { type Chat, openChat } from './chat.ts';
import type { DemoPorts } from './ports.ts';

/** Everything that the demo runs. Disposing ends what was started, in reverse order, by process id. */
export interface World extends AsyncDisposable {
  readonly synapse: TestSynapse;
  readonly mail: TestMail;
  readonly porter: PorterProcess;
  /** Server admin and owner of the team room. */
  readonly admin: MatrixUser;
  /** The user who votes. */
  readonly moderator: MatrixUser;
  /** The team room's id. */
  readonly room: string;
  /** The room in which notifications arrive. */
  readonly ops: string;
  readonly telegram: TelegramBotApi;
  readonly discord: Discord;
  /** Undefined where there is no Prosody. */
  readonly xmpp: Chat | undefined;
  /** `host:port` of Porter's identity API. Undefined where the accounts live in Synapse. */
  readonly identityApi: string | undefined;
}

/** Where notifications arrive in the demo besides the room and the mail catcher. */
export const GROUP = -100_123;
export const CHANNEL = '70';
export const OPS_ADDRESS = 'ops@example.org';

/** Where the accounts live, as in `accounts.store`. */
export type Store = 'synapse' | 'local';

/** Fixed ports for people; free ones where nobody looks. */
type Ports = Omit<DemoPorts, 'watch'>;

export const ADMIN_PASSWORD = 'password-of-admin';
export const MODERATOR_PASSWORD = 'password-of-moderator';

/**
 * Settings beyond the smallest file: refusals are sent soon, somebody who tries the form often is not shut out, notifications go to
 * every channel that can run here, and the team hears of applications on a second one.
 */
const config = (
  homeserver: string,
  {
    telegram,
    discord,
    xmpp,
    ops,
    admin,
    identityApi,
  }: Pick<World, 'telegram' | 'discord' | 'xmpp' | 'ops' | 'admin' | 'identityApi'>,
) => ({
  ...(identityApi !== undefined && localStore(identityApi)),
  homeserver: { publicUrl: homeserver },
  channels: {
    telegram: { botToken: telegram.token, url: telegram.url },
    discord: { token: discord.token, api: discord.api },
    ...(xmpp && { xmpp: xmpp.section }),
  },
  notifications: {
    invitedBy: [admin.userId],
    targets: {
      ops: [
        ...[`matrix:${ops}`, 'group', `discord:channel:${CHANNEL}`, `email:${OPS_ADDRESS}`],
        ...(xmpp ? [`xmpp:${xmpp.person.jid}`] : []),
      ],
      group: [`telegram:${GROUP}`],
    },
    routes: [{ origin: 'registration', to: ['group'] }],
  },
  site: { title: 'Porter demo' },
  registration: {
    declineDelay: '20s',
    limits: {
      ...{ perNetworkAtOnce: 100, perNetworkPerHour: 1_000, perDay: 1_000, perDomainPerDay: 1_000 },
      ...{ unprovedPerHour: 1_000, unprovedPerDomainPerDay: 1_000 },
    },
  },
});

/**
 * @param told called with one sentence for each thing that has happened
 * @param asked when it aborts, everything opened so far is closed again
 */
export async function openWorld(
  told: (sentence: string) => void,
  asked: AbortSignal,
  { ports, store }: { readonly ports: Ports | undefined; readonly store: Store },
): Promise<World> {
  await using opened = new AsyncDisposableStack();
  const mail = opened.use(await startMail());
  const synapse = opened.use(await startSynapse(ports ? { port: ports.homeserver } : {}));
  const identityApi = store === 'local' ? `127.0.0.1:${await freePort()}` : undefined;
  if (identityApi !== undefined) await installModule(synapse, identityApi);
  const telegram = opened.use(await startTelegramBotApi());
  telegram.addGroup(GROUP);
  const discord = opened.use(await startDiscord());
  discord.addChannel(CHANNEL);
  const xmpp = await openChat();
  if (xmpp) opened.use(xmpp);
  else told(`XMPP is left out. ${HOW_TO_GET.prosody}`);
  told(
    `A real Synapse runs at ${synapse.url} as ${synapse.serverName},${xmpp ? ' a real Prosody,' : ''} a mail catcher at ${mail.url}, and stand-ins for Telegram and Discord.`,
  );

  asked.throwIfAborted();
  const admin = await synapse.registerAdmin('admin');
  const moderator = await synapse.registerUser('moderator');
  await synapse.promotePorter(admin);
  const room = await admin.createRoom({ name: 'Team', alias: 'team', invite: [moderator.userId] });
  await moderator.join(room);
  const ops = await admin.createRoom({ name: 'Ops', invite: [synapse.userId('porter')] });
  told(`${admin.userId} made the team room #team:porter.test, and ${moderator.userId} joined it.`);

  asked.throwIfAborted();
  const ended = whenAborted(asked);
  ended.catch(() => {});
  const porter = opened.use(
    await startPorter({
      synapse,
      mail,
      config: config(synapse.url, { telegram, discord, xmpp, ops, admin, identityApi }),
      start: false,
      ...(ports ? { ports } : {}),
    }),
  );
  await Promise.race([ended, porter.start()]);
  await Promise.race([ended, invite(admin, room, synapse.userId('porter'))]);
  await Promise.race([ended, joined(admin, ops, synapse.userId('porter'), 'the room of notifications')]);
  await Promise.race([ended, porter.ready(90_000)]);
  told(`Porter is in the team room, and the door is open at ${porter.site}.`);

  const rest = opened.move();
  const outside = { telegram, discord, xmpp, ops, identityApi };
  return {
    synapse,
    mail,
    porter,
    admin,
    moderator,
    room,
    ...outside,
    [Symbol.asyncDispose]: () => rest.disposeAsync(),
  };
}

/** Never resolves. Rejects when the signal aborts. */
export function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

async function invite(admin: MatrixUser, room: string, porter: string): Promise<void> {
  await admin.invite(room, porter);
  await joined(admin, room, porter, 'the team room');
}

async function joined(admin: MatrixUser, room: string, porter: string, what: string): Promise<void> {
  await eventually(async () => (await admin.state(room, 'm.room.member', porter))?.['membership'] === 'join', {
    timeoutMs: 90_000,
    everyMs: 100,
    what: `Porter to join ${what}`,
  });
}
