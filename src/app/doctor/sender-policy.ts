import { BlockList, isIP } from 'node:net';
import type { NameServer } from '../../kernel/name-server.ts';

/** What a domain says of an address that mails in its name; `unknown` if nobody can tell. */
export type Policy = 'pass' | 'fail' | 'unknown';

/** Look-ups that a receiver makes at most (RFC 7208, 4.6.4). */
const MOST_LOOKUPS = 10;
/** Mail servers of one `mx` (the same section). */
const MOST_MAIL_SERVERS = 10;

export const isSenderPolicy = (text: string): boolean => /^v=spf1(?: |$)/i.test(text);

/** Follows what `domain` says (SPF, RFC 7208) for this address. Macros are not read: who uses them gets `unknown`. */
export async function policyFor(domain: string, address: string, names: NameServer): Promise<Policy> {
  let left = MOST_LOOKUPS;
  const mayLook = (): boolean => {
    left -= 1;
    return left >= 0;
  };

  async function isOneOf(host: string): Promise<Policy> {
    const found = await names.addresses(host);
    if (found.kind === 'unknown') return 'unknown';
    return found.kind === 'found' && found.records.some((record) => record.address === address) ? 'pass' : 'fail';
  }

  async function matches(name: string, value: string, of: string): Promise<Policy> {
    if (value.includes('%')) return 'unknown';
    const [target = of] = value === '' || value.startsWith('/') ? [of] : value.split('/');
    switch (name) {
      case 'all':
        return 'pass';
      case 'ip4':
      case 'ip6':
        return isWithin(address, value) ? 'pass' : 'fail';
      case 'include':
        return mayLook() ? await evaluate(value) : 'unknown';
      case 'a':
        // Whole networks around a host are rare, and not followed.
        if (value.includes('/')) return 'unknown';
        return mayLook() ? await isOneOf(target) : 'unknown';
      case 'mx': {
        if (value.includes('/') || !mayLook()) return 'unknown';
        const found = await names.mailServers(target);
        if (found.kind !== 'found') return found.kind === 'none' ? 'fail' : 'unknown';
        const each = await Promise.all(found.records.slice(0, MOST_MAIL_SERVERS).map(isOneOf));
        return each.includes('pass') ? 'pass' : each.includes('unknown') ? 'unknown' : 'fail';
      }
      default:
        return 'unknown';
    }
  }

  async function evaluate(of: string): Promise<Policy> {
    const found = await names.texts(of);
    if (found.kind !== 'found') return found.kind === 'none' ? 'fail' : 'unknown';
    const [record, second] = found.records.filter(isSenderPolicy);
    if (record === undefined || second !== undefined) return 'unknown';
    const terms = record.split(/ +/).slice(1);
    for (const term of terms) {
      const [, sign = '+', name = '', value = ''] = /^([+~?-]?)([a-z0-9]+)(?::?(.*))$/i.exec(term) ?? [];
      if (term.includes('=')) continue;
      const matched = await matches(name.toLowerCase(), value, of);
      if (matched === 'unknown') return 'unknown';
      if (matched === 'pass') return sign === '' || sign === '+' ? 'pass' : 'fail';
    }
    const redirect = terms.find((term) => /^redirect=/i.test(term))?.slice('redirect='.length);
    if (redirect === undefined) return 'fail';
    return mayLook() && !redirect.includes('%') ? await evaluate(redirect) : 'unknown';
  }

  return await evaluate(domain);
}

/** @param network `192.0.2.0/24` or one address */
function isWithin(address: string, network: string): boolean {
  const [base = '', bits] = network.split('/');
  const family = isIP(base);
  if (family === 0 || family !== isIP(address)) return false;
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  const most = family === 4 ? 32 : 128;
  const length = bits === undefined ? most : Number(bits);
  if (!Number.isInteger(length) || length < 0 || length > most) return false;
  const list = new BlockList();
  list.addSubnet(base, length, kind);
  return list.check(address, kind);
}
