import { type Clock, MINUTE } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/log.ts';
import { parseUserId } from '../../kernel/matrix-id.ts';
import type { AddJobs } from '../../ports/add-jobs.ts';
import type { MemoryStore } from '../../ports/memory-store.ts';
import type { Application } from '../application.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { HomeserverTime } from '../ports/homeserver-time.ts';
import type { TeamRoom } from '../ports/team-room.ts';
import type { VoteStore } from '../ports/vote-store.ts';
import type { RegistrationSettings } from '../settings.ts';
import { makeAnswerEncryptedVote } from './answer-encrypted-vote.ts';
import { parseCommand } from './commands/parse-command.ts';
import type { RoomCommands } from './commands/room-commands.ts';
import { sayEncrypted } from './hear-room-change.ts';
import type { HeardMessage } from './heard.ts';
import { hasVoted, makeHintAtVotes } from './hint-at-votes.ts';
import { insteadOfVote } from './instead-of-vote.ts';
import { peopleNamed, personName } from './people.ts';
import { type Reply, replyInRoom, sentence, type Thread } from './team-jobs.ts';

export interface HearMessageNeeds {
  readonly commands: RoomCommands;
  readonly applications: Pick<ApplicationStore, 'find' | 'list'>;
  readonly votes: Pick<VoteStore, 'findPosted'>;
  readonly room: Pick<TeamRoom, 'current' | 'votersAmong' | 'stopped' | 'displayNameOf'>;
  readonly memory: MemoryStore;
  readonly jobs: AddJobs;
  readonly settings: Pick<RegistrationSettings, 'sender' | 'teamLanguage'>;
  readonly clock: Clock;
  readonly homeserverTime: HomeserverTime;
  readonly log: Logger;
}

/** Handles a text message of any room. `m.notice` never comes here: the door drops it, because bots use it. */
export type HearMessage = (message: HeardMessage) => Promise<void>;

/**
 * An older command is answered but not obeyed, and older talk is left alone: it may have waited during an outage, and the situation may
 * have changed.
 */
const MESSAGE_LIFE = 15 * MINUTE;

/**
 * Obeys commands in the team room by people who may vote, and tells them when they write what looks like a vote. Replies once to each
 * message, in its thread. Recognises people by their user ID only. When the same event comes again, the command is not obeyed again,
 * and the reply is the same. Throws `Fault`.
 */
export function makeHearMessage(needs: HearMessageNeeds): HearMessage {
  const { commands, applications, votes, room, memory, jobs, settings, clock, homeserverTime, log } = needs;
  const self = parseUserId(settings.sender);
  if (self === undefined) throw new Error('settings.sender is no user ID');
  const hintAtVotes = makeHintAtVotes(needs);
  const answerEncryptedVote = makeAnswerEncryptedVote(needs);

  /** The homeserver dates messages by its own clock. */
  const isOld = (at: number): boolean => homeserverTime.at(clock.now()) - at > MESSAGE_LIFE;

  /** The application that the message answers, by reply or in a thread. */
  async function answeredBy({ replyTo, threadRoot }: HeardMessage): Promise<Application | undefined> {
    for (const eventId of [replyTo, threadRoot]) {
      if (eventId === undefined) continue;
      const posted = await votes.findPosted(eventId);
      const found = posted?.applicationId === undefined ? undefined : await applications.find(posted.applicationId);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** "ok" under a notice, or ✅ typed as a message, looks like a vote and would be lost without a word. */
  async function hintAt(message: HeardMessage, answering: boolean, thread: Thread): Promise<void> {
    const { sender: by, roomId, body, at } = message;
    const said = insteadOfVote(body);
    if (said === undefined || isOld(at)) return;
    if (!answering && said === 'word') return;
    const application = answering ? await answeredBy(message) : (await applications.list(['waiting'], 1))[0];
    if (application?.stage !== 'waiting' || hasVoted(application, by)) return;
    await hintAtVotes({ by, application, roomId, thread, why: answering ? 'elsewhere' : 'loose' });
  }

  return async (message) => {
    const { eventId, roomId, sender, threadRoot, at } = message;
    if (sender === self || roomId !== room.current()) return;
    if (message.encrypted) {
      await sayEncrypted({ memory, jobs, clock }, roomId);
      return await answerEncryptedVote(message);
    }
    if (message.isEdit) return;

    const answering = message.replyTo !== undefined || threadRoot !== undefined;
    const ownName = message.mentions.includes(self) ? await room.displayNameOf(self) : undefined;
    const parsed = parseCommand({ body: message.body, mentions: message.mentions, answering }, self, ownName);
    const thread =
      threadRoot === undefined ? { root: eventId, replyTo: undefined } : { root: threadRoot, replyTo: eventId };
    if (parsed === undefined) return hintAt(message, answering, thread);
    const answered = answering ? await answeredBy(message) : undefined;
    if (parsed.bare && answered === undefined) return;

    const say = (reply: Reply) => jobs.add([replyInRoom(eventId, roomId, thread, reply, clock.now())]);

    // The event comes again when Porter was killed before the inbox marked it as handled. It may be old by now.
    const before = await commands.doneBefore(parsed.request, eventId);
    if (before !== undefined) return say(before);
    // While decisions are stopped it is unknown who may vote, so no command is obeyed.
    if ((await room.stopped()) !== undefined) return say(sentence('room.refused.stopped'));
    if (!(await room.votersAmong(new Set([sender]))).has(sender)) {
      log.info('a command by somebody who may not vote', { user: sender });
      const by = personName(settings.teamLanguage, sender, await peopleNamed(room, [sender]));
      return say(sentence('room.refused.not-a-voter', { by }));
    }
    if (isOld(at)) return say(sentence('room.refused.old'));
    log.info('a command in the team room', { user: sender, command: parsed.request.command?.words[0] });
    await say(await commands.run(parsed.request, sender, answered?.shortId, eventId));
  };
}
