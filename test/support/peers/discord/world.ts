import { formError, Refused } from './answers.ts';

export interface DiscordUser {
  readonly id: string;
  username: string;
  readonly global_name: string | null;
  readonly discriminator: string;
  readonly bot: boolean;
  /** What happens to a direct message. */
  direct: 'open' | 'closed' | 'no-common-guild';
}

export interface DiscordChannel {
  readonly id: string;
  readonly type: 0 | 1;
  readonly recipient?: DiscordUser;
  readonly guildId?: string;
  /** False answers 403/50001, as after the bot lost sight of the channel. */
  visible: boolean;
}

export interface DiscordMessage {
  readonly id: string;
  readonly channelId: string;
  /** Of a person, the bot or a webhook. */
  readonly author: { readonly id: string; readonly username: string; readonly bot: boolean };
  readonly nonce: string | undefined;
  readonly flags: number;
  /** Who is called by it: ids of people, `everyone`. */
  readonly calls: readonly string[];
  content: string;
  /** Fields of a Message that differ from the usual ones: attachments, `webhook_id`, another `type`. */
  readonly more: Readonly<Record<string, unknown>>;
}

export interface DiscordWebhook {
  readonly id: string;
  readonly secret: string;
  readonly channelId: string;
}

type Body = Readonly<Record<string, unknown>>;

const TEXT_LIMIT = 2000;
const NONCE_LIMIT = 25;
/** The flags a bot may set: SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS. */
const SETTABLE_FLAGS = (1 << 2) | (1 << 12);
const EPOCH = 1_420_070_400_000n;

/** Users, servers, channels and messages of the stand-in, and the rules by which they change. */
export class DiscordWorld {
  readonly users = new Map<string, DiscordUser>();
  readonly guilds = new Map<string, { readonly id: string; readonly members: string[] }>();
  readonly channels = new Map<string, DiscordChannel>();
  readonly webhooks = new Map<string, DiscordWebhook>();
  messages: DiscordMessage[] = [];
  readonly nonces = new Map<string, DiscordMessage>();
  readonly bot: DiscordUser;
  /** Called with every new message. */
  onPost: (message: DiscordMessage) => void = () => undefined;
  readonly #now: () => number;
  #made = 0n;

  constructor(now: () => number) {
    this.#now = now;
    this.bot = this.addUser({ id: '1000000000000000001', username: 'porter', bot: true });
  }

