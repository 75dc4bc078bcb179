import type { Resolved } from '../../kernel/ask-outside.ts';
import { bad, type CheckLine, fine, note, unknown } from '../../kernel/check-line.ts';
import type { Records } from '../../kernel/name-server.ts';
import { isPublicAddress } from '../../kernel/public-address.ts';
import { shortList } from '../../kernel/short-list.ts';
import type { Way } from './way.ts';

const PART = 'name';

/**
 * What it means where a name leads.
 *
 * @param keys where the name stands in the configuration
 */
export function assessNames(
  host: string,
  keys: readonly string[],
  found: Records<Resolved>,
  isAllowed: (address: string) => boolean,
): Way {
  const where = `${host} (${keys.join(', ')})`;
  if (found.kind === 'unknown') {
    return closed(
      unknown(PART, {
        code: 'name.unknown',
        sentence: `Where ${where} leads is not known: ${found.why}.`,
        remedy: 'Try again, or ask another name server: --dns 9.9.9.9',
      }),
    );
  }
  if (found.kind === 'none') {
    return closed(
      bad(PART, {
        code: 'name.missing',
        sentence: `${where} is not in DNS: it has neither an A nor an AAAA record.`,
        remedy: `Add a record with the address of the proxy where the zone of ${host} is kept, or correct ${keys.join(', ')}.`,
      }),
    );
  }
  const addresses = found.records.map(({ address }) => address);
  const hidden = addresses.filter((address) => !isPublicAddress(address));
  if (!addresses.every(isAllowed)) {
    return closed(
      bad(PART, {
        code: 'name.private',
        sentence: `${where} leads to ${shortList(hidden)}, which the internet does not reach; nothing there was asked.`,
        remedy: 'Let the DNS name the public address. If only a private network is to use it, say --allow-private.',
      }),
    );
  }
  const line =
    hidden.length === 0
      ? fine(PART, `${where} leads to ${shortList(addresses)}.`)
      : note(PART, `${where} leads to ${shortList(addresses)}, which only a private network or this machine reaches.`);
  return { lines: [line], open: true };
}

const closed = (line: CheckLine): Way => ({ lines: [line], open: false });
