import { bad, badOf, type CheckLine, fine } from '../../kernel/check-line.ts';
import { SECOND } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import { isObject } from '../../kernel/is-object.ts';
import { startLimit } from '../../kernel/time-limit.ts';
import { heardAddresses } from '../../notifications/rules/replies.ts';
import { tryMessenger } from '../channels.ts';
import { guessable } from '../check/guessable.ts';
import type { Runtime } from '../open-database.ts';
import type { PartCheck } from '../part-checks.ts';
import { addressBookOf } from './addresses.ts';
import { heardOn, roomsForReplies } from './heard-places.ts';
import { repliesInWords } from './replies-in-words.ts';
import type { NotificationsConfig } from './sections.ts';

/** Bytes. Programs that contain shoutrrr take no longer token for Gotify. */
const SHORTEST_TOKEN = 15;

/** Time for one channel; an operator waits for it. */
const PATIENCE = 20 * SECOND;

/**
 * Looks at the tokens of senders, and connects the channels. Where a second connection of one account would end that of the running
 * Porter, it looks at the credentials alone; the running one says by itself whether each channel works.
 *
 * @param offline true: connects nothing
 */
export async function checkNotifications(
  config: NotificationsConfig,
  { runtime, offline }: Pick<PartCheck, 'runtime' | 'offline'>,
): Promise<readonly CheckLine[]> {
  const { intake, channels = {} } = config;
  const ofSenders = Object.entries(intake?.senders ?? {}).flatMap(([name, { token }]) =>
    guessable({ part: 'intake', key: `intake.senders.${name}.token`, secret: token, shortest: SHORTEST_TOKEN }),
  );
  const heard = heardAddresses(addressBookOf(config.notifications), roomsForReplies(config));
  const ofChannels = await Promise.all(
    Object.entries(channels).map(async ([name, own]) => {
      const unreadable = lineOf(name, own);
      if (own === undefined || unreadable !== undefined) return unreadable ?? [];
      if (offline) return readable(name);
      return connectLine(config, name, runtime, heardOn(config, name, [...heard.keys()]));
    }),
  );
  return [...ofSenders, ...ofChannels.flat(), ...repliesInWords(config), ...howToTry(config)];
}

const readable = (name: string): CheckLine => fine(name, 'Its credentials can be read.');

async function connectLine(
  config: NotificationsConfig,
  name: string,
  runtime: Runtime,
  heard: readonly string[],
): Promise<CheckLine> {
  using limit = startLimit(runtime.clock, PATIENCE, new AbortController().signal);
  try {
    const who = await tryMessenger(config, name, runtime, { heard, signal: limit.signal });
    return who === undefined ? readable(name) : fine(name, `Porter is ${who}.`);
  } catch (error) {
    return badOf(name, error);
  }
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

/** What is wrong with its credentials as they stand in files and variables; undefined if nothing is. */
function lineOf(name: string, own: unknown): CheckLine | undefined {
  const fault = credentialsIn(own)
    .map(faultOf)
    .find((found) => found !== undefined);
  if (fault === undefined) return undefined;
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