  /** An id as the service makes them: the time comes first. */
  snowflake(): string {
    this.#made += 1n;
    return String(((BigInt(this.#now()) - EPOCH) << 22n) | (this.#made & 0xfffn));
  }

  addUser(user: Partial<DiscordUser> & { readonly id: string }): DiscordUser {
    const made = {
      username: 'ada',
      global_name: null,
      discriminator: '0',
      bot: false,
      direct: 'open',
      ...user,
    } as const;
    this.users.set(made.id, made);
    return made;
  }

  directChannel(userId: string): DiscordChannel {
    const known = [...this.channels.values()].find(({ recipient }) => recipient?.id === userId);
    if (known) return known;
    const recipient = this.users.get(userId);
    if (!recipient) throw new Refused(400, 50033, 'Invalid Recipient(s)');
    const channel: DiscordChannel = { id: this.snowflake(), type: 1, recipient, visible: true };
    this.channels.set(channel.id, channel);
    return channel;
  }

  channel(id: string): DiscordChannel {
    const channel = this.channels.get(id);
    if (!channel) throw new Refused(404, 10003, 'Unknown Channel');
    if (!channel.visible) throw new Refused(403, 50001, 'Missing Access');
    return channel;
  }

  message(channelId: string, id: string): DiscordMessage {
    const message = this.messages.find((each) => each.id === id && each.channelId === channelId);
    if (!message) throw new Refused(404, 10008, 'Unknown Message');
    return message;
  }

  post(author: DiscordMessage['author'], channelId: string, body: Body): DiscordMessage {
    const content = checkedText(body).trim();
    if (content === '') throw new Refused(400, 50006, 'Cannot send an empty message');
    const message: DiscordMessage = {
      ...{ id: this.snowflake(), channelId, author, content, calls: calledBy(content, body['allowed_mentions']) },
      nonce: typeof body['nonce'] === 'string' ? body['nonce'] : undefined,
      flags: Number(body['flags'] ?? 0) & SETTABLE_FLAGS,
      more: {},
    };
    return this.#add(message);
  }

  /** Somebody writes by an app of Discord's own, which has more than text. @param more of the fields of a Message */
  write(author: DiscordMessage['author'], channelId: string, content: string, more: Body): DiscordMessage {
    const written = { author, content, channelId, more };
    return this.#add({ ...written, id: this.snowflake(), nonce: undefined, flags: 0, calls: [] });
  }

  #add(message: DiscordMessage): DiscordMessage {
    this.messages.push(message);
    this.onPost(message);
    return message;
  }

  /** The bot posts. A nonce that is enforced and known gives the earlier message again. */
  postAsBot(channelId: string, body: Body): DiscordMessage {
    const channel = this.channel(channelId);
    const nonce = typeof body['nonce'] === 'string' && body['enforce_nonce'] === true ? body['nonce'] : undefined;
    checkedText(body);
    const { direct } = channel.recipient ?? {};
    if (direct === 'closed') throw new Refused(403, 50007, 'Cannot send messages to this user');
    if (direct === 'no-common-guild')
      throw new Refused(403, 50278, 'Cannot send messages to this user due to having no mutual guilds');
    const before = nonce === undefined ? undefined : this.nonces.get(nonce);
    // Also when it was deleted since: then the service does not find it (discord-api-docs 6647).
    if (before !== undefined) return this.message(before.channelId, before.id);
    const message = this.post(this.bot, channelId, body);
    if (nonce !== undefined) this.nonces.set(nonce, message);
    return message;
  }

  edit(author: string, channelId: string, id: string, body: Body): DiscordMessage {
    const message = this.message(channelId, id);
    if (message.author.id !== author) throw new Refused(403, 50005, 'Cannot edit a message authored by another user');
    message.content = checkedText(body).trim();
    return message;
  }

  webhook(id: string, secret: string): DiscordWebhook {
    const webhook = this.webhooks.get(id);
    if (!webhook) throw new Refused(404, 10015, 'Unknown Webhook');
    if (webhook.secret !== secret) throw new Refused(401, 50027, 'Invalid Webhook Token');
    return webhook;
  }

  /** Members whose user name or other name begins so; whoever asks must compare. */
  search(guildId: string, query: string, limit: number): readonly DiscordUser[] {
    const guild = this.guilds.get(guildId);
    if (!guild) throw new Refused(404, 10004, 'Unknown Guild');
    const begins = (name: string | null) => name?.toLowerCase().startsWith(query.toLowerCase()) === true;
    return guild.members
      .flatMap((id) => this.users.get(id) ?? [])
      .filter(({ username, global_name }) => begins(username) || begins(global_name))
      .slice(0, limit);
  }
}

function checkedText({ content, nonce }: Body): string {
  if (typeof content !== 'string')
    throw formError('content', 'BASE_TYPE_STRING', 'Could not interpret "content" as string.');
  if ([...content].length > TEXT_LIMIT)
    throw formError('content', 'BASE_TYPE_MAX_LENGTH', `Must be ${TEXT_LIMIT} or fewer in length.`);
  if (typeof nonce === 'string' && nonce.length > NONCE_LIMIT)
    throw formError('nonce', 'NONCE_TYPE_TOO_LONG', `Nonce exceeds ${NONCE_LIMIT} characters.`);
  return content;
}

function calledBy(content: string, allowed: unknown): readonly string[] {
  const { parse } = (allowed ?? { parse: ['users', 'everyone'] }) as { readonly parse?: readonly string[] };
  const people = [...content.matchAll(/<@!?(\d+)>/g)].map(([, id = '']) => id);
  const everyone = /@(everyone|here)\b/.test(content) ? ['everyone'] : [];
  return [...(parse?.includes('users') ? people : []), ...(parse?.includes('everyone') ? everyone : [])];
}
