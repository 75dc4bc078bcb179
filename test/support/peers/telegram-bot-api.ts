/**
 * Stands in for https://api.telegram.org as a bot sees it that sends and hears: the HTTP Bot API.
 *
 * Models (sources: core.telegram.org/bots/api; texts and the order of checks after the open server tdlib/telegram-bot-api)
 * - getMe, sendMessage, editMessageText; arguments as JSON; names that ignore case
 * - who can be written to: unknown → 400 chat not found, never started → 403 can't initiate, blocked → 403, gone → 403, kicked from a
 *   group → 403, upgraded group → 400 with migrate_to_chat_id; @names are for groups and channels only
 * - getUpdates with its offset and long polling; 409 while a webhook is set, and for the earlier of two that ask
 * - HTML with the real refusals, 4096 code points, edits that change nothing
 * - 401 for a wrong token, 404 for one without a colon; anything else through `faults`: 429, 5xx (JSON or the HTML of a gateway),
 *   cut or silent connections, before or after the message was taken
 *
 * Does not model: media, inline mode, updates of other kinds than messages, TLS, and whether a topic exists. The service has no key by which it recognises a
 * repeat: a lost answer followed by a repeat is two messages, here as there.
 */
import { freePort } from '../free-port.ts';
import { makeFaultsQueue, type PeerFaults } from './inner/faults-queue.ts';
import { type HttpAnswer, type HttpRequest, serveHttp } from './inner/http.ts';
import { type Entity, formatText, TextRefused } from './telegram/bot-api-html.ts';
import { makeUpdates, type Updates } from './telegram/bot-api-updates.ts';

export interface BotApiUser {
  readonly id: number;
  /** Whether the bot can write to this person. */
  reach: 'never-started' | 'open' | 'blocked' | 'deactivated';
}

export interface BotApiGroup {
  readonly id: number;
  readonly type: 'group' | 'supergroup' | 'channel';
  readonly username: string | undefined;
  bot: 'member' | 'kicked';
  migratedTo: number | undefined;
}

type Args = Readonly<Record<string, unknown>>;

export interface BotApiCall {
  readonly method: string;
  readonly token: string;
  readonly args: Args;
}

/** A message the service took, in order of taking. */
export interface BotApiMessage {
  readonly chatId: number;
  readonly messageId: number;
  text: string;
  entities: readonly Entity[];
  readonly silent: boolean;
  readonly topic: number | undefined;
  /** Earlier texts, oldest first. */
  readonly earlier: readonly string[];
}

export interface TelegramBotApi extends AsyncDisposable {
  /** `${url}/bot${token}/getMe` answers. */
  readonly url: string;
  readonly token: string;
  /** Every request in order, refused ones too. */
  readonly calls: readonly BotApiCall[];
  readonly sent: readonly BotApiMessage[];
  readonly faults: PeerFaults<BotApiCall, HttpAnswer>;
  /** What people write to the bot. */
  readonly updates: Updates;
  addUser(id: number, reach?: BotApiUser['reach']): BotApiUser;
  addGroup(id: number, group?: Partial<Pick<BotApiGroup, 'type' | 'username'>>): BotApiGroup;
  /** Changes the token, as BotFather does: the old one is answered 401. */
  revokeToken(next: string): void;
  down(): Promise<void>;
  up(): Promise<void>;
}

/** Ready-made answers for `faults.add({ answer })`. */
export const botApiAnswers = {
  refused: (status: number, description: string): HttpAnswer => ({
    status,
    body: { ok: false, error_code: status, description },
  }),
  tooMany: (seconds: number): HttpAnswer => ({
    status: 429,
    headers: { 'retry-after': String(seconds) },
    body: {
      ...{ ok: false, error_code: 429, description: `Too Many Requests: retry after ${seconds}` },
      parameters: { retry_after: seconds },
    },
  }),
  badGateway: { status: 502, body: '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n</html>\r\n' },
};

class Refused extends Error {
  readonly status: number;
  readonly parameters: Args | undefined;
  constructor(status: number, description: string, parameters?: Args) {
    super(description);
    this.status = status;
    this.parameters = parameters;
  }
}
const badRequest = (what: string, parameters?: Args) => new Refused(400, `Bad Request: ${what}`, parameters);

const LONGEST_TEXT = 4096;
const text = (value: unknown): string => (value === undefined || value === null ? '' : String(value));

