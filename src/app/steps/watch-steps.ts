import { type Clock, SECOND } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/log.ts';
import type { StepGroup } from '../../kernel/step.ts';
import type { MemoryStore } from '../../ports/memory-store.ts';
import { type StepsState, stateOf } from './steps-state.ts';
import { makeStepWalk } from './walk-steps.ts';

const FIRST_WAIT = 2 * SECOND;
const LONGEST_WAIT = 60 * SECOND;

/**
 * Watches everything that must be right: looks, says the one next step, looks again until all is right, then goes on watching.
 * `group` is a group's name and means that group together with those that it stands after.
 */
export interface Steps {
  /** What the last look saw, of one group or of all. */
  state(group?: string): StepsState;
  /**
   * Has everything been right once, and has nothing since then asked for a person? A server that is merely down leaves it open,
   * also over a restart of Porter.
   */
  isOpen(group: string): boolean;
  /** Called after every look that changed something. */
  onChange(listener: () => void): () => void;
  /** Called each time the group has become right: after the start and after every outage. */
  onReady(group: string, listener: () => void): () => void;
  /** Starts looking; returns at once and never throws because of what it finds. */
  start(): void;
  /** Looks now, or waits for the look that runs; resolves with what it saw of all groups. */
  look(): Promise<StepsState>;
  /** Something has changed outside, e.g. an invitation came: looks at once, after a look that runs now. */
  lookSoon(): void;
  /** Somebody's work met a fault that a step of this group may explain: looks soon, unless it is known to be wrong already. */
  faultMet(group: string): void;
  stop(): Promise<void>;
}

export interface StepsOptions {
  readonly groups: readonly StepGroup[];
  readonly memory: MemoryStore;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Resolves once it has recalled what was open before; looks at nothing yet. */
export async function openSteps({ groups, memory, clock, ...options }: StepsOptions): Promise<Steps> {
  const log = options.log.with({ part: 'steps' });
  const walk = makeStepWalk(groups, clock);
  const changed = new Set<() => void>();
  const ready = new Set<{ readonly group: string; readonly listener: () => void }>();
  const ending = new AbortController();
  const open = new Set<string>();
  for (const { name } of groups) if ((await memory.recall(openKey(name))) === 'yes') open.add(name);

  const of = (seen: StepsState, group?: string) => (group === undefined ? seen : stateOf(groups, seen.steps, group));
  let state = stateOf(groups, []);
  let running: Promise<StepsState> | undefined;
  let loop: Promise<void> | undefined;
  let wake = new AbortController();
  /** A fault was met while a look was running, by that look or by others' work. */
  let faultDuringLook = false;

  async function look(): Promise<StepsState> {
    const before = state;
    const seen = await walk(ending.signal);
    // A look that was cut off says nothing about what it looked at.
    if (ending.signal.aborted) return state;
    state = stateOf(groups, seen);
    for (const { name } of groups) await openOrShut(name, of(state, name));
    tell(before, state);
    return state;
  }

  /** Trouble that passes leaves what is open open: who applies while the homeserver is down loses nothing. */
  async function openOrShut(group: string, { ready: right, next }: StepsState): Promise<void> {
    const opens = right || (open.has(group) && next?.passing === true);
    if (opens === open.has(group)) return;
    if (opens) open.add(group);
    else open.delete(group);
    await memory.remember(openKey(group), opens ? 'yes' : 'no');
  }

  function tell(before: StepsState, now: StepsState): void {
    const known = codesOf(before);
    if (known === codesOf(now) && before.ready === now.ready) return;
    if (now.ready) log.info('everything that Porter needs is there', {});
    for (const { step, code, sentence, remedy, passing } of now.troubles) {
      if (before.troubles.some((trouble) => trouble.step === step && trouble.code === code)) continue;
      log[passing ? 'warn' : 'error'](sentence, { code, remedy });
    }
    for (const listener of changed) listener();
    for (const { group, listener } of ready) if (of(now, group).ready && !of(before, group).ready) listener();
  }

  async function watch(): Promise<void> {
    let wait = FIRST_WAIT;
    while (!ending.signal.aborted) {
      // Made before the look: who calls `lookSoon` during it may know more than the look saw.
      wake = new AbortController();
      faultDuringLook = false;
      const before = codesOf(state);
      try {
        await steps.look();
      } catch (error) {
        log.error('looking at what must be right failed', { error });
      }
      // Somebody is mending things: the next step will not take long either.
      if (codesOf(state) !== before) wait = FIRST_WAIT;
      const rest = state.ready && !faultDuringLook ? LONGEST_WAIT : wait;
      await clock.sleep(rest, AbortSignal.any([ending.signal, wake.signal]));
      wait = state.ready ? FIRST_WAIT : Math.min(2 * wait, LONGEST_WAIT);
    }
  }

  const steps: Steps = {
    state: (group) => of(state, group),
    isOpen: (group) => open.has(group),
    onChange(listener) {
      changed.add(listener);
      return () => changed.delete(listener);
    },
    onReady(group, listener) {
      const entry = { group, listener };
      ready.add(entry);
      return () => ready.delete(entry);
    },
    look() {
      running ??= look().finally(() => {
        running = undefined;
      });
      return running;
    },
    lookSoon: () => wake.abort(),
    faultMet(group) {
      // The look that runs may be past the step that the fault speaks of, or have met it itself.
      if (running !== undefined) faultDuringLook = true;
      else if (of(state, group).ready) wake.abort();
    },
    start() {
      loop ??= watch();
    },
    async stop() {
      ending.abort();
      await loop;
    },
  };
  return steps;
}

const openKey = (group: string): string => `steps.open:${group}`;

const codesOf = ({ troubles }: StepsState): string => troubles.map(({ step, code }) => `${step}:${code}`).join(' ');
