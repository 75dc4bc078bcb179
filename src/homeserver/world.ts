import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/log.ts';
import type { MemoryStore } from '../ports/memory-store.ts';
import type { DoorState } from '../registration/ports/door-state.ts';
import type { HomeserverClient } from './client.ts';
import type { SenderDevice } from './device.ts';
import type { TeamRoomKeeper } from './team-room/team-room.ts';

/** What has to be right before Porter can do its work, in the order in which it is looked at. */
export const worldSteps = [
  'homeserver',
  'mas',
  'token',
  'sender',
  'ping',
  'admin',
  'ownership',
  'device',
  'name',
  'instance',
  'room',
  'decisions',
] as const;
export type WorldStep = (typeof worldSteps)[number];

export interface Trouble {
  readonly step: WorldStep;
  readonly state: 'trouble';
  /** Stable, dotted, e.g. `homeserver.not-admin`, `team-room.not-invited`. */
  readonly code: string;
  /** What is wrong, for operators, one English sentence. */
  readonly sentence: string;
  /** The one next step, complete enough to be typed. */
  readonly remedy: string;
  /** Goes away by itself (homeserver down or slow): the door stays as it was. */
  readonly passing: boolean;
}

/** `waiting`: not looked at, because an earlier step is not fine. */
export type StepState = { readonly step: WorldStep; readonly state: 'fine' | 'waiting' } | Trouble;

export interface WorldState {
  readonly steps: readonly StepState[];
  /** The first trouble: what a person has to do next. */
  readonly next: Trouble | undefined;
  /** Every step is fine. */
  readonly ready: boolean;
}

/** Lives with an unfinished world: looks, says the one next step, looks again until everything is there, then watches. */
export interface World extends DoorState {
  state(): WorldState;
  /**
   * Once finished the door stays open while the homeserver is merely down, also over a restart; anything that a person has
   * to mend shuts it.
   */
  isOpen(): boolean;
  /**
   * May this process change anything outside? `unknown` until the homeserver has said which database it belongs to, `no` for a
   * copy (cloned machine, staging), which must send nothing, letters included.
   */
  mayAct(): 'yes' | 'no' | 'unknown';
  /** Called after every look that changed something. */
  onChange(listener: (state: WorldState) => void): () => void;
  /** Called each time everything has become fine: after the start and after every outage. Read back and reconcile then. */
  onReady(listener: () => void): () => void;
  /** Starts looking; returns at once and never throws because of the world. */
  start(): void;
  /** Looks now, e.g. after a fault or an invitation; resolves with what it saw. */
  look(): Promise<WorldState>;
  /** Looks once more as soon as a look that runs now is over, e.g. after an invitation. Does nothing before `start`. */
  lookSoon(): void;
  stop(): Promise<void>;
}

/** For `openWorld` in `open-world.ts`: `(options) => Promise<World>`; resolves once it has recalled what it knew. */
export interface WorldOptions {
  /** A client without `mayAct`: the world itself finds out whether Porter may. */
  readonly client: HomeserverClient;
  readonly teamRoom: Pick<TeamRoomKeeper, 'enter' | 'stopped' | 'current' | 'configured'>;
  /** Base URLs as configured, for sentences. */
  readonly urls: { readonly client: string; readonly admin: string };
  /** The very one that `makeRoomPoster` uses (what one finds out about the device the other has to know), on a client that may act. */
  readonly device: SenderDevice;
  /** From the registration file: its `id` and the `url` that the homeserver calls (null: nothing is pushed). */
  readonly registration: { readonly id: string; readonly url: string | null };
  /** Where the appservice door listens, as people write it: `127.0.0.1:8482`. */
  readonly listen: string;
  /** ID of this database. */
  readonly instance: string;
  /** `--take-over`: this database becomes the one that acts. */
  readonly takeOver?: boolean;
  /** Display name of the sender, e.g. `Porter`. */
  readonly displayName: string;
  readonly memory: MemoryStore;
  readonly clock: Clock;
  readonly log: Logger;
}
