import { type Clock, SECOND } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/log.ts';
import type { StepGroup } from '../../kernel/step.ts';
import type { MemoryStore } from '../../ports/memory-store.ts';
import { type StepsState, stateOf } from './steps-state.ts';
import { makeStepWalk } from './walk-steps.ts';

const FIRST_WAIT = 2 * SECOND;
const LONGEST_WAIT = 60 * SECOND;

/**
 * Watches everything that must be right: looks, logs what is wrong and the next step, looks again until all is right, then goes
 * on watching. `group` is the name of a group and means that group together with the groups that it needs.
 */
export interface Steps {
  /** Returns what the last look saw, of one group or of all. */
  state(group?: string): StepsState;
  /**
   * True if everything in the group has been right once, and nothing since then needed a person. A server that is merely down
   * leaves the group open, also across a restart of Porter.
   */
  isOpen(group: string): boolean;
  /** Calls `listener` after every look that saw a change. The returned function ends that. */
  onChange(listener: () => void): () => void;
  /**
   * Calls `listener` each time the group has become right: after the start and after every outage. The returned function ends
   * that.
   */
  onReady(group: string, listener: () => void): () => void;
  /** Starts watching. Returns at once; what a look finds never makes it throw. */
  start(): void;
  /** Looks now, or joins the look that runs. Resolves with what it saw of all groups. */
  look(): Promise<StepsState>;
  /** Looks at once, or right after the look that runs. Call it when something has changed outside, e.g. an invitation came. */
  lookSoon(): void;
  /** Looks soon unless the group is known to be wrong. Call it after a fault that a step of this group may explain. */
  faultMet(group: string): void;
  stop(): Promise<void>;
}

export interface StepsOptions {
  readonly groups: readonly StepGroup[];
  readonly memory: MemoryStore;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Recalls which groups were open before. Does not look yet. */
export async function openSteps({ groups, memory, clock, ...options }: StepsOptions): Promise<Steps> {
  const log = options.log.with({ part: 'steps' });
  const names = groups.flatMap(({ steps: all }) => all.map(({ name }) => name));
  if (new Set(names).size < names.length) throw new Error(`two steps have one name: ${names.join(', ')}`);
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
  /** True if a fault was met during the look, by the look itself or by other work. */
  let faultDuringLook = false;

  async function look(): Promise<StepsState> {
    const before = state;
    const seen = await walk(ending.signal);
    // An aborted look says nothing about the steps.
    if (ending.signal.aborted) return state;
    state = stateOf(groups, seen);
    const turned = groups.filter(({ name }) => openOrShut(name, of(state, name)));
    tell(before, state);
    // Last: a database that cannot be written must not keep anybody from hearing what changed.
    for (const { name } of turned) await memory.remember(openKey(name), open.has(name) ? 'yes' : 'no');
    return state;
  }

  /** Passing trouble keeps an open group open: people who apply while the homeserver is down lose nothing. True if it turned. */
  function openOrShut(group: string, { ready: right, next }: StepsState): boolean {
    const opens = right || (open.has(group) && next?.passing === true);
    if (opens === open.has(group)) return false;
    if (opens) open.add(group);
    else open.delete(group);
    return true;
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
      // Made before the look, so that a `lookSoon` during the look causes another one: its caller may know more than the look
      // saw.
      wake = new AbortController();
      faultDuringLook = false;
      const before = codesOf(state);
      try {
        await steps.look();
      } catch (error) {
        log.error('looking at what must be right failed', { error });
      }
      // Somebody is putting things right, so the next change may come soon.
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
      const added = { group, listener };
      ready.add(added);
      return () => ready.delete(added);
    },
    look() {
      running ??= look().finally(() => {
        running = undefined;
      });
      return running;
    },
    lookSoon: () => wake.abort(),
    faultMet(group) {
      // A running look may be past the step that explains the fault, or may have met the fault itself.
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
