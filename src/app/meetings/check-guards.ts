import { type CheckLine, warn } from '../../kernel/check-line.ts';
import { isLoopback } from '../../kernel/host-port.ts';
import { Secret } from '../../kernel/secret.ts';
import type { TokenKeys } from '../../security/token-keys.ts';
import { openTokenSecret } from '../../security/token-secret.ts';
import { guessable } from '../check/guessable.ts';
import type { MeetingsConfig } from './config.ts';

/** Bytes. Shorter secrets can be found by trying over the network. */
const SHORTEST_GUARD = 16;

/** Returns the warning that `serve` and `check` would give for a text as `meetings.secret`; undefined if they would give none. */
export const warningAboutSecret = (secret: string): TokenKeys['warning'] => openTokenSecret(new Secret(secret)).warning;

/** Warns of secrets and tokens that can be guessed, and of a game on another machine that Porter dials in clear text. */
export function checkMeetingsGuards({ tcp, callers }: Pick<MeetingsConfig, 'tcp' | 'callers'>): readonly CheckLine[] {
  return [
    ...guard('meetings.tcp.secret', tcp?.secret),
    ...dialledInTheClear(tcp),
    ...Object.entries(callers).flatMap(([name, { token }]) => guard(`meetings.callers.${name}.token`, token)),
  ];
}

const guard = (key: string, secret: Secret | undefined) =>
  guessable({ part: 'meetings', key, secret, shortest: SHORTEST_GUARD });

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
