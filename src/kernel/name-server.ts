import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Resolved } from './ask-outside.ts';
import { SECOND } from './clock.ts';
import { codeOf, whyUnreachable } from './why-unreachable.ts';

/** `none`: the name or such a record does not exist. `unknown`: nobody could say. */
export type Records<One> =
  | { readonly kind: 'found'; readonly records: readonly One[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly why: string };

/** What the DNS says. Nothing here throws. */
export interface NameServer {
  /** IPv4 and IPv6 together. An address stands for itself, and `localhost` for 127.0.0.1. */
  addresses(host: string): Promise<Records<Resolved>>;
  /** The pieces of one record joined. */
  texts(name: string): Promise<Records<string>>;
  /** Host names, the preferred one first; '' says that the domain takes no mail (RFC 7505). */
  mailServers(domain: string): Promise<Records<string>>;
  services(name: string): Promise<Records<{ readonly name: string; readonly port: number }>>;
}

/** Records of one kind that are read. */
const MOST_RECORDS = 50;
const PATIENCE = 3 * SECOND;
const TRIES = 2;
const nothingThere: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA']);

/**
 * Asks the name servers of this machine, or the one that is given. The file `/etc/hosts` is not read: the world does not have it.
 *
 * @param server `192.0.2.53`, `192.0.2.53:5353` or `[2001:db8::53]:53`; throws `TypeError` for anything else
 */
export function makeNameServer(server?: string): NameServer {
  const resolver = new Resolver({ timeout: PATIENCE, tries: TRIES });
  if (server !== undefined) resolver.setServers([server]);

  const look = async <Raw, One>(asked: Promise<readonly Raw[]>, read: (raw: Raw) => One): Promise<Records<One>> => {
    try {
      const records = (await asked).slice(0, MOST_RECORDS).map(read);
      return records.length === 0 ? { kind: 'none' } : { kind: 'found', records };
    } catch (error) {
      const code = codeOf(error) ?? '';
      return nothingThere.has(code) ? { kind: 'none' } : { kind: 'unknown', why: whyOf(code) };
    }
  };
  const inOrder = <One extends { readonly priority: number }>(found: Promise<readonly One[]>) =>
    found.then((records) => records.toSorted((a, b) => a.priority - b.priority));

  return {
    async addresses(host) {
      const itself = host === 'localhost' ? '127.0.0.1' : host;
      const family = isIP(itself);
      if (family !== 0) return { kind: 'found', records: [{ address: itself, family }] };
      const [v4, v6] = await Promise.all([
        look(resolver.resolve4(host), (address) => ({ address, family: 4 })),
        look(resolver.resolve6(host), (address) => ({ address, family: 6 })),
      ]);
      const records = [v4, v6].flatMap((some) => (some.kind === 'found' ? some.records : []));
      if (records.length > 0) return { kind: 'found', records };
      return v4.kind === 'unknown' ? v4 : v6;
    },
    texts: (name) => look(resolver.resolveTxt(name), (pieces) => pieces.join('')),
    mailServers: (domain) => look(inOrder(resolver.resolveMx(domain)), ({ exchange }) => exchange),
    services: (name) =>
      look(inOrder(resolver.resolveSrv(name)), (record) => ({ name: record.name, port: record.port })),
  };
}

/** Codes of c-ares; those of Node are in `whyUnreachable`. */
const words: Readonly<Record<string, string>> = {
  ETIMEOUT: 'the name server does not answer',
  ESERVFAIL: 'the name server could not find out',
  EREFUSED: 'the name server refuses to say',
  EBADNAME: 'it is no name that the DNS knows',
};
const whyOf = (code: string): string =>
  words[code] ?? `the name server cannot be asked (${whyUnreachable(code) ?? code})`;
