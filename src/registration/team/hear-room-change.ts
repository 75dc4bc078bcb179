import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/log.ts';
import type { RoomId, UserId } from '../../kernel/matrix-id.ts';
import type { AddJobs } from '../../ports/add-jobs.ts';
import type { MemoryStore } from '../../ports/memory-store.ts';
import { forEachApplication } from '../each-application.ts';
import { makeOneAtATime } from '../one-at-a-time.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { TeamRoom } from '../ports/team-room.ts';
import { showNotice } from '../rules/jobs.ts';
import { takesVotes, votingStages } from './live-votes.ts';
import { parseRoomKey, type RoomKey } from './room-key.ts';
import { SAID, type SayOnceNeeds, sayOnce } from './say-once.ts';
import { noThread, replyInRoom, sentence } from './team-jobs.ts';
import type { VoteCounter } from './vote-counter.ts';

export interface HearRoomChangeNeeds {
  readonly applications: Pick<ApplicationStore, 'list'>;
  readonly counter: Pick<VoteCounter, 'count'>;
  readonly room: Pick<TeamRoom, 'current' | 'encrypted' | 'stopped' | 'voters'>;
  readonly memory: MemoryStore;
  readonly jobs: AddJobs;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Call it when members, power levels or other state of the team room may have changed. Says once what people there have to
 * know, and counts all open applications again unless decisions are stopped. Calls during a run cause one more run in all.
 * Throws `Fault`.
 */
export type HearRoomChange = () => Promise<void>;

/** When Porter is not in the room, the room was replaced, or clients show no messages in it, nothing is said there. */
const unheard: ReadonlySet<string> = new Set(['not-in-room', 'room-replaced', 'room-space']);

export function makeHearRoomChange(needs: HearRoomChangeNeeds): HearRoomChange {
  const { applications, counter, room, memory, jobs, clock, log } = needs;

  // The voters when everything was last counted; undefined: count again in any case.
  let counted: ReadonlySet<UserId> | undefined;

  const sayInRoom = (cause: string, roomId: RoomId, key: RoomKey) =>
    jobs.add([replyInRoom(`${cause}:${roomId}:${clock.now()}`, roomId, noThread, sentence(key), clock.now())]);

  async function sayStopped(roomId: RoomId, reason: string | undefined): Promise<void> {
    const before = (await memory.recall('team.stopped')) ?? '';
    const saidIn = await memory.recall('team.stopped-in');
    // A room that became the team room meanwhile has not heard it yet.
    const heard = reason === undefined || unheard.has(reason) || saidIn === roomId;
    if (before === (reason ?? '') && heard) return;
    if (reason === undefined) {
      log.warn('decisions go on', { before });
      // Whoever heard that they stopped hears the end; another room than that one has its own greeting.
      if (saidIn === roomId)
        await sayInRoom('goes-on', roomId, before === 'not-in-room' ? 'room.backAgain' : 'room.goesOn');
    } else {
      log.error('decisions are stopped', { reason });
      const key = parseRoomKey(`room.stopped.${reason}`) ?? 'room.stopped.other';
      if (!unheard.has(reason)) await sayInRoom(`stopped:${reason}`, roomId, key);
      await memory.remember('team.stopped-in', reason === 'not-in-room' || !unheard.has(reason) ? roomId : '');
    }
    await memory.remember('team.stopped', reason ?? '');
  }

  async function look(): Promise<void> {
    const roomId = room.current();
    if (roomId === undefined) return;
    const reason = await room.stopped();
    await sayStopped(roomId, reason);
    if (reason !== undefined && unheard.has(reason)) return;
    if (await room.encrypted()) await sayEncrypted({ memory, jobs, clock }, roomId);
    if (reason !== undefined) {
      counted = undefined;
      return;
    }
    // Most changes of a busy room are names and topics: they change no voter, so nothing is counted again.
    const voters = await room.voters();
    if (counted !== undefined && sameMembers(voters, counted)) return;
    await forEachApplication(applications, votingStages, log, async (application) => {
      await counter.count(application.id);
      // The notice names only people who may vote, and these may be others now.
      if (takesVotes(application) && application.votes.length > 0)
        await jobs.add([showNotice(application, clock.now())]);
    });
    counted = voters;
  }

  const oneAtATime = makeOneAtATime();
  let waiting: Promise<void> | undefined;
  return () => {
    waiting ??= oneAtATime('look', () => {
      waiting = undefined;
      return look();
    });
    return waiting;
  };
}

const sameMembers = (a: ReadonlySet<UserId>, b: ReadonlySet<UserId>) =>
  a.size === b.size && [...a].every((user) => b.has(user));

/** Says once per room that Porter cannot read replies and commands there. */
export const sayEncrypted = (needs: SayOnceNeeds, roomId: RoomId): Promise<void> =>
  sayOnce(needs, roomId, {
    ...{ name: 'team.encrypted-said', what: () => SAID },
    job: ({ now }) => replyInRoom(`encrypted:${roomId}`, roomId, noThread, sentence('room.encrypted'), now),
  });
