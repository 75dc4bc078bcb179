import { MINUTE, SECOND } from '../../kernel/clock.ts';
import type { Gate } from '../../kernel/gate.ts';
import type { LettersWait } from '../../registration/ports/letters-wait.ts';
import type { SayMailOutage } from '../../registration/team/say-mail-outage.ts';
import type { Runtime } from '../open-database.ts';
import type { PlaceStates } from '../place-states.ts';
import { makeRepeater } from '../repeater.ts';
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
  readonly places: PlaceStates;
  readonly gate: Gate;
  readonly say: SayMailOutage;
}

/** Tells the team when no email has left for a while, and when emails leave again. */
export function watchMail(
  running: Pick<ShutdownGroup, 'defer'>,
  { places, gate, say }: WatchedMail,
  { clock, log }: Pick<Runtime, 'clock' | 'log'>,
): void {
  const ending = new AbortController();
  const telling = makeRepeater(
    'telling whether emails leave',
    async () => {
      const state = places.of('email');
      if (gate.mayAct() !== 'yes' || state === 'unknown') return;
      if (state === 'works') await say('over');
      else if (clock.now() - state.since >= TOLD_AFTER_MS) await say(state);
    },
    clock,
    log,
    ending.signal,
  );
  const forget = places.onChange(() => telling.ask());
  const beat = (async () => {
    while (!ending.signal.aborted) {
      telling.ask();
      await clock.sleep(LOOK_EVERY_MS, ending.signal);
    }
  })();
  running.defer(async () => {
    forget();
    ending.abort();
    await Promise.all([beat, telling.idle()]);
  });
}
