import { type Clock, DAY, HOUR } from '../../kernel/clock.ts';
import type { AddJobs } from '../../ports/add-jobs.ts';
import type { MemoryStore } from '../../ports/memory-store.ts';
import type { TeamRoom } from '../ports/team-room.ts';
import type { Cap } from '../rules/caps.ts';
import type { RegistrationSettings } from '../settings.ts';
import { inert } from './inert.ts';
import { type MomentSettings, moment } from './moment.ts';
import { noThread, replyInRoom, sentence } from './team-jobs.ts';

/** `network`: the limit per network, which the site counts in memory. */
export type CapOfForms = Cap | 'network';

export interface CapAbout {
  /** When the cap lets somebody in again, epoch milliseconds. */
  readonly at: number;
  /** Mail domain of the form that was turned away. */
  readonly domain?: string;
}

export interface SayCapMetNeeds {
  readonly room: Pick<TeamRoom, 'current'>;
  readonly memory: MemoryStore;
  readonly jobs: AddJobs;
  readonly settings: MomentSettings & Pick<RegistrationSettings, 'limits'>;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Says in the team room that forms are turned away, why, and what can be done: once a day and cap, however many forms come. Does
 * nothing while no room is known. Throws `Fault`.
 */
export type SayCapMet = (cap: CapOfForms, about: CapAbout) => Promise<void>;

export function makeSayCapMet({ room, memory, jobs, settings, clock }: SayCapMetNeeds): SayCapMet {
  const { limits } = settings;
  const most = {
    ...{ day: limits.perDay, domain: limits.perDomainPerDay, open: limits.open },
    ...{ unproved: limits.unprovedPerHour, letters: limits.unprovedPerDomainPerDay, network: 0 },
  } as const satisfies Record<CapOfForms, number>;

  return async (cap, { at, domain = '' }) => {
    const roomId = room.current();
    if (roomId === undefined) return;
    const now = clock.now();
    const said = Number((await memory.recall(`team.cap-said.${cap}`)) ?? Number.NaN);
    if (Math.abs(now - said) < DAY) return;
    const values = { most: most[cap], time: moment(at, settings), domain: inert(domain, 100) };
    // Two forms of one moment are one cause.
    const cause = `cap:${cap}:${roomId}:${Math.floor(now / HOUR)}`;
    await jobs.add([replyInRoom(cause, roomId, noThread, sentence(`room.cap.${cap}`, values), now)]);
    await memory.remember(`team.cap-said.${cap}`, String(now));
  };
}
