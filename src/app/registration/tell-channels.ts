import { MINUTE, SECOND } from '../../kernel/clock.ts';
import type { Gate } from '../../kernel/gate.ts';
import type { SayChannelStop } from '../../registration/team/say-channel-stop.ts';
import { isChannelName } from '../channels.ts';
import type { Runtime } from '../open-database.ts';
import { type PlaceState, type PlaceStates, troubleInWords, type Working } from '../place-states.ts';
import { startRepeater } from '../repeater.ts';
import type { ShutdownGroup } from '../shutdown-group.ts';

/** What passes by itself is told only if it lasts: a service or network that is away for less need not concern the team. */
const TOLD_AFTER_MS = 10 * MINUTE;
const LOOK_EVERY_MS = 15 * SECOND;

/**
 * Is the team told of this place in this way? It is told of emails by `watch-mail`, and over Matrix it is told: what keeps Porter from the
 * homeserver keeps this word from the room as well. Further accounts of both are channels as any other.
 */
const isTold = (place: string): boolean => isChannelName(place) && place !== 'email' && place !== 'matrix';

/** What there is to tell of a channel; undefined for nothing (yet). @param now epoch milliseconds */
function toTell(state: PlaceState, now: number): Working | undefined {
  if (typeof state === 'string') return state === 'works' ? state : undefined;
  return state.passing && now - state.since < TOLD_AFTER_MS ? undefined : state;
}

export interface ToldChannels {
  readonly states: PlaceStates;
  readonly gate: Gate;
  readonly say: SayChannelStop;
}

/** Tells the team of a channel that has stopped, with what to do, and when it works again. */
export function tellChannels(
  running: Pick<ShutdownGroup, 'defer'>,
  { states, gate, say }: ToldChannels,
  runtime: Pick<Runtime, 'clock' | 'log'>,
): void {
  const work = async () => {
    if (gate.mayAct() !== 'yes') return;
    for (const channel of states.known().filter(isTold)) {
      const tell = toTell(states.of(channel), runtime.clock.now());
      if (tell === 'works') await say(channel, 'over');
      else if (tell !== undefined) await say(channel, { since: tell.since, why: troubleInWords(tell) });
    }
  };
  const telling = startRepeater(
    running,
    { name: 'telling which channels have stopped', everyMs: LOOK_EVERY_MS, work },
    runtime,
  );
  running.defer(states.onChange(() => telling.ask()));
}
