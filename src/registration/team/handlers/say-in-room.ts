import type { Clock } from '../../../kernel/clock.ts';
import { parseUserId } from '../../../kernel/matrix-id.ts';
import {
  done,
  type JobHandler,
  type JobPayload,
  type JobValue,
  later,
  nothing,
  unreadable,
} from '../../../outbox/job.ts';
import type { AddJobs } from '../../../ports/add-jobs.ts';
import type { RoomPoster } from '../../../ports/room-poster.ts';
import { say } from '../../../texts/say.ts';
import { type Application, endedStages } from '../../application.ts';
import { textOf } from '../../handlers/payload.ts';
import type { ApplicationStore } from '../../ports/application-store.ts';
import type { LettersWait } from '../../ports/letters-wait.ts';
import type { TeamRoom } from '../../ports/team-room.ts';
import type { PostedEvent, VoteStore } from '../../ports/vote-store.ts';
import type { RegistrationSettings } from '../../settings.ts';
import { inert, unpinged } from '../inert.ts';
import { withOutage } from '../mail-words.ts';
import { type People, peopleNamed, personName } from '../people.ts';
import { parseRoomKey, type RoomKey } from '../room-key.ts';
import { quietMessage, threadMessage } from '../room-message.ts';
import { roomSentence } from '../room-text.tsx';
import { isLost, isOutside, outsideOf, textOutside } from './lost-thread.ts';
import { noRoomYet } from './no-room-yet.ts';
import { postOnce } from './post-once.ts';
import { untilPosted } from './until-posted.ts';

export interface SayInRoomNeeds {
  readonly applications: Pick<ApplicationStore, 'find'>;
  readonly votes: Pick<VoteStore, 'findNotice' | 'keepPosted'>;
  readonly room: Pick<TeamRoom, 'current' | 'displayNameOf' | 'eventState'>;
  readonly poster: RoomPoster;
  readonly jobs: AddJobs;
  readonly settings: Pick<RegistrationSettings, 'teamLanguage' | 'timeZone' | 'serverName'>;
  readonly lettersWait: LettersWait;
  readonly clock: Clock;
}

const LONGEST_VALUE = 500;

/**
 * Job `registration.say-in-room`: a sentence in the thread of an application's newest notice. Payload: `id`, `what` (a key of the room
 * texts) and `values`. In `values` a person's ID under `by` gets the name beside it, other user IDs and `room` (one of the
 * configuration) stay as they are, and the rest is made inert. `more`: keys of the sentences that follow, with the same values. If the
 * room has lost the notice, the sentence is said outside of threads.
 */
export function makeSayInRoom(needs: SayInRoomNeeds): JobHandler {
  const { applications, votes, room, jobs, settings, lettersWait, clock } = needs;
  const language = settings.teamLanguage;

  return async (job, tools) => {
    const found = await applications.find(textOf(job, 'id'));
    if (found === undefined) return nothing;
    const here = room.current();
    if (here === undefined) throw noRoomYet();
    const { what, more = [] } = job.payload;
    const [key, ...rest] = [what, ...(Array.isArray(more) ? more : [more])].map(parseRoomKey);
    if (key === undefined || !rest.every((one) => one !== undefined))
      throw unreadable('A sentence that this version does not know');
    const notice = await newestNotice(found, here);
    if (notice === undefined) return endedStages.includes(found.stage) ? nothing : later(untilPosted(job, clock.now()));
    if (notice.roomId !== here) return nothing;

    const people = await peopleNamed(room, [String(record(job.payload['values'])['by'] ?? '')]);
    const values = record(job.payload['values']);
    const said = [key, ...rest].map((one) => sentence(one, values, people)).join(' ');
    const text = roomSentence(withOutage(key, said, lettersWait, settings));

    const outside = isOutside(job) || (job.frozen === undefined && (await isLost(notice, needs)));
    const { serverName } = settings;
    const { content } = await tools.freeze({
      content: outside
        ? quietMessage(textOutside(text, found, { language, serverName }))
        : threadMessage(text, notice.eventId),
    });
    const { id: applicationId, round, version } = found;
    const posting = {
      roomId: here,
      type: 'm.room.message',
      content,
      kind: 'thread',
      applicationId,
      round,
      version,
    } as const;
    const posted = await postOnce(posting, job, tools.signal, needs);
    if (posted !== 'gone') return done({ id: posted });
    await jobs.add([outsideOf(job, clock.now())]);
    return nothing;
  };

  async function newestNotice({ id, round }: Application, here: string): Promise<PostedEvent | undefined> {
    let elsewhere: PostedEvent | undefined;
    for (let at = round; at >= 1; at -= 1) {
      const notice = await votes.findNotice(id, at);
      if (notice?.roomId === here) return notice;
      elsewhere ??= notice;
    }
    return elsewhere;
  }

  function sentence(key: RoomKey, values: Readonly<Record<string, JobValue>>, people: People): string {
    const shown = Object.entries(values).map(([name, value]) => {
      if (typeof value === 'number') return [name, value] as const;
      const text = String(value);
      if (name === 'by') return [name, personName(language, text, people)] as const;
      return [
        name,
        name !== 'room' && parseUserId(text) === undefined ? inert(text, LONGEST_VALUE) : unpinged(text),
      ] as const;
    });
    return say(language, key, Object.fromEntries(shown));
  }
}

function record(value: JobValue | undefined): JobPayload {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JobPayload) : {};
}
