import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { isLoopback } from '../kernel/host-port.ts';
import type { Logger } from '../kernel/log.ts';
import { plainAddress } from './network-of.ts';
import { makeNetworks } from './networks.ts';

/**
 * Returns the address of the person's machine; undefined if a trusted proxy named no usable one. `quiet`: logs nothing then.
 */
export type ClientAddress = (req: IncomingMessage, quiet?: 'quiet') => string | undefined;

/**
 * Believes `X-Forwarded-For` from trusted proxies only, and takes its right-most address that is not such a proxy. When a trusted
 * proxy sends no usable address, strangers cannot be told apart: limits per network are then off, and one log line says so. They
 * would otherwise count all strangers as one. A request from this machine itself says nothing about strangers.
 *
 * @param trustedProxies addresses or CIDR blocks
 */
export function makeClientAddress(trustedProxies: readonly string[], log: Logger): ClientAddress {
  const isTrusted = makeNetworks(trustedProxies);
  let told = false;

  return (req, quiet) => {
    const peer = plainAddress(req.socket.remoteAddress ?? '');
    if (isIP(peer) === 0) return undefined;
    if (!isTrusted(peer)) return peer;

    const named = forwardedFor(req);
    const client = rightMost(named, isTrusted);
    if (client === undefined && quiet === undefined && !told && !isFromHere(named)) {
      told = true;
      log.warn('limits per network are off: a trusted proxy does not say who asks (X-Forwarded-For)', { proxy: peer });
    }
    return client;
  };
}

/** True if a proxy says that this machine itself asks, e.g. `porter check` where the public name leads to 127.0.0.1. */
export const isFromHere = (named: readonly string[]): boolean =>
  named.length > 0 && named.every((part) => isLoopback(plainAddress(withoutPort(part))));

/** Every `X-Forwarded-For` of the request as one list, left to right. */
export function forwardedFor(req: IncomingMessage): readonly string[] {
  const header = req.headers['x-forwarded-for'];
  const text = Array.isArray(header) ? header.join(',') : (header ?? '');
  return text === '' ? [] : text.split(',').map((part) => part.trim());
}

function rightMost(list: readonly string[], isTrusted: (address: string) => boolean): string | undefined {
  for (const part of list.toReversed()) {
    const address = plainAddress(withoutPort(part));
    // Our proxies write addresses only: whatever stands to the left of another word came from a stranger.
    if (isIP(address) === 0 || address.includes('%')) return undefined;
    if (!isTrusted(address)) return address;
  }
  return undefined;
}

/** Some proxies write `192.0.2.1:5123` or `[2001:db8::1]:5123`. */
function withoutPort(text: string): string {
  return /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
}
