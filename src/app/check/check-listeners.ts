import { type CheckLine, warn } from '../../kernel/check-line.ts';
import { isLoopback } from '../../kernel/host-port.ts';
import type { Secret } from '../../kernel/secret.ts';
import { type Config, configShape } from '../config.ts';
import type { MeetingsConfig } from '../parts/meetings.ts';

/** Bytes. Shorter texts can be tried out over the network. */
const SHORTEST_GUARD = 16;

/** Which listeners but that of the pages can others than this machine's programs reach? */
export const checkListeners = (config: Config): readonly CheckLine[] =>
  configShape.listening(config).flatMap(({ key: [part = ''], at, guard, who }) =>
    guard === undefined || isLoopback(at.host)
      ? []
      : [
          warn(part, {
            code: 'listener.open',
            sentence: `${at.host}:${at.port} is open to the network: ${guard}`,
            remedy: `Listen on 127.0.0.1, or let nobody but ${who} reach it: a firewall, a private network.`,
          }),
        ],
  );

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
