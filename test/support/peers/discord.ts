/**
 * Stands in for https://discord.com/api/v10 and its gateway as a bot and a webhook see them.
 *
 * Models (source: the public documentation, discord/discord-api-docs; error codes from its "Opcodes and Status Codes")
 * - applications/@me with the flag for the text of others
 * - users/@me, users/@me/channels (direct messages), users/@me/guilds, guilds/:id/members/search
 * - messages: post, list from an id on, edit; 2000 characters, empty ones, enforce_nonce with a nonce of 25 characters; a nonce is told
 *   in the answer to the post and is not kept with the message; SUPPRESS_NOTIFICATIONS and SUPPRESS_EMBEDS; who is called
 * - webhooks: look, post with and without `wait`, edit
 * - 401, 401/50027, 403/50001, 50007, 50278, 404/10003, 10004, 10008, 10015, 400/50033, 50035, 50006
 * - the headers of rate limits (`bucket`); anything else through `faults`: 429, 5xx, cut or silent connections, before or after the
 *   message was taken
 * - gateway: hello, identify, ready, heartbeats, messages, resume with replay, reconnect (7), invalid session (9), close codes; the
 *   text of others in a channel of a server only with the intent for it
 *
 * Does not model: how often one may identify, other events, sharding, compression, permissions, threads, embeds, attachments, limits that come by themselves, TLS. How characters are counted
 * is not documented; code points are assumed. A nonce is known until `forgetNonces`: how long "a few minutes" are is not documented.
 */
import { Refused } from './discord/answers.ts';
import { type GatewayControl, INTENTS, makeGateway } from './discord/gateway.ts';
import { type DiscordChannel, type DiscordMessage, type DiscordUser, DiscordWorld } from './discord/world.ts';
import { makeFaultsQueue, type PeerFaults } from './inner/faults-queue.ts';
import { type HttpAnswer, type HttpRequest, serveHttp } from './inner/http.ts';

export interface DiscordCall {
  readonly method: string;
  /** Without `/api/v10`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Discord extends AsyncDisposable {
  /** Base of the API. */
  readonly api: string;
  readonly token: string;
  /** Every request in order, refused ones too. */
  readonly calls: readonly DiscordCall[];
  readonly faults: PeerFaults<DiscordCall, HttpAnswer>;
  /** Told with every answer: how many requests of a kind are left, and in how many seconds there are more. */
  bucket: { readonly remaining: number; readonly resetAfter: number } | undefined;
  /** Messages of a channel, oldest first. */
  messages(channelId: string): readonly DiscordMessage[];
  addUser(user: Partial<DiscordUser> & { readonly id: string }): DiscordUser;
  addGuild(id: string, members: readonly string[]): void;
  addChannel(id: string): DiscordChannel;
  /** Resolves with its URL. */
  addWebhook(id: string, secret: string, channelId: string): string;
  directChannel(userId: string): DiscordChannel;
  closeChannel(id: string): void;
  readonly gateway: GatewayControl;
  /** Somebody writes into a channel. @param more fields of a Message. Resolves with the id of the message. */
  writes(userId: string, channelId: string, content: string, more?: DiscordMessage['more']): string;
  remove(messageId: string): void;
  forgetNonces(): void;
  revokeToken(): void;
  /** Refuses connections until `up`. */
  down(): Promise<void>;
  up(): Promise<void>;
}

