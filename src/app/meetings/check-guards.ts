import { type CheckLine, warn } from '../../kernel/check-line.ts';
import { Secret } from '../../kernel/secret.ts';
import type { TokenKeys } from '../../security/token-keys.ts';
import { openTokenSecret } from '../../security/token-secret.ts';
import type { MeetingsConfig } from './config.ts';

/** Bytes. Shorter secrets can be found by trying over the network. */
const SHORTEST_GUARD = 16;

/** Returns the warning that `serve` and `check` would give for a text as `meetings.secret`; undefined if they would give none. */
export const warningAboutSecret = (secret: string): TokenKeys['warning'] => openTokenSecret(new Secret(secret)).warning;

/** Warns of secrets and tokens that can be guessed. */
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
