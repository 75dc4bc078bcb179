import type { EventId } from '../../../kernel/matrix-id.ts';
import type { Actor } from '../../../ports/audit.ts';
import type { ApplicationStore } from '../../ports/application-store.ts';
import { inert } from '../inert.ts';
import { shortNumber } from '../people.ts';
import { stageInWords } from '../stage-in-words.ts';
import { type Reply, sentence } from '../team-jobs.ts';
import type { Parsed } from './parse-command.ts';
import { type ActTools, type DoorTools, isAct, isDoor } from './team-command.ts';

export interface RoomCommandsNeeds extends ActTools, DoorTools {
  readonly applications: ActTools['applications'] & Pick<ApplicationStore, 'find' | 'causedBy'>;
}

/** @param cause here and below: the message */
export interface RoomCommands {
  /**
   * Does what a voter asked for and says what came of it.
   *
   * @param answered short ID of the application whose notice was answered
   */
  run(request: Parsed['request'], by: Actor, answered: number | undefined, cause: EventId): Promise<Reply>;
  /** The reply to a message that was obeyed before, whatever has become of the application since; undefined for any other. */
  doneBefore(request: Parsed['request'], cause: EventId): Promise<Reply | undefined>;
}

export function makeRoomCommands(needs: RoomCommandsNeeds): RoomCommands {
  const { applications, settings } = needs;

  async function stageOf(shortId: number): Promise<string> {
    const found = await applications.findByShortId(shortId);
    return found === undefined ? '' : stageInWords(found, settings.teamLanguage);
  }

  return {
    async run(request, by, answered, cause) {
      if (request.command === undefined) {
        const word = inert(request.said, 60);
        return word === '' ? sentence('room.refused.no-word') : sentence('room.refused.unknown-word', { word });
      }
      const { command, reason } = request;
      const shortId = command.takesNumber ? meant(request.shortId, answered) : 0;
      if (shortId === undefined) return sentence('room.refused.which', { word: command.words[0] });
      if (isDoor(command)) return (await command.run({ by, cause, words: reason ?? '' }, needs)).reply;
      if (!isAct(command)) return command.reply(shortId);

      const outcome = await command.act({ shortId, by, reason, cause }, needs);
      if (outcome.ok) return command.done(outcome.value);
      const values = { number: shortNumber(shortId), stage: await stageOf(shortId) };
      return sentence(`room.refused.${outcome.refusal}`, values);
    },

    async doneBefore({ command }, cause) {
      if (command === undefined || !isAct(command)) return undefined;
      const entry = await applications.causedBy(cause);
      const found = entry && (await applications.find(entry.subject));
      return found && command.done(found);
    },
  };
}

/** "decline 3 people know him" as a reply to #12 must not decline #3. */
const meant = (asked: number | undefined, answered: number | undefined): number | undefined =>
  answered !== undefined && asked !== undefined && answered !== asked ? undefined : (asked ?? answered);
