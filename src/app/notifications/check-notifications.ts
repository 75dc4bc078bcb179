import { bad, type CheckLine, fine } from '../../kernel/check-line.ts';
import { Fault } from '../../kernel/fault.ts';
import { isObject } from '../../kernel/is-object.ts';
import { guessable } from '../check/guessable.ts';
import { repliesInWords } from './replies-in-words.ts';
import type { NotificationsConfig } from './sections.ts';

/** Bytes. Programs that contain shoutrrr take no longer token for Gotify. */
const SHORTEST_TOKEN = 15;

/**
 * Looks at the tokens of senders and the credentials of channels. Logs in nowhere: a second log-in of one account would end that of
 * the running Porter, which says by itself whether each channel works.
 */
export function checkNotifications(config: NotificationsConfig): readonly CheckLine[] {
  const { intake, channels = {} } = config;
  const ofSenders = Object.entries(intake?.senders ?? {}).flatMap(([name, { token }]) =>
    guessable({ part: 'intake', key: `intake.senders.${name}.token`, secret: token, shortest: SHORTEST_TOKEN }),
  );
  const ofChannels = Object.entries(channels).flatMap(([name, own]) => (own === undefined ? [] : [lineOf(name, own)]));
  return [...ofSenders, ...ofChannels, ...repliesInWords(config), ...howToTry(config)];
}

/** Looking tells whether a way is there; only a message tells whether it leads to people. */
const howToTry = ({ notifications: { targets } }: NotificationsConfig): readonly CheckLine[] =>
  Object.keys(targets).length === 0
    ? []
    : [
        fine(
          'notifications',
          '`porter send --test` sends a test message to every target, through a running Porter, and says what became of each.',
        ),
      ];

function lineOf(name: string, own: unknown): CheckLine {
  const fault = credentialsIn(own)
    .map(faultOf)
    .find((found) => found !== undefined);
  if (fault === undefined) {
    return fine(name, 'Its credentials can be read.');
  }
  return bad(name, {
    code: fault.code,
    sentence: `Nothing leaves by this channel: ${fault.message}.`,
    remedy: `${fault.remedy ?? 'Correct it'}; then restart Porter.`,
  });
}

/** Every secret in the settings of a channel, however deep. */
function credentialsIn(value: unknown): readonly { readonly reveal: () => unknown }[] {
  if (!isObject(value)) return [];
  const { reveal } = value;
  return typeof reveal === 'function'
    ? [{ reveal: () => reveal.call(value) as unknown }]
    : Object.values(value).flatMap(credentialsIn);
}

function faultOf({ reveal }: { readonly reveal: () => unknown }): Fault | undefined {
  try {
    reveal();
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}
