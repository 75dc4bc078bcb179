import { loopbackHost } from '../../config/cross-checks.ts';
import { type CheckLine, warn } from '../../kernel/check-line.ts';
import type { HostPort } from '../../kernel/host-port.ts';
import type { Secret } from '../../kernel/secret.ts';
import type { MeetingsConfig } from '../meetings.ts';

/** Bytes. Shorter texts can be tried out over the network. */
const SHORTEST_GUARD = 16;

interface Listening {
  readonly appservice?: { readonly listen: HostPort } | undefined;
  readonly operations?: { readonly listen: HostPort } | undefined;
  readonly meetings?: Pick<MeetingsConfig, 'tcp' | 'http'> | undefined;
}

/** Which listeners but that of the pages can others than this machine's programs reach? */
export function checkListeners({ appservice, operations, meetings }: Listening): readonly CheckLine[] {
  const { inbound, allow, secret } = meetings?.tcp ?? {};
  const guards = [...(allow ? ['meetings.tcp.allow'] : []), ...(secret ? ['meetings.tcp.secret'] : [])].join(' and ');
  return [
    open('appservice', appservice?.listen, 'it is there for the homeserver alone.', 'the homeserver'),
    open('operations', operations?.listen, 'it asks for no token.', 'your monitoring'),
    open('meetings', inbound, `guarded by ${guards}, and all of it is clear text.`, 'your own programs'),
    open(
      'meetings',
      meetings?.http?.listen,
      "guarded by the callers' tokens alone, and all of it is clear text.",
      'your own programs',
    ),
  ].flat();
}

function open(part: string, at: HostPort | undefined, what: string, who: string): readonly CheckLine[] {
  if (at === undefined || loopbackHost(at.host)) return [];
  return [
    warn(part, {
      code: 'listener.open',
      sentence: `${at.host}:${at.port} is open to the network: ${what}`,
      remedy: `Listen on 127.0.0.1, or let nobody but ${who} reach it: a firewall, a private network.`,
    }),
  ];
}

/** What keeps others out must not be guessable. */
export function checkMeetingsGuards({ tcp, callers }: Pick<MeetingsConfig, 'tcp' | 'callers'>): readonly CheckLine[] {
  return [
    ...guessable('meetings.tcp.secret', tcp?.secret),
    ...Object.entries(callers).flatMap(([name, { token }]) => guessable(`meetings.callers.${name}.token`, token)),
  ];
}

function guessable(key: string, secret: Secret | undefined): readonly CheckLine[] {
  const length = secret === undefined ? SHORTEST_GUARD : Buffer.byteLength(secret.reveal().trim());
  if (length >= SHORTEST_GUARD) return [];
  return [
    warn('meetings', {
      code: 'meetings.weak-guard',
      sentence: `${key} has ${length} byte${length === 1 ? '' : 's'}: it can be guessed.`,
      remedy: 'Make one with `openssl rand -hex 32`.',
    }),
  ];
}
