import { silentLog } from '../../src/kernel/log.ts';
import type { EventId } from '../../src/kernel/matrix-id.ts';
import { refuse } from '../../src/kernel/outcome.ts';
import type { AddJobs } from '../../src/ports/add-jobs.ts';
import type { Advance, AdvanceRefusal } from '../../src/registration/advance.ts';
import { makeEvents } from '../../src/registration/event.ts';
import type { HomeserverTime } from '../../src/registration/ports/homeserver-time.ts';
import { makeShowApplication } from '../../src/registration/team/applications.ts';
import { makeRoomCommands } from '../../src/registration/team/commands/room-commands.ts';
import { makePracticeNotice } from '../../src/registration/team/handlers/practice-notice.ts';
import { makeReplyInRoom } from '../../src/registration/team/handlers/reply-in-room.ts';
import { makeHearMessage } from '../../src/registration/team/hear-message.ts';
import type { HeardMessage } from '../../src/registration/team/heard.ts';
import { sameTime } from './same-time.ts';
import { accountsAreOpen, ada, event, type Team, teamRoom } from './team.ts';

/** @param over refuses every move, says that decisions are stopped, or takes the jobs of what is said */
export function room(
  team: Team,
  over: {
    readonly refusal?: AdvanceRefusal;
    readonly stopped?: string;
    readonly homeserverTime?: HomeserverTime;
    readonly jobs?: AddJobs;
  } = {},
) {
  const { applications, votes, room: fake, settings, clock, storage } = team;
  const { memory, jobs } = storage;
  const done: string[] = [];
  const show = makeShowApplication({ applications });
  const advance: Advance = async (id, command, found) => {
    if (command.kind === 'decide') {
      const { choice, by, reason } = command;
      done.push(`${choice} ${found?.shortId} by ${by}${reason === undefined ? '' : `: ${reason}`}`);
    }
    return over.refusal === undefined ? team.advance(id, command, found) : refuse(over.refusal);
  };
  const stopped = async () => over.stopped;
  const events = makeEvents(storage.registration.door, clock);
  const commands = makeRoomCommands({
    applications,
    advance,
    askAccount: accountsAreOpen,
    clock,
    stopped,
    settings,
    events,
  });
  const hear = makeHearMessage({
    commands,
    applications,
    votes,
    room: fake,
    memory,
    jobs: over.jobs ?? jobs,
    settings,
    clock,
    homeserverTime: over.homeserverTime ?? sameTime,
    log: silentLog,
  });
  const list = (stages: Parameters<typeof applications.list>[0], limit: number) => applications.list(stages, limit);
  const answering = { list, show, applications, votes, room: fake, poster: fake, jobs, settings, clock };
  const answer = makeReplyInRoom({ ...answering, lettersWait: () => undefined });
  const practice = makePracticeNotice({ votes, room: fake, poster: fake, jobs, settings, clock });
  let said = 0;
  return {
    done,
    events,
    hear,
    answer,
    practice,
    async say(body: string, over: Partial<HeardMessage> = {}): Promise<EventId> {
      said += 1;
      const eventId = over.eventId ?? event(`m${said}`);
      const runtime = { roomId: teamRoom, sender: ada, isEdit: false, mentions: [], encrypted: false, at: clock.now() };
      await hear({ ...runtime, body, ...over, eventId });
      return eventId;
    },
    /** What Porter would post as answers, as plain text. */
    async answers(): Promise<readonly string[]> {
      const before = fake.sent.length;
      for (const payload of await team.jobs('registration.reply-in-room'))
        await team.run(answer, payload, payload.jobKey);
      return fake.sent.slice(before).map(({ content }) => String(content['body']).replaceAll('\u2060', ''));
    },
  };
}