export async function startTelegramBotApi(username = 'porter_bot'): Promise<TelegramBotApi> {
  let token = '7000001:stand-in-token';
  const bot = { id: Number(token.split(':')[0]), is_bot: true, first_name: 'Porter', username };
  const users = new Map<number, BotApiUser>();
  const groups = new Map<number, BotApiGroup>();
  const calls: BotApiCall[] = [];
  const sent: (BotApiMessage & { earlier: string[] })[] = [];
  const faults = makeFaultsQueue<BotApiCall, HttpAnswer>();
  const updates = makeUpdates();

  function findChat(value: unknown): BotApiUser | BotApiGroup {
    const name = text(value);
    if (name === '') throw badRequest('chat_id is empty');
    const wanted = name.startsWith('@') ? name.slice(1).toLowerCase() : undefined;
    const named = [...groups.values()].find(({ username }) => wanted && username?.toLowerCase() === wanted);
    const chat = named ?? users.get(Number(name)) ?? groups.get(Number(name));
    if (!chat) throw badRequest('chat not found');
    return chat;
  }

  function mayWrite(chat: BotApiUser | BotApiGroup): void {
    if ('reach' in chat) {
      const { reach } = chat;
      if (reach === 'deactivated') throw new Refused(403, 'Forbidden: user is deactivated');
      if (reach === 'blocked') throw new Refused(403, 'Forbidden: bot was blocked by the user');
      if (reach === 'never-started') throw new Refused(403, "Forbidden: bot can't initiate conversation with a user");
      return;
    }
    if (chat.migratedTo !== undefined) {
      const parameters = { migrate_to_chat_id: chat.migratedTo };
      throw badRequest('group chat was upgraded to a supergroup chat', parameters);
    }
    if (chat.bot === 'kicked') throw new Refused(403, `Forbidden: bot was kicked from the ${chat.type} chat`);
  }

  function formatted(args: Args) {
    const raw = text(args['text']);
    if (raw === '') throw badRequest('message text is empty');
    try {
      return formatText(raw, text(args['parse_mode']));
    } catch (error) {
      if (error instanceof TextRefused) throw badRequest(error.message);
      throw error;
    }
  }

  const answerOf = ({ chatId, messageId, text: body }: BotApiMessage) => ({
    ...{ message_id: messageId, from: bot, chat: { id: chatId }, text: body },
  });

  const methods: Readonly<Record<string, (args: Args) => unknown>> = {
    getme: () => bot,

    getupdates: (args) =>
      updates.get(args).catch((error: unknown) => {
        throw new Refused(409, `Conflict: ${error instanceof Error ? error.message : ''}`);
      }),

    sendmessage(args) {
      const { text: body, entities } = formatted(args);
      const chat = findChat(args['chat_id']);
      mayWrite(chat);
      if (body === '') throw badRequest('text must be non-empty');
      if ([...body].length > LONGEST_TEXT) throw badRequest('message is too long');
      const topic = args['message_thread_id'];
      const message = {
        ...{ chatId: chat.id, messageId: sent.length + 1, text: body, entities, earlier: [] },
        silent: args['disable_notification'] === true,
        topic: topic === undefined ? undefined : Number(topic),
      };
      sent.push(message);
      return answerOf(message);
    },

    editmessagetext(args) {
      const { text: body, entities } = formatted(args);
      const chat = findChat(args['chat_id']);
      mayWrite(chat);
      const id = Number(args['message_id']);
      const message = sent.find(({ chatId, messageId }) => chatId === chat.id && messageId === id);
      if (!message) throw badRequest('message to edit not found');
      if ([...body].length > LONGEST_TEXT) throw badRequest('MESSAGE_TOO_LONG');
      if (body === message.text && JSON.stringify(entities) === JSON.stringify(message.entities)) {
        throw badRequest('message is not modified: specified new message content is exactly the same');
      }
      message.earlier.push(message.text);
      Object.assign(message, { text: body, entities });
      return answerOf(message);
    },
  };

  async function handle(call: BotApiCall): Promise<HttpAnswer> {
    try {
      if (!call.token.includes(':')) throw new Refused(404, 'Not Found');
      if (call.token !== token) throw new Refused(401, 'Unauthorized');
      const method = methods[call.method.toLowerCase()];
      if (!method) throw new Refused(404, 'Not Found: method not found');
      return { status: 200, body: { ok: true, result: await method(call.args) } };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { status, message: description, parameters } = error;
      return { status, body: { ok: false, error_code: status, description, ...(parameters ? { parameters } : {}) } };
    }
  }

  const host = await serveHttp<BotApiCall>({
    port: await freePort(),
    faults,
    route(request) {
      const call = readCall(request);
      calls.push(call);
      return { call, handle: () => handle(call) };
    },
  });
  return {
    url: `http://127.0.0.1:${host.port}`,
    get token() {
      return token;
    },
    ...{ calls, sent, faults, updates, down: host.down, up: host.up },
    addUser(id, reach = 'open') {
      const user: BotApiUser = { id, reach };
      users.set(id, user);
      return user;
    },
    addGroup(id, { type = 'supergroup', username: name } = {}) {
      const group: BotApiGroup = { id, type, username: name, bot: 'member', migratedTo: undefined };
      groups.set(id, group);
      return group;
    },
    revokeToken(next) {
      token = next;
    },
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  };
}

function readCall({ url, body }: HttpRequest): BotApiCall {
  const [, token = '', method = ''] = /^\/bot([^/]*)\/([^/]+)$/.exec(url.pathname) ?? [];
  const args: unknown = body.length === 0 ? {} : JSON.parse(body.toString());
  return { token: decodeURIComponent(token), method, args: args as Args };
}
