import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/log.ts';
import type { EventId, RoomId } from '../../kernel/matrix-id.ts';
import type { Advance } from '../advance.ts';
import type { Application } from '../application.ts';
import { makeOneAtATime } from '../one-at-a-time.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { Reaction } from '../ports/reaction.ts';
import type { TeamRoom } from '../ports/team-room.ts';
import type { PostedEvent, VoteStore } from '../ports/vote-store.ts';
import type { Command } from '../rules/command.ts';
import { sameVotes } from '../rules/stages.ts';
import type { RegistrationSettings } from '../settings.ts';
import { mayDecide, type TakesVotes, takesVotes, votesOf } from './live-votes.ts';

export interface VoteCounterNeeds {
  readonly applications: Pick<ApplicationStore, 'find'>;
  readonly votes: Pick<
    VoteStore,
    'keepReaction' | 'redact' | 'liveReactions' | 'replaceReactions' | 'findPosted' | 'findNotice'
  >;
  readonly room: Pick<TeamRoom, 'current' | 'voters' | 'reactionsOn' | 'stopped'>;
  readonly advance: Advance;
  readonly settings: Pick<RegistrationSettings, 'quorum' | 'sender'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * `counted`; `not-posted`: no notice of this round stands in the present room; `closed`: votes have no say any more;
 * `stopped`: nothing is decided because of the state of the room.
 */
export type Counted = 'counted' | 'not-posted' | 'closed' | 'stopped';

/** What a kept reaction was on. `live`: the live notice of an application. */
export type KeptOn =
  | { readonly on: 'live'; readonly application: TakesVotes; readonly notice: PostedEvent }
  | { readonly on: 'practice' }
  | { readonly on: 'other' };

/** What became of a redaction. `taken-back` when it was a reaction on a notice of ours. */
export type Redacted =
  | { readonly was: 'reaction'; readonly reaction: Reaction; readonly posted: PostedEvent | undefined }
  | { readonly was: 'notice'; readonly posted: PostedEvent }
  | { readonly was: 'other' };

/**
 * Everything that touches the live set of votes, one after the other: a reading of the room that began before a vote
 * arrived must never replace the set that holds it. Throws `Fault` when the database or the homeserver is out of order.
 */
export interface VoteCounter {
  /** Keeps a reaction, known or new, and tells what it is on. Nothing is counted yet. */
  keep(reaction: Reaction): Promise<KeptOn>;
  /** Takes an event back, also one that has not arrived yet. Nothing is counted yet. */
  redact(eventId: EventId, roomId: RoomId, at: number): Promise<Redacted>;
  /**
   * Counts what is kept; reads the room once more when the votes may decide.
   *
   * @param found the application, if the caller has just read it: it is not read again unless somebody else has moved it since
   */
  count(applicationId: string, found?: Application): Promise<Counted>;
  /** Reads the reactions from the room first, whatever they come to. */
  recount(applicationId: string): Promise<Counted>;
}

export function makeVoteCounter(needs: VoteCounterNeeds): VoteCounter {
  const { applications, votes, room, advance, settings, clock, log } = needs;
  const oneAtATime = makeOneAtATime();
  const inTurn = <Answer>(work: () => Promise<Answer>): Promise<Answer> => oneAtATime('votes', work);

  /** The notice of the present round while votes on it are of interest; without it when it stands in another room. */
  async function liveNotice(applicationId: string, found?: Application) {
    const application = found ?? (await applications.find(applicationId));
    if (application === undefined || !takesVotes(application)) return 'closed';
    const notice = await votes.findNotice(application.id, application.round);
    if (notice === undefined) return 'not-posted';
    return notice.roomId === room.current() ? { application, notice } : { application, notice: undefined };
  }

  const heardOn = async ({ eventId }: PostedEvent) =>
    votesOf(await votes.liveReactions(eventId), eventId, settings.sender);

  async function readRoom(notice: PostedEvent) {
    const read = await room.reactionsOn(notice.eventId);
    // Purged, by retention or by hand: nobody took a vote back by that.
    if (read === undefined) return heardOn(notice);
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
      // Porter has moved to another room. Waiting ones get a new notice there; a decision stands if its voters are still some.
      if (application.stage === 'waiting') return 'not-posted';
      await command(application, { kind: 'votes-are', round: application.round, votes: application.votes });
      return 'counted';
    }
    let standing = readFirst ? await readRoom(notice) : await heardOn(notice);
    const deciding = mayDecide(application, standing, settings.quorum);
    if (!deciding && sameVotes(application.votes, standing)) return 'counted';
    if (deciding && !readFirst) standing = await readRoom(notice);
    await command(application, { kind: 'votes-are', round: application.round, votes: standing });
    return 'counted';
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
