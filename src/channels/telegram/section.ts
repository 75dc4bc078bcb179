import { z } from 'zod';
import { type Credential, count, credential, field, line, url } from '../../config/fields.ts';

/** A proxy for the user account, in the words of the library. */
export interface TelegramProxy {
  readonly ip: string;
  readonly port: number;
  /** A proxy of Telegram's own kind; otherwise SOCKS. */
  readonly MTProxy?: boolean | undefined;
  /** Of a proxy of Telegram's own kind. */
  readonly secret?: Credential | undefined;
  readonly socksType?: 4 | 5 | undefined;
  /** Seconds. */
  readonly timeout?: number | undefined;
  readonly username?: string | undefined;
  readonly password?: Credential | undefined;
}

export interface TelegramBot {
  readonly as: 'bot';
  readonly token: Credential;
  /** Where the Bot API answers, without a slash at the end. */
  readonly url: string;
}

export interface TelegramUser {
  readonly as: 'user';
  readonly apiId: number;
  readonly apiHash: Credential;
  readonly session: Credential;
  readonly useWSS: boolean;
  readonly connectionRetries: number;
  readonly proxy: TelegramProxy | undefined;
}

/** The API id; files of the ancestor hold it as a number or as text. */
const apiId = () =>
  field<number>({ type: 'integer', minimum: 1 }, (value) => {
    const id = typeof value === 'string' && /^\d{1,10}$/.test(value.trim()) ? Number(value) : value;
    return typeof id === 'number' && Number.isSafeInteger(id) && id > 0
      ? { ok: true, value: id }
      : { ok: false, sentence: 'must be the number that my.telegram.org shows as api_id' };
  });

const same = (key: string) => ({ description: `The same as \`${key}\`.` });

const ProxySection = z.strictObject({
  ip: line(253).meta({ description: "The proxy's address.", example: '127.0.0.1' }),
  port: count(1, 65_535).meta({ description: 'Its port.', example: 1080 }),
  MTProxy: z.boolean().optional().meta({ description: "Whether it is a proxy of Telegram's own kind (MTProxy)." }),
  secret: credential().optional().meta({ description: 'The secret of an MTProxy.' }),
  socksType: z
    .literal([4, 5])
    .optional()
    .meta({ description: 'For any other proxy: 4 or 5, for SOCKS4 or SOCKS5.', example: 5 }),
  timeout: count(1, 60).optional().meta({ description: 'Seconds until it must have taken the connection.' }),
  username: line().optional().meta({ description: 'User name at a SOCKS5 proxy.' }),
  password: credential().optional().meta({ description: 'Password at a SOCKS5 proxy.' }),
});

/** Keys that mean the same: Porter's own spelling, and the one of the server whose block may be pasted here. */
const spellings = [
  ['botToken', 'bottoken'],
  ['apiId', 'apiid'],
  ['apiHash', 'apihash'],
] as const;

/** Telegram: as a bot (`botToken`), or as a user account (`session`, with `apiId` and `apiHash`). */
export const TelegramSection = z
  .strictObject({
    botToken: credential()
      .optional()
      .meta({
        description:
          "The bot's token from @BotFather (`porter telegram setup bot`). Instead of a bot a user account can write: session, apiId and apiHash.",
        example: { file: 'telegram.token' },
      }),
    bottoken: credential().optional().meta(same('botToken')),
    session: credential().optional().meta({
      description:
        'A signed-in session of a user account, instead of a bot; `porter telegram setup user` makes it. Whoever has it has the account.',
    }),
    apiId: apiId().optional().meta({ description: 'api_id of my.telegram.org; needed with `session`.' }),
    apiid: apiId().optional().meta(same('apiId')),
    apiHash: credential().optional().meta({ description: 'api_hash of my.telegram.org; needed with `session`.' }),
    apihash: credential().optional().meta(same('apiHash')),
    url: url().prefault('https://api.telegram.org').meta({
      description: 'Where the Bot API answers; another address for a Bot API server of your own.',
    }),
    useWSS: z.boolean().prefault(false).meta({
      description: 'For the user account: connect by WebSocket over TLS, for networks that let nothing else pass.',
    }),
    connectionRetries: count(1, 1000).prefault(5).meta({
      description: 'For the user account: how often one connection is tried before Porter waits and begins anew.',
    }),
    proxy: ProxySection.optional().meta({
      description: 'For the user account: a SOCKS proxy (socksType) or an MTProxy (MTProxy, secret).',
    }),
  })
  .transform((found, context): TelegramBot | TelegramUser => {
    const object = (sentence: string, key?: string) =>
      context.addIssue({ code: 'custom', message: sentence, path: key === undefined ? [] : [key], input: undefined });
    for (const [ours, theirs] of spellings) {
      if (found[ours] !== undefined && found[theirs] !== undefined)
        object(`is the same as ${ours}: leave one of them out`, theirs);
    }
    const token = found.botToken ?? found.bottoken;
    const id = found.apiId ?? found.apiid;
    const hash = found.apiHash ?? found.apihash;
    const { session, useWSS, connectionRetries, proxy } = found;
    if (token !== undefined) {
      if (session !== undefined)
        object('stands beside a bot token: Porter writes as a bot or as a user, so leave one of them out', 'session');
      return { as: 'bot', token, url: found.url };
    }
    if (session === undefined)
      object('needs botToken, or session with apiId and apiHash (porter telegram setup makes either)');
    else if (id === undefined || hash === undefined) object('needs apiId and apiHash beside it', 'session');
    if (proxy) checkProxy(proxy, object);
    if (session === undefined || id === undefined || hash === undefined) return z.NEVER;
    return { as: 'user', apiId: id, apiHash: hash, session, useWSS, connectionRetries, proxy };
  })
  .meta({ description: 'Messages to Telegram: chats, groups, topics and channels.' });

/** Settings that cannot stand beside these: the other spelling, a bot beside a user account, a token of another Bot API server. */
export function displacedBy(own: Readonly<Record<string, unknown>>): readonly string[] {
  const has = (...keys: readonly string[]) => keys.some((key) => own[key] !== undefined);
  const others = spellings.flatMap((pair) => (has(...pair) ? pair : []));
  const bot = has('session', 'url') ? ['botToken', 'bottoken'] : [];
  return [...others, ...bot, ...(has('botToken', 'bottoken') ? ['session'] : [])];
}

function checkProxy(
  { MTProxy, secret, socksType }: TelegramProxy,
  object: (sentence: string, key: string) => void,
): void {
  if (MTProxy === true && secret === undefined) object('needs secret: the proxy is an MTProxy', 'proxy');
  if (MTProxy !== true && socksType === undefined)
    object('needs socksType (4 or 5), or MTProxy: true with secret', 'proxy');
}
