import { isIP } from 'node:net';
import { jsonObjectIn } from '../../kernel/ask-address.ts';
import type { OutsideResponse } from '../../kernel/ask-outside.ts';
import { bad, type CheckLine, fine, note, warn } from '../../kernel/check-line.ts';
import { bareHost } from '../../kernel/host-port.ts';
import { plainText } from '../../kernel/plain-text.ts';
import type { Outside } from './outside.ts';

const PART = 'federation';
const FEDERATION_PORT = 8448;

/** Where other servers connect to. */
interface Target {
  /** With its port; the name that the certificate must have. */
  readonly authority: string;
  /** The host whose addresses are connected to; undefined: that of `authority`. */
  readonly at: string | undefined;
  /** What led there, in words. */
  readonly by: string;
}

/**
 * Looks whether other homeservers reach this server name (Server-Server API, resolving server names). Not everybody wants that, so
 * what does not work is a note unless it contradicts itself.
 */
export async function checkFederation(serverName: string, outside: Outside): Promise<readonly CheckLine[]> {
  const { host, port } = splitServerName(serverName);
  const isDirect = port !== undefined || isAddress(host);
  const file = isDirect ? undefined : await readServerFile(host, outside);
  const wanted = splitServerName(file?.delegated ?? serverName);
  const target =
    wanted.port !== undefined || isAddress(wanted.host)
      ? {
          authority: `${wanted.host}:${wanted.port ?? FEDERATION_PORT}`,
          at: undefined,
          by: file?.delegated ? 'the well-known file' : 'its name',
        }
      : await byService(wanted.host, outside);
  const keys = await outside.ask(`https://${target.authority}/_matrix/key/v2/server`, {
    ...{ follow: false },
    ...(target.at === undefined ? {} : { connectTo: target.at }),
  });
  return [...(file?.lines ?? []), assessKeys(serverName, target, keys)];
}

async function byService(host: string, { names }: Outside): Promise<Target> {
  for (const service of ['_matrix-fed', '_matrix']) {
    const found = await names.services(`${service}._tcp.${host}`);
    if (found.kind !== 'found') continue;
    const [first] = found.records;
    if (first === undefined) continue;
    return { authority: `${host}:${first.port}`, at: first.name, by: `the SRV record ${service}._tcp.${host}` };
  }
  return { authority: `${host}:${FEDERATION_PORT}`, at: undefined, by: `the port ${FEDERATION_PORT}` };
}

interface ServerFile {
  readonly lines: readonly CheckLine[];
  /** The server name that the file gives in place of ours; undefined: other servers go on as without it. */
  readonly delegated: string | undefined;
}

async function readServerFile(host: string, { ask }: Outside): Promise<ServerFile> {
  const url = `https://${host}/.well-known/matrix/server`;
  return assessServerFile(url, await ask(url));
}

/** What other servers make of the file. Pure. */
export function assessServerFile(url: string, response: OutsideResponse): ServerFile {
  if (response.kind === 'none') {
    return {
      lines: [note(PART, `${url} cannot be read (${response.why}): other servers go on without it.`)],
      delegated: undefined,
    };
  }
  if (response.status === 404) return { lines: [], delegated: undefined };
  const told = jsonObjectIn(response.text)['m.server'];
  if (response.status === 200 && typeof told === 'string' && serverNameForm.test(told)) {
    return { lines: [fine(PART, `${url} leads other servers to ${told}.`)], delegated: told };
  }
  const what =
    response.status === 200 ? 'it names no m.server such as matrix.example.org:443' : `it answers ${response.status}`;
  return {
    lines: [
      warn(PART, {
        code: 'federation.well-known',
        sentence: `Other servers pass over ${url}: ${what}.`,
        remedy: 'Let it say { "m.server": "HOST:443" } with the host of your homeserver, or take it away.',
      }),
    ],
    delegated: undefined,
  };
}

/** What stands where other servers connect to. Pure. */
export function assessKeys(serverName: string, { authority, by }: Target, response: OutsideResponse): CheckLine {
  if (response.kind === 'answered' && response.status === 200) {
    const name = jsonObjectIn(response.text)['server_name'];
    if (name === serverName) return fine(PART, `Other servers reach ${serverName} at ${authority}, by ${by}.`);
    if (typeof name === 'string') {
      return bad(PART, {
        code: 'federation.other-server',
        sentence: `Other servers are led to ${authority} by ${by}, where another server is: ${plainText(name, 255)}.`,
        remedy: `Correct what leads there, or server_name of that homeserver. Does homeserver.serverName say what it must?`,
      });
    }
  }
  const what = response.kind === 'none' ? response.why : `it answers ${response.status}, not as a homeserver does`;
  return note(
    PART,
    `Other servers do not reach ${serverName}: they are led to ${authority} by ${by}, and ${what}. Nothing is wrong with that if it is to stay by itself.`,
  );
}

const serverNameForm = /^(?:[A-Za-z0-9.-]{1,230}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/;

/** `[::1]:8448` → `[::1]` and `8448`. */
function splitServerName(name: string): { readonly host: string; readonly port: number | undefined } {
  const [, host = name, port] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(name) ?? [];
  return { host, port: port === undefined ? undefined : Number(port) };
}

const isAddress = (host: string): boolean => isIP(bareHost(host)) !== 0;
