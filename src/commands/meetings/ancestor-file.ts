import type { HostPort } from '../../kernel/host-port.ts';
import { isLoopback } from '../../kernel/host-port.ts';
import { isObject } from '../../kernel/is-object.ts';

/** The content of the file under the names of Porter's section. The secret is separate, so that it is not printed. */
export interface AncestorFile {
  readonly domain: string;
  readonly appId: string;
  readonly secret: string;
  /** `host:port` */
  readonly inbound: string | undefined;
  readonly outbound: string | undefined;
  /** The listener in the old file can be reached from the network. */
  readonly open: boolean;
  /** The old file names no host for its listener, so the old server listened on every address. */
  readonly everywhere: boolean;
}

/**
 * Reads `config.json` of chat_admin_server. Accepts a comma before a closing bracket, because its own example has one.
 *
 * @returns the content, or one sentence per problem
 */
export function readAncestorFile(text: string): AncestorFile | readonly string[] {
  const root = parseTolerantly(text);
  if (root === undefined) return ['is not JSON'];
  const problems: string[] = [];
  const textAt = (section: string, key: string): string => {
    const value = objectAt(root, section)?.[key];
    if (typeof value === 'string' && value !== '') return value;
    problems.push(
      `${section}.${key} ${value === undefined ? 'is missing' : value === '' ? 'is empty' : 'must be text'}`,
    );
    return '';
  };
  const addressAt = (section: string): HostPort | undefined => {
    const found = objectAt(root, section);
    if (found === undefined) return undefined;
    // Without a host the old server listened everywhere, and connected to this machine. Porter uses this machine for both.
    const { host = '127.0.0.1', port } = found;
    const number = Number(port);
    const portFine = Number.isInteger(number) && number > 0 && number <= 65_535;
    if (typeof host === 'string' && host !== '' && portFine) return { host, port: number };
    if (typeof host !== 'string' || host === '') problems.push(`${section}.host must be text`);
    if (!portFine) {
      problems.push(`${section}.port ${port === undefined ? 'is missing' : 'must be a number from 1 to 65535'}`);
    }
    return undefined;
  };
  const [inbound, outbound] = [addressAt('inbound'), addressAt('outbound')];
  const read = {
    domain: textAt('jitsi', 'domain'),
    appId: textAt('jwt', 'app_id'),
    secret: textAt('jwt', 'secret'),
    inbound: inbound && written(inbound),
    outbound: outbound && written(outbound),
    open: inbound !== undefined && !isLoopback(inbound.host),
    everywhere: inbound !== undefined && objectAt(root, 'inbound')?.['host'] === undefined,
  };
  if (problems.length > 0) return problems;
  return inbound === undefined && outbound === undefined ? ['has neither inbound nor outbound'] : read;
}

const written = ({ host, port }: HostPort): string => `${host.includes(':') ? `[${host}]` : host}:${port}`;

type Json = Readonly<Record<string, unknown>>;

const objectAt = (root: Json, key: string): Json | undefined => {
  const value = Object.hasOwn(root, key) ? root[key] : undefined;
  return isObject(value) ? value : undefined;
};

/** Parses JSON that may have commas before closing brackets. Leaves the inside of strings alone. */
function parseTolerantly(text: string): Json | undefined {
  const strict = text
    .replace(/^\ufeff/, '')
    .replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g, (_whole, string: string | undefined) => string ?? '');
  try {
    const value: unknown = JSON.parse(strict);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
