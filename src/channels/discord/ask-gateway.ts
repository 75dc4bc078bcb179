import { Fault } from '../../kernel/fault.ts';
import { isObject } from '../../kernel/is-object.ts';
import { partsOf } from './address.ts';
import { intentRefused } from './gateway-fault.ts';
import type { Ask } from './messages.ts';
import { RequestFailed } from './request-failed.ts';

/** What the gateway is asked for (Discord's documentation, "Gateway Intents"). The operator has to allow the text of others. */
const GUILD_MESSAGES = 1 << 9;
const DIRECT_MESSAGES = 1 << 12;
const MESSAGE_CONTENT = 1 << 15;

/** What has to be asked for to hear at these addresses. Direct messages alone need nothing that the operator has to allow. */
export const intentsFor = (addresses: readonly string[]): number =>
  DIRECT_MESSAGES |
  (addresses.some((address) => partsOf(address).kind === 'channel') ? GUILD_MESSAGES | MESSAGE_CONTENT : 0);

/** What the application of the bot was allowed (Discord's documentation, "Application Flags"); the second while the bot is on few servers. */
const MAY_READ_CONTENT = (1 << 18) | (1 << 19);

/** Asks whether the operator has allowed what hearing at these addresses takes. Throws `Fault` if not, and `RequestFailed`. */
export async function checkIntents(ask: Ask, addresses: readonly string[]): Promise<void> {
  if ((intentsFor(addresses) & MESSAGE_CONTENT) === 0) return;
  const told = await ask({ method: 'get', path: '/applications/@me' });
  const flags = isObject(told) ? Number(told['flags'] ?? 0) : 0;
  if ((flags & MAY_READ_CONTENT) === 0) throw intentRefused();
}

/** The token goes there, so it must be as safe as the way to the API. @param api where that answers */
export function isTrusted(url: string, api: string): boolean {
  const protocol = URL.parse(url)?.protocol;
  return protocol === 'wss:' || (protocol === 'ws:' && api.startsWith('http:'));
}

/** Asks where the gateway is. Throws `Fault` if no session may be begun now, and `RequestFailed`. */
export async function gatewayUrl(ask: Ask, api: string): Promise<string> {
  const told = await ask({ method: 'get', path: '/gateway/bot' });
  const { url, session_start_limit: limit } = isObject(told) ? told : {};
  const { remaining, reset_after: resetAfter } = isObject(limit) ? limit : {};
  if (remaining === 0) {
    throw new Fault('Discord begins no more sessions with this bot today', {
      ...{ code: 'discord.sessions-used-up', retryable: true, scope: 'channel', place: 'discord' },
      ...(typeof resetAfter === 'number' ? { afterMs: resetAfter } : {}),
      remedy: 'Does another program use this bot? Give Porter one of its own.',
    });
  }
  if (typeof url === 'string' && isTrusted(url, api)) return url.replace(/\/$/, '');
  throw new RequestFailed({ kind: 'odd-response', status: 200 });
}
