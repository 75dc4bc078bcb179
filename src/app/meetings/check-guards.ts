import { type CheckLine, warn } from '../../kernel/check-line.ts';
import { isLoopback } from '../../kernel/host-port.ts';
import { Secret } from '../../kernel/secret.ts';
import type { TokenKeys } from '../../security/token-keys.ts';
import { openTokenSecret } from '../../security/token-secret.ts';
import type { MeetingsConfig } from './config.ts';

/** Bytes. Shorter secrets can be found by trying over the network. */
const SHORTEST_GUARD = 16;

/** Returns the warning that `serve` and `check` would give for a text as `meetings.secret`; undefined if they would give none. */
export const warningAboutSecret = (secret: string): TokenKeys['warning'] => openTokenSecret(new Secret(secret)).warning;

/** Warns of secrets and tokens that can be guessed, and of a game on another machine that Porter dials in clear text. */
export function checkMeetingsGuards({ tcp, callers }: Pick<MeetingsConfig, 'tcp' | 'callers'>): readonly CheckLine[] {
  return [
    ...guessable('meetings.tcp.secret', tcp?.secret),
    ...dialledInTheClear(tcp),
    ...Object.entries(callers).flatMap(([name, { token }]) => guessable(`meetings.callers.${name}.token`, token)),
  ];
}

function dialledInTheClear(tcp: MeetingsConfig['tcp']): readonly CheckLine[] {
  if (tcp?.outbound === undefined || isLoopback(tcp.outbound.host)) return [];
  const { host, port } = tcp.outbound;
  const who =
    tcp.secret === undefined ? 'whoever answers there is given tokens' : 'it is guarded by meetings.tcp.secret alone';
  return [
    warn('meetings', {
      code: 'meetings.outbound-open',
      sentence: `Porter dials ${host}:${port} (meetings.tcp.outbound) in clear text: ${who}, and all between read along.`,
      remedy: `Lead the way to ${host} through a tunnel (ssh, WireGuard) or a private network${tcp.secret === undefined ? ', and set meetings.tcp.secret' : ''}.`,
    }),
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
