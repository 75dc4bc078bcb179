import type { Clock } from '../../../kernel/clock.ts';
import { type EventId, parseEventId, parseRoomId } from '../../../kernel/matrix-id.ts';
import { done, type JobHandler, type JobPayload, type JobValue, nothing, unreadable } from '../../../outbox/job.ts';
import type { AddJobs } from '../../../ports/add-jobs.ts';
import type { RoomPoster } from '../../../ports/room-poster.ts';
import { say } from '../../../texts/say.ts';
import { openStages } from '../../application.ts';
import type { ApplicationStore } from '../../ports/application-store.ts';
import type { LettersWait } from '../../ports/letters-wait.ts';
import type { TeamRoom } from '../../ports/team-room.ts';
import type { VoteStore } from '../../ports/vote-store.ts';
import type { RegistrationSettings } from '../../settings.ts';
import type { ListApplications, ShowApplication } from '../applications.ts';
import { detailsText, helpText, listText, MOST_LISTED } from '../commands/replies.ts';
import { withOutage } from '../mail-words.ts';
import { type MomentSettings, moment } from '../moment.ts';
import { parseReply } from '../parse-reply.ts';
import { peopleNamed, shortNumber } from '../people.ts';
import { practiceReply } from '../practice-reply.ts';
import { parseRoomKey } from '../room-key.ts';
import { message, quietMessage, threadMessage } from '../room-message.ts';
import { type RoomText, roomSentence } from '../room-text.tsx';
import type { Reply, Values } from '../team-jobs.ts';
import { isLost, isOutside, outsideOf, textOutside } from './lost-thread.ts';
import { noRoomYet } from './no-room-yet.ts';
import { postOnce } from './post-once.ts';

export interface ReplyInRoomNeeds {
  readonly list: ListApplications;
  readonly show: ShowApplication;
  readonly applications: Pick<ApplicationStore, 'find'>;
  readonly votes: Pick<VoteStore, 'keepPosted' | 'findPosted'>;
  readonly room: Pick<TeamRoom, 'current' | 'voters' | 'stopped' | 'displayNameOf' | 'eventState'>;
  readonly jobs: AddJobs;
  readonly poster: RoomPoster;
  readonly settings: Pick<
    RegistrationSettings,
    'teamLanguage' | 'timeZone' | 'serverName' | 'showEmail' | 'quorum' | 'approveDelay'
  >;
  readonly lettersWait: LettersWait;
  readonly clock: Clock;
}

/**
 * Job `registration.reply-in-room`: a reply to somebody in the team room, in the thread of what was said, or a sentence about
 * the room itself. Nothing is said in a room that Porter has left behind. A thread that the room has lost is answered outside of it.
 */
export function makeReplyInRoom(needs: ReplyInRoomNeeds): JobHandler {
  const { list, show, applications, votes, room, jobs, settings, lettersWait, clock } = needs;
  const language = settings.teamLanguage;

  async function render(reply: Reply): Promise<RoomText> {
    switch (reply.what) {
      case 'sentence':
        return roomSentence(
          withOutage(reply.key, say(language, reply.key, withMoment(reply.values, settings)), lettersWait, settings),
        );
      case 'help':
        return helpText(language);
      case 'list':
        return listText(await list(openStages, MOST_LISTED + 1), settings);
      case 'show': {
        const found = await show(reply.shortId);
        if (found === undefined) {
          const number = shortNumber(reply.shortId);
          return roomSentence(say(language, 'room.refused.unknown-application', { number }));
        }
        const { application, audit } = found;
        const voted = 'votes' in application ? application.votes.map(({ voter }) => voter) : [];
        const named = [...voted, ...('by' in application ? application.by : []), ...audit.map(({ by }) => by)];
        // While decisions are stopped it is unknown who may vote.
        const voters = voted.length === 0 || (await room.stopped()) !== undefined ? undefined : await room.voters();
        return detailsText(found, await peopleNamed(room, named), voters, settings);
      }
      case 'practice': {
        const stopped = await room.stopped();
        if (stopped !== undefined) {
          return roomSentence(say(language, parseRoomKey(`room.stopped.${stopped}`) ?? 'room.stopped.other'));
        }
        const voters = await room.voters();
        const people = await peopleNamed(room, [reply.user, ...[...voters].sort()]);
        return practiceReply(reply, voters, people, settings);
      }
    }
  }

  return async (job, tools) => {
    const here = room.current();
    if (here === undefined) throw noRoomYet();
    const roomId = parseRoomId(job.payload['room']);
    if (roomId === undefined) throw unreadable('A reply does not say for which room it is');
    if (roomId !== here) return nothing;
    const root = eventOrNone(job.payload['root']);
    const replyTo = eventOrNone(job.payload['replyTo']);

    let content = job.frozen;
    if (content === undefined) {
      const reply = parseReply(job.payload);
      if (reply === undefined) throw unreadable('A reply that this version does not know');
      const text = await render(reply);
      const framed =
        root === undefined
          ? message(text)
          : isOutside(job) || (await isLostThread(root, replyTo))
            ? await outside(text, root, replyTo)
            : threadMessage(text, root, replyTo);
      content = await tools.freeze(framed);
    }
    const posting = { roomId, type: 'm.room.message', content, kind: 'reply' } as const;
    const posted = await postOnce(posting, job, tools.signal, needs);
    if (posted !== 'gone') return done({ id: posted });
    await jobs.add([outsideOf(job, clock.now())]);
    return nothing;
  };

  /** A message that opens its own thread was written a moment ago. */
  async function isLostThread(root: EventId, replyTo: EventId | undefined): Promise<boolean> {
    const posted = await votes.findPosted(root);
    return (posted !== undefined || replyTo !== undefined) && isLost({ eventId: root, at: posted?.at }, needs);
  }

  /** A reply to the message that is answered, which says what it belongs to; or one that names the application of the lost notice. */
  async function outside(text: RoomText, root: EventId, replyTo: EventId | undefined): Promise<JobPayload> {
    const about = replyTo === undefined ? (await votes.findPosted(root))?.applicationId : undefined;
    const found = about === undefined ? undefined : await applications.find(about);
    if (found === undefined) return quietMessage(text, replyTo ?? root);
    return quietMessage(textOutside(text, found, { language, serverName: settings.serverName }));
  }
}

/** A job keeps a time as epoch milliseconds, under the name `time`; it is written for people when the reply is sent. */
const withMoment = (values: Values, settings: MomentSettings): Values =>
  typeof values['time'] === 'number' ? { ...values, time: moment(values['time'], settings) } : values;

/** Throws `unreadable` for a value that is no event ID: a reply that belongs in a thread must not go to the whole room. */
function eventOrNone(value: JobValue | undefined): EventId | undefined {
  const eventId = parseEventId(value);
  if (eventId === undefined && value !== null && value !== undefined) throw unreadable('A reply is to no event');
  return eventId;
}
