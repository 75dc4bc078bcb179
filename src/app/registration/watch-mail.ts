import { MINUTE, SECOND } from '../../kernel/clock.ts';
import type { Gate } from '../../kernel/gate.ts';
import type { LettersWait } from '../../registration/ports/letters-wait.ts';
import type { SayMailOutage } from '../../registration/team/say-mail-outage.ts';
import type { Runtime } from '../open-database.ts';
import type { PlaceStates } from '../place-states.ts';
import { startRepeater } from '../repeater.ts';
import type { ShutdownGroup } from '../shutdown-group.ts';

/** A mail server that is started anew is away for less than this; the team need not hear of it. */
const TOLD_AFTER_MS = 2 * MINUTE;
const LOOK_EVERY_MS = 15 * SECOND;

/** The places that letters to applicants need: whether an address has an account is asked of the homeserver. */
const needed = ['email', 'homeserver'] as const;

export const makeLettersWait =
  (places: Pick<PlaceStates, 'of'>): LettersWait =>
  () =>
    needed.map((place) => places.of(place)).find((state) => typeof state !== 'string');

export interface WatchedMail {
  readonly places: Pick<PlaceStates, 'of'>;
  /** The same for channels, also by what came of connecting to them. */
  readonly channels: PlaceStates;
  readonly gate: Gate;
  readonly say: SayMailOutage;
}

/** Tells the team when no email has left for a while, and when emails leave again. */
export function watchMail(
  running: Pick<ShutdownGroup, 'defer'>,
  { places, channels, gate, say }: WatchedMail,
  runtime: Pick<Runtime, 'clock' | 'log'>,
): void {
  const work = async () => {
    const state = channels.of('email');
    if (gate.mayAct() !== 'yes' || state === 'unknown') return;
    if (state !== 'works') {
      if (runtime.clock.now() - state.since >= TOLD_AFTER_MS) await say(state);
      // That Porter could log in does not say that an email has left.
    } else if (places.of('email') === 'works') await say('over');
  };
  const telling = startRepeater(
    running,
    { name: 'telling whether emails leave', everyMs: LOOK_EVERY_MS, work },
    runtime,
  );
  running.defer(channels.onChange(() => telling.ask()));
}