/** @param now epoch milliseconds, for the ids of messages */
export async function startDiscord(now: () => number = Date.now): Promise<Discord> {
  const world = new DiscordWorld(now);
  const calls: DiscordCall[] = [];
  const faults = makeFaultsQueue<DiscordCall, HttpAnswer>();
  let token = 'canary-stand-in.discord.token';

  const host = await serveHttp<DiscordCall>({
    port: 0,
    faults,
    upgrade: (request, socket, head) => gateway.upgrade(request, socket, head),
    route(request) {
      const call = readCall(request);
      calls.push(call);
      return { call, handle: () => answer(call) };
    },
  });

  const gatewayUrl = () => `ws://127.0.0.1:${host.port}`;
  const gateway = makeGateway({
    isToken: (given) => given === token,
    url: gatewayUrl,
    ready: () => ({ v: 10, user: shownUser(world.bot), guilds: [], shard: [0, 1] }),
  });
  world.onPost = (message) => {
    const { guildId } = world.channels.get(message.channelId) ?? {};
    const intent = guildId === undefined ? INTENTS.directMessages : INTENTS.guildMessages;
    gateway.dispatch('MESSAGE_CREATE', intent, (intents) => {
      const isReadable =
        guildId === undefined || (intents & INTENTS.messageContent) !== 0 || message.author === world.bot;
      const hidden = isReadable ? {} : { content: '', attachments: [] };
      return { ...shown(message), ...hidden, ...(guildId === undefined ? {} : { guild_id: guildId }) };
    });
  };

  function answer(call: DiscordCall): HttpAnswer {
    const isHook = /^\/webhooks\/\d+\//.test(call.path);
    if (!isHook && call.authorization !== `Bot ${token}`)
      return { status: 401, body: { message: '401: Unauthorized', code: 0 } };
    try {
      for (const [method, form, handle] of routes) {
        const hit = method === call.method ? form.exec(call.path) : null;
        if (hit) return { status: 200, headers: limits(), body: handle(hit.slice(1), call) };
      }
    } catch (error) {
      if (error instanceof Refused) return { ...error.answer, headers: limits() };
      throw error;
    }
    return { status: 404, body: { message: '404: Not Found', code: 0 } };
  }

  const limits = (): Record<string, string> => ({
    'x-ratelimit-limit': '5',
    'x-ratelimit-remaining': String(discord.bucket?.remaining ?? 4),
    'x-ratelimit-reset-after': String(discord.bucket?.resetAfter ?? 1),
    'x-ratelimit-bucket': 'stand-in',
  });

  type Handle = (ids: readonly string[], call: DiscordCall) => unknown;
  const hookUser = (id: string) => ({ id, username: 'hook', bot: true });
  const routes: readonly (readonly [method: string, path: RegExp, handle: Handle])[] = [
    ['GET', /^\/users\/@me$/, () => shownUser(world.bot)],
    [
      'GET',
      /^\/applications\/@me$/,
      // GATEWAY_MESSAGE_CONTENT_LIMITED.
      () => ({ id: world.bot.id, flags: (gateway.withheldIntents & INTENTS.messageContent) === 0 ? 1 << 19 : 0 }),
    ],
    [
      'GET',
      /^\/gateway\/bot$/,
      () => ({
        url: gatewayUrl(),
        shards: 1,
        session_start_limit: { total: 1000, remaining: 999, reset_after: 14_400_000 },
      }),
    ],
    ['GET', /^\/users\/@me\/guilds$/, () => [...world.guilds.keys()].map((id) => ({ id, name: 'A server' }))],
    [
      'POST',
      /^\/users\/@me\/channels$/,
      (_, { body }) => shownChannel(world.directChannel(String(body['recipient_id']))),
    ],
    [
      'GET',
      /^\/guilds\/(\d+)\/members\/search$/,
      ([id = ''], { query }) =>
        world
          .search(id, query.get('query') ?? '', Number(query.get('limit') ?? 1))
          .map((user) => ({ user: shownUser(user), nick: null })),
    ],
    [
      'POST',
      /^\/channels\/(\d+)\/messages$/,
      ([id = ''], { body }) => {
        const message = world.postAsBot(id, body);
        return { ...shown(message), ...(message.nonce === undefined ? {} : { nonce: message.nonce }) };
      },
    ],
    [
      'GET',
      /^\/channels\/(\d+)\/messages$/,
      ([id = ''], { query }) => {
        world.channel(id);
        const after = query.get('after');
        const limit = Math.min(100, Number(query.get('limit') ?? 50));
        const all = discord.messages(id).filter((each) => after === null || BigInt(each.id) > BigInt(after));
        return (after === null ? all.slice(-limit) : all.slice(0, limit)).reverse().map(shown);
      },
    ],
    [
      'PATCH',
      /^\/channels\/(\d+)\/messages\/(\d+)$/,
      ([id = '', message = ''], { body }) => shown(world.edit(world.bot.id, world.channel(id).id, message, body)),
    ],
    [
      'GET',
      /^\/webhooks\/(\d+)\/([\w-]+)$/,
      ([id = '', secret = '']) => ({ id, type: 1, channel_id: world.webhook(id, secret).channelId }),
    ],
    [
      'POST',
      /^\/webhooks\/(\d+)\/([\w-]+)$/,
      ([id = '', secret = ''], { body }) =>
        shown(world.post(hookUser(id), world.webhook(id, secret).channelId, { ...body, nonce: undefined })),
    ],
    [
      'PATCH',
      /^\/webhooks\/(\d+)\/([\w-]+)\/messages\/(\d+)$/,
      ([id = '', secret = '', message = ''], { body }) =>
        shown(world.edit(id, world.webhook(id, secret).channelId, message, body)),
    ],
  ];

  const down = (): Promise<void> => {
    gateway.cut();
    return host.down();
  };

  const discord: Discord = {
    api: `http://127.0.0.1:${host.port}/api`,
    get token() {
      return token;
    },
    calls,
    faults,
    bucket: undefined,
    messages: (channelId) => world.messages.filter((each) => each.channelId === channelId),
    addUser: (user) => world.addUser(user),
    addGuild: (id, members) => void world.guilds.set(id, { id, members: [...members] }),
    addChannel(id) {
      const channel: DiscordChannel = { id, type: 0, guildId: '7', visible: true };
      world.channels.set(id, channel);
      return channel;
    },
    addWebhook(id, secret, channelId) {
      world.webhooks.set(id, { id, secret, channelId });
      return `https://discord.com/api/webhooks/${id}/${secret}`;
    },
    directChannel: (userId) => world.directChannel(userId),
    closeChannel: (id) => void world.channels.delete(id),
    gateway,
    writes(userId, channelId, content, more = {}) {
      const author = world.users.get(userId);
      if (!author) throw new Error(`no such person: ${userId}`);
      return world.write(author, channelId, content, more).id;
    },
    remove(messageId) {
      world.messages = world.messages.filter(({ id }) => id !== messageId);
    },
    forgetNonces: () => world.nonces.clear(),
    revokeToken() {
      token = 'another';
    },
    down,
    up: host.up,
    [Symbol.asyncDispose]: down,
  };
  return discord;
}

const shownUser = ({ id, username, global_name, discriminator, bot }: DiscordUser) => ({
  ...{ id, username, global_name, discriminator, bot, avatar: null },
});
const shownChannel = ({ id, type, recipient }: DiscordChannel) => ({
  ...{ id, type, recipients: recipient ? [shownUser(recipient)] : [] },
});
const shown = ({ id, channelId, author, content, flags, more }: DiscordMessage) => ({
  ...{ id, channel_id: channelId, author, content, flags, type: 0, mentions: [], embeds: [], attachments: [] },
  ...more,
});

function readCall({ method, url, headers, body }: HttpRequest): DiscordCall {
  const path = decodeURIComponent(url.pathname).replace(/^\/api\/v10/, '');
  const parsed: unknown = body.length === 0 ? {} : JSON.parse(body.toString());
  return {
    method,
    path,
    query: url.searchParams,
    authorization: headers.authorization,
    body: parsed as DiscordCall['body'],
  };
}
