import { SECOND } from '../kernel/clock.ts';
import { withDefaultSignal } from './with-default-signal.ts';
import {
  type StepState,
  type Trouble,
  type World,
  type WorldOptions,
  type WorldState,
  type WorldStep,
  worldSteps,
} from './world.ts';
import { makeWorldLooks } from './world-looks.ts';

const FIRST_WAIT = 2 * SECOND;
const LONGEST_WAIT = 60 * SECOND;
/** Faults that say nothing about the world: of our own guard, and the good answer to the question for MAS. */
const saysNothing = new Set(['homeserver.not-ours-yet', 'homeserver.unrecognized']);

/** Remembered over restarts: was everything fine, and has nothing since asked for a person? */
const OPEN = 'world.open';

export async function openWorld(options: WorldOptions): Promise<World> {
  const { memory, clock } = options;
  const log = options.log.with({ part: 'world' });
  const onChange = new Set<(state: WorldState) => void>();
  const onReady = new Set<() => void>();
  const ending = new AbortController();
  // A ping waits for a minute: who stops does not wait for it.
  const client = withDefaultSignal(options.client, ending.signal);
  const looks = makeWorldLooks({ ...options, client });

  let state: WorldState = stateFrom(new Map());
  let open = (await memory.recall(OPEN)) === 'yes';
  let running: Promise<WorldState> | undefined;
  let loop: Promise<void> | undefined;
  let wake = new AbortController();
  /** A fault was met, by the look that runs now or beside it. */
  let troubled = false;

  async function lookAll(): Promise<WorldState> {
    const seen = new Map<WorldStep, StepState>();
    for (const step of worldSteps) {
      const trouble = await looks.lookAt(step);
      seen.set(step, trouble ?? { step, state: 'fine' });
      // Everything behind it needs it: one next step at a time.
      if (trouble !== undefined) break;
    }
    return stateFrom(seen);
  }

  async function look(): Promise<WorldState> {
    const [before, next] = [state, await lookAll()];
    // What was cut off says nothing about the world.
    if (ending.signal.aborted) return state;
    state = next;
    looks.settle(next.ready);
    // Passing trouble leaves the door as it is: who applies while the homeserver is down loses nothing.
    const opens = next.ready || (open && next.next?.passing === true);
    if (opens !== open) {
      open = opens;
      await memory.remember(OPEN, open ? 'yes' : 'no');
    }
    tell(before, next);
    return next;
  }

  function tell(before: WorldState, now: WorldState): void {
    if (before.next?.code === now.next?.code && before.ready === now.ready) return;
    if (now.ready) log.info('everything that Porter needs is there', {});
    else if (now.next !== undefined) {
      const { code, sentence, remedy, passing } = now.next;
      log[passing ? 'warn' : 'error'](sentence, { code, remedy });
    }
    for (const listener of onChange) listener(now);
    if (now.ready && !before.ready) for (const listener of onReady) listener();
  }

  async function watch(): Promise<void> {
    let wait = FIRST_WAIT;
    while (!ending.signal.aborted) {
      // Made before the look: who calls during it may know more than it saw.
      wake = new AbortController();
      troubled = false;
      const before = state.next?.code;
      try {
        await world.look();
      } catch (error) {
        log.error('looking at the world failed', { error });
      }
      // Somebody is at it: the next step will not take long either.
      if (state.next?.code !== before) wait = FIRST_WAIT;
      await clock.sleep(state.ready && !troubled ? LONGEST_WAIT : wait, AbortSignal.any([ending.signal, wake.signal]));
      wait = state.ready ? FIRST_WAIT : Math.min(2 * wait, LONGEST_WAIT);
    }
  }

  const forget = client.onTrouble((fault) => {
    if (saysNothing.has(fault.code)) return;
    // Found out by somebody's work before our next look: look now. A look that runs may have been past that point.
    if (running !== undefined) troubled = true;
    else if (state.ready) wake.abort();
  });

  const world: World = {
    state: () => state,
    isOpen: () => open,
    mayAct: looks.mayAct,
    onChange(listener) {
      onChange.add(listener);
      return () => onChange.delete(listener);
    },
    onReady(listener) {
      onReady.add(listener);
      return () => onReady.delete(listener);
    },
    look() {
      running ??= look().finally(() => {
        running = undefined;
      });
      return running;
    },
    lookSoon: () => wake.abort(),
    start() {
      loop ??= watch();
    },
    async stop() {
      ending.abort();
      forget();
      await loop;
    },
  };
  return world;
}

function stateFrom(seen: ReadonlyMap<WorldStep, StepState>): WorldState {
  const steps = worldSteps.map((step): StepState => seen.get(step) ?? { step, state: 'waiting' });
  const next = steps.find((step): step is Trouble => step.state === 'trouble');
  return { steps, next, ready: steps.every(({ state }) => state === 'fine') };
}
