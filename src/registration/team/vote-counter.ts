import type { Clock } from '../../kernel/clock.ts';
import type { Gone } from '../../kernel/gone.ts';
import type { Logger } from '../../kernel/log.ts';
import type { EventId, RoomId } from '../../kernel/matrix-id.ts';
import type { AddJobs } from '../../ports/add-jobs.ts';
import type { Advance } from '../advance.ts';
import type { Application } from '../application.ts';
import { makeOneAtATime } from '../one-at-a-time.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { Reaction } from '../ports/reaction.ts';
import type { TeamRoom } from '../ports/team-room.ts';
import type { PostedEvent, VoteStore } from '../ports/vote-store.ts';
import type { Command } from '../rules/command.ts';
import type { Vote } from '../rules/decision.ts';
import { sameVotes } from '../rules/stages.ts';
import type { RegistrationSettings } from '../settings.ts';
import { mayDecide, type TakesVotes, takesVotes, votesOf } from './live-votes.ts';
import { replaceLost } from './replace-lost.ts';

export interface VoteCounterNeeds {
  readonly applications: Pick<ApplicationStore, 'find' | 'audit'>;
  readonly votes: Pick<
    VoteStore,
    'keepReaction' | 'redact' | 'liveReactions' | 'replaceReactions' | 'findPosted' | 'findNotice' | 'markRemoved'
  >;
  readonly room: Pick<TeamRoom, 'current' | 'reactionsOn' | 'eventState' | 'stopped'>;
  readonly advance: Advance;
  readonly jobs: AddJobs;
  readonly settings: Pick<RegistrationSettings, 'quorum' | 'sender'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * `counted`; `not-posted`: there is no notice of this round in the team room; `closed`: votes no longer change this application;
 * `stopped`: nothing is decided because of the state of the room.
 */
export type Counted = 'counted' | 'not-posted' | 'closed' | 'stopped';

/** What a stored reaction is on. `live`: the live notice of an application. */
export type KeptOn =
  | { readonly on: 'live'; readonly application: TakesVotes; readonly notice: PostedEvent }
  | { readonly on: 'practice' }
  | { readonly on: 'other' };

/** What was redacted. `posted`: what the reaction was on, if Porter posted that. */
export type Redacted =
  | { readonly was: 'reaction'; readonly reaction: Reaction; readonly posted: PostedEvent | undefined }
  | { readonly was: 'notice'; readonly posted: PostedEvent }
  | { readonly was: 'other' };

/**
 * All changes to the live set of votes, one after the other: otherwise a reading of the room that began before a vote arrived
 * could replace the set that contains the vote. Throws `Fault` when the database or the homeserver is out of order.
 */
export interface VoteCounter {
  /** Stores a reaction, known or new, and tells what it is on. Counts nothing. */
  keep(reaction: Reaction): Promise<KeptOn>;
  /** Marks an event as redacted, also one that has not arrived yet. Counts nothing. */
  redact(eventId: EventId, roomId: RoomId, at: number): Promise<Redacted>;
  /**
   * Counts the stored reactions. When they may decide, the reactions are read from the room first.
   *
   * @param found the application, if the caller has just read it: it is not read again unless somebody else has moved it since
   */
  count(applicationId: string, found?: Application): Promise<Counted>;
  /**
   * Reads the reactions from the room in any case, then counts them. Looks at the notice of a waiting application as well: on one that
   * the room has lost, or whose content was redacted, nobody can vote any more.
   */
  recount(applicationId: string): Promise<Counted>;
}

export function makeVoteCounter(needs: VoteCounterNeeds): VoteCounter {
  const { applications, votes, room, advance, settings, clock, log } = needs;
  const oneAtATime = makeOneAtATime();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => oneAtATime('votes', work);

  /** The application and its live notice; `notice` is undefined when that stands in another room. */
  async function liveNotice(applicationId: string, found?: Application) {
    const application = found ?? (await applications.find(applicationId));
    if (application === undefined || !takesVotes(application)) return 'closed';
    const notice = await votes.findNotice(application.id, application.round);
    if (notice === undefined) return 'not-posted';
    return notice.roomId === room.current() ? { application, notice } : { application, notice: undefined };
  }

  const heardOn = async ({ eventId }: PostedEvent) =>
    votesOf(await votes.liveReactions(eventId), eventId, settings.sender);

  /** @param asWell `whole`: asks at the same time whether the notice still has its content */
  async function readRoom(notice: PostedEvent, asWell?: 'whole'): Promise<readonly Vote[] | Gone> {
    const [read, state] = await Promise.all([
      room.reactionsOn(notice.eventId),
      asWell === undefined ? asWell : room.eventState(notice.eventId),
    ]);
    if (read === 'gone' || (state !== undefined && state !== 'whole')) return 'gone';
    const others = read.filter(({ sender }) => sender !== settings.sender);
    await votes.replaceReactions(notice.eventId, notice.roomId, others, clock.now());
    return votesOf(others, notice.eventId, settings.sender);
  }

  async function countNow(applicationId: string, readFirst: boolean, found?: Application): Promise<Counted> {
    const live = await liveNotice(applicationId, found);
    if (typeof live === 'string') return live;
    const { application, notice } = live;
    const stopped = await room.stopped();
    if (stopped !== undefined) {
      log.warn('decisions are stopped, votes are only kept', { application: application.shortId, reason: stopped });
      return 'stopped';
    }
    if (notice === undefined) {
      // The team room is another one now. A waiting application gets a new notice there; a decision stands if its voters still may
      // vote.
      if (application.stage === 'waiting') return 'not-posted';
      await command(application, { kind: 'votes-are', round: application.round, votes: application.votes });
      return 'counted';
    }
    const look = application.stage === 'waiting' ? ('whole' as const) : undefined;
    let standing = readFirst ? await readRoom(notice, look) : await heardOn(notice);
    if (standing === 'gone') return await countLost(application, notice);
    // What a homeserver hides because of its age is there again once it may be older.
    if (look !== undefined && readFirst && notice.removedAt !== undefined)
      await votes.markRemoved(notice.eventId, undefined);
    const deciding = mayDecide(application, standing, settings.quorum);
    if (!deciding && sameVotes(application.votes, standing)) return 'counted';
    if (deciding && !readFirst) standing = await readRoom(notice);
    if (standing === 'gone') return await countLost(application, notice);
    await command(application, { kind: 'votes-are', round: application.round, votes: standing });
    return 'counted';
  }

  /**
   * The notice was purged, by retention or by an admin, or only its shell is left. That takes no vote back: those that were heard
   * stand where they decide. Otherwise nobody can vote any more, and voting starts again on a fresh notice.
   */
  async function countLost(application: TakesVotes, notice: PostedEvent): Promise<Counted> {
    const standing = await heardOn(notice);
    if (mayDecide(application, standing, settings.quorum)) {
      await command(application, { kind: 'votes-are', round: application.round, votes: standing });
    }
    const now = await applications.find(application.id);
    if (now?.stage !== 'waiting' || now.round !== application.round) return 'counted';
    await replaceLost(now, notice, needs);
    return 'not-posted';
  }

  async function command(application: TakesVotes, order: Command): Promise<void> {
    const moved = await advance(application.id, order, application);
    if (moved.ok || moved.refusal === 'nothing-changed') return;
    log.info('votes had no say any more', { application: application.shortId, refusal: moved.refusal });
  }

  return {
    keep: (reaction) =>
      inTurn(async () => {
        await votes.keepReaction(reaction);
        const posted = await votes.findPosted(reaction.target);
        if (posted === undefined || posted.roomId !== reaction.roomId) return { on: 'other' };
        if (posted.kind === 'practice') return { on: 'practice' };
        if (posted.kind !== 'notice' || posted.applicationId === undefined) return { on: 'other' };
        const found = await liveNotice(posted.applicationId);
        if (typeof found === 'string' || found.notice?.eventId !== reaction.target) return { on: 'other' };
        return { on: 'live', application: found.application, notice: found.notice };
      }),

    redact: (eventId, roomId, at) =>
      inTurn(async () => {
        const reaction = await votes.redact(eventId, roomId, at);
        if (reaction !== undefined) {
          return { was: 'reaction', reaction, posted: await votes.findPosted(reaction.target) };
        }
        const posted = await votes.findPosted(eventId);
        return posted?.kind === 'notice' && posted.roomId === roomId ? { was: 'notice', posted } : { was: 'other' };
      }),

    count: (applicationId, found) => inTurn(() => countNow(applicationId, false, found)),
    recount: (applicationId) => inTurn(() => countNow(applicationId, true)),
  };
}
