import { HOUR } from '../kernel/clock.ts';
import { claimInstance } from './instance.ts';
import {
  lookAtAdmin,
  lookAtHomeserver,
  lookAtPing,
  lookAtSender,
  lookAtToken,
  lookForMas,
  registerSender,
  roomTrouble,
  setDisplayName,
  stopTrouble,
  troubleOfFault,
  valuesOf,
} from './looks.ts';
import type { Trouble, World, WorldOptions, WorldStep } from './world.ts';
import { troubleOf } from './world-sentences.ts';

const MAS_EVERY = HOUR;

/** What is looked at in each step, and what the looks remember of one another. */
export interface WorldLooks {
  /** What is wrong there, faults included; undefined also for a step that is not due. */
  lookAt(step: WorldStep): Promise<Trouble | undefined>;
  /** Was everything fine at the last look? Until it is not, some steps need no further look. */
  settle(fine: boolean): void;
  readonly mayAct: World['mayAct'];
}

export function makeWorldLooks(needs: WorldOptions): WorldLooks {
  const { device, teamRoom, client, clock } = needs;
  let mayAct: ReturnType<World['mayAct']> = 'unknown';
  let takeOver = needs.takeOver === true;
  let masLookedAt: number | undefined;
  /** Looked at once per time of being up; the rest at every look. */
  let settled = false;

  const whenDue: Partial<Record<WorldStep, () => boolean>> = {
    // Not only hourly: it comes with a restart of the homeserver, and has to be gone before anybody is let in again.
    mas: () => !settled || masLookedAt === undefined || clock.monotonic() - masLookedAt >= MAS_EVERY,
    sender: () => !settled,
    ping: () => !settled,
    device: () => !settled,
    name: () => !settled,
  };

  const looks: Readonly<Record<WorldStep, () => Promise<Trouble | undefined>>> = {
    homeserver: () => lookAtHomeserver(needs),
    async mas() {
      const trouble = await lookForMas(needs);
      masLookedAt = clock.monotonic();
      return trouble;
    },
    token: () => lookAtToken(needs),
    sender: () => registerSender(needs),
    ping: () => lookAtPing(needs),
    admin: () => lookAtAdmin(needs),
    ownership: () => lookAtSender(needs),
    async device() {
      await device.ensure(undefined, 'again');
      return undefined;
    },
    async name() {
      await setDisplayName(needs, needs.displayName);
      return undefined;
    },
    async instance() {
      mayAct = (await claimInstance(client, needs.instance, takeOver)) === 'ours' ? 'yes' : 'no';
      // Taking over happens once: a second copy that takes over later must win.
      if (mayAct === 'yes') takeOver = false;
      return mayAct === 'yes' ? undefined : troubleOf('instance', 'homeserver.other-instance', valuesOf(needs));
    },
    async room() {
      const trouble = await teamRoom.enter();
      return trouble && roomTrouble(needs, teamRoom.configured, trouble);
    },
    async decisions() {
      const reason = await teamRoom.stopped();
      return reason && stopTrouble(needs, teamRoom.configured, reason);
    },
  };

  return {
    mayAct: () => mayAct,
    settle(ready) {
      settled = ready;
    },
    async lookAt(step) {
      if (whenDue[step]?.() === false) return undefined;
      try {
        return await looks[step]();
      } catch (fault) {
        return troubleOfFault(step, fault, needs);
      }
    },
  };
}
