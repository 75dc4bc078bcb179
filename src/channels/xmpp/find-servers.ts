import { Resolver } from 'node:dns/promises';
import { xmppFault } from './classify.ts';
import type { Service } from './section.ts';

/** @property tls from the first byte; otherwise STARTTLS */
export interface Server {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

interface Record {
  readonly name: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
}

/** Asks DNS for the servers of a name. Rejects with a `code` as `node:dns` does. */
export type ResolveSrv = (name: string) => Promise<readonly Record[]>;

/** Servers that are tried for one login. */
const MOST_SERVERS = 6;

/** Asks the name servers of this machine, for at most ten seconds. */
export const resolveSrv: ResolveSrv = (name) => new Resolver({ timeout: 5_000, tries: 2 }).resolveSrv(name);

/**
 * Where to log in, in the order to try: the address itself, or what DNS says of the domain (RFC 6120, section 3.2; XEP-0368), else
 * the domain itself. The library could ask DNS too, but also fetches a web page of the domain, and one failed response ends its
 * reconnecting for good.
 *
 * Throws a `Fault` that can be tried again if the name server does not respond.
 */
export async function findServers(service: Service, resolve: ResolveSrv): Promise<readonly Server[]> {
  if (service.kind === 'address') return [service];
  const { domain } = service;
  const asked = await Promise.all([ask('xmpps-client', true), ask('xmpp-client', false)]);
  const found = asked
    .flat()
    // A dot alone says that the domain has no such service.
    .filter(({ name }) => name !== '' && name !== '.')
    .sort((a, b) => a.priority - b.priority || b.weight - a.weight)
    .slice(0, MOST_SERVERS)
    .map(({ name, port, tls }) => ({ host: name, port, tls }));
  return found.length > 0 ? found : [{ host: domain, port: 5_222, tls: false }];

  async function ask(kind: string, tls: boolean) {
    try {
      return (await resolve(`_${kind}._tcp.${domain}`)).map((record) => ({ ...record, tls }));
    } catch (error) {
      const { code } = error as { readonly code?: unknown };
      if (code === 'ENOTFOUND' || code === 'ENODATA') return [];
      throw xmppFault(`No name server says where the XMPP server of ${domain} is`, {
        ...{ code: 'xmpp.down', retryable: true, scope: 'channel' },
        remedy: 'Can this machine ask its name server? channels.xmpp.service can name a host and a port instead.',
      });
    }
  }
}
