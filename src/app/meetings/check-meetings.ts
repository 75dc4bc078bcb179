import { connect } from 'node:net';
import { badOf, type CheckLine, fine, warn } from '../../kernel/check-line.ts';
import { type Clock, SECOND } from '../../kernel/clock.ts';
import type { HostPort } from '../../kernel/host-port.ts';
import { whyNoResponse } from '../../kernel/why-unreachable.ts';
import { checkMeetingsGuards } from './check-guards.ts';
import { checkPages } from './check-pages.ts';
import type { MeetingsConfig } from './config.ts';
import { tokenKeysOf } from './open-meetings.ts';

const WAIT_MS = 5 * SECOND;

/**
 * Checks that tokens can be signed, that the Jitsi server's pages respond and its clock agrees, and that the game that Porter dials takes
 * connections.
 */
export async function checkMeetings(
  config: MeetingsConfig,
  { offline, clock }: { readonly offline: boolean; readonly clock: Pick<Clock, 'now'> },
): Promise<readonly CheckLine[]> {
  const lines: CheckLine[] = [];
  try {
    const { warning } = await tokenKeysOf(config);
    lines.push(
      warning === undefined
        ? fine('meetings', `Tokens for ${config.domain} can be signed.`)
        : warn('meetings', { code: 'meetings.weak-secret', ...warning }),
    );
  } catch (error) {
    return [badOf('meetings', error)];
  }
  lines.push(...checkMeetingsGuards(config));
  if (config.keys.length > 0 && config.http === undefined && config.profile === 'own') lines.push(unpublished);
  if (offline) return lines;
  lines.push(...(await checkPages(config, clock)));
  const outbound = config.tcp?.outbound;
  if (outbound !== undefined) lines.push(await checkGame(outbound));
  return lines;
}

const unpublished = warn('meetings', {
  code: 'meetings.keys-unpublished',
  sentence:
    'The public halves of meetings.keys are published nowhere, and without them no Jitsi server lets anybody in.',
  remedy: 'Set meetings.http, whose listener publishes them; or give them to Prosody in another way.',
});

/** Opens one connection and closes it at once, as a test of what Porter's dialling would find. */
function checkGame({ host, port }: HostPort): Promise<CheckLine> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const done = (line: CheckLine) => {
      socket.destroy();
      resolve(line);
    };
    const away = (code: string) =>
      done(
        warn('meetings', {
          code: 'meetings.outbound',
          sentence: `${host}:${port} (meetings.tcp.outbound) does not take connections (${code}).`,
          remedy: 'Porter dials again for ever; start the program there.',
        }),
      );
    socket.setTimeout(WAIT_MS, () => away('no answer'));
    socket.once('error', (error: NodeJS.ErrnoException) => away(whyNoResponse(error)));
    socket.once('connect', () => done(fine('meetings', `${host}:${port} (meetings.tcp.outbound) takes connections.`)));
  });
}
