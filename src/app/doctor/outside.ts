import { askOutside, type OutsideRequest, type OutsideResponse } from '../../kernel/ask-outside.ts';
import type { Clock } from '../../kernel/clock.ts';
import { lookAtTls, type TlsSeen } from '../../kernel/look-at-tls.ts';
import { makeNameServer, type NameServer } from '../../kernel/name-server.ts';
import { isPublicAddress } from '../../kernel/public-address.ts';

export interface OutsideSettings {
  /** Addresses of this machine and of private networks may be asked as well. */
  readonly allowPrivate: boolean;
  /** The name server to ask instead of this machine's, as `makeNameServer` takes it. */
  readonly dns: string | undefined;
}

export interface AskedOutside extends OutsideRequest {
  /** The host whose addresses are connected to in place of those of the URL's host, as an SRV record wants it. */
  readonly connectTo?: string;
}

/** How `porter doctor` looks at the world: names by DNS alone, connections to allowed addresses alone. Nothing here throws. */
export interface Outside {
  readonly names: NameServer;
  readonly isAllowed: (address: string) => boolean;
  ask(url: string, asked?: AskedOutside): Promise<OutsideResponse>;
  /** For an allowed address. */
  lookAtTls(address: string, port: number, host: string): Promise<TlsSeen>;
  /** Epoch milliseconds. */
  now(): number;
}

/** Throws `TypeError` if `dns` is no address of a name server. */
export function makeOutside({ allowPrivate, dns }: OutsideSettings, clock: Clock): Outside {
  const names = makeNameServer(dns);
  const isAllowed = allowPrivate ? () => true : isPublicAddress;
  const resolving = (instead: string | undefined) => async (host: string) => {
    const found = await names.addresses(instead ?? host);
    if (found.kind === 'found') return found.records;
    throw Object.assign(new Error('not resolved'), { code: found.kind === 'none' ? 'ENOTFOUND' : 'EAI_AGAIN' });
  };
  return {
    names,
    isAllowed,
    ask: (url, { connectTo, ...asked } = {}) =>
      askOutside(url, { isAllowed, clearText: true, resolve: resolving(connectTo) }, asked),
    lookAtTls,
    now: () => clock.now(),
  };
}
