import type { EventId } from '../../../kernel/matrix-id.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Actor } from '../../../ports/audit.ts';
import { say } from '../../../texts/say.ts';
import type { Application } from '../../application.ts';
import type { ApplicationStore } from '../../ports/application-store.ts';
import type { RegistrationSettings } from '../../settings.ts';
import type { DecideByHand, DecideRefusal, Reopen, Resend, ShowApplication, Undo } from '../../team-use-cases.ts';
import { inert } from '../inert.ts';
import { moment } from '../moment.ts';
import { shortNumber } from '../people.ts';
import type { RoomKey } from '../room-key.ts';
import type { Answer, Values } from '../team-jobs.ts';
import type { RoomCommand } from './parse-command.ts';

export interface RoomCommandsNeeds {
  readonly applications: Pick<ApplicationStore, 'find' | 'causedBy'>;
  readonly decideByHand: DecideByHand;
  readonly undo: Undo;
  readonly resend: Resend;
  readonly reopen: Reopen;
  readonly show: ShowApplication;
  readonly settings: Pick<RegistrationSettings, 'teamLanguage'>;
}

/** @param answered here and below: short ID of the application whose notice was answered */
export interface RoomCommands {
  /** Does what a voter asked for and says what came of it. @param cause the message, kept with what it moves */
  run(command: RoomCommand, by: Actor, answered: number | undefined, cause: EventId): Promise<Answer>;
  /** The answer to a message that was obeyed before, whatever has become of the application since; undefined for any other. */
  doneBefore(command: RoomCommand, cause: EventId): Promise<Answer | undefined>;
}

type Acting = Extract<RoomCommand, { readonly word: keyof typeof done }>;

/** What each refusal sounds like. */
const refusals = {
  'unknown-application': 'room.refused.unknown-application',
  'not-waiting': 'room.refused.not-waiting',
  'too-late': 'room.refused.too-late',
  stopped: 'room.refused.stopped',
  'name-taken': 'room.refused.name-taken',
  'address-in-use': 'room.refused.address-in-use',
  'nothing-to-send': 'room.refused.nothing-to-send',
} as const satisfies Record<DecideRefusal | 'nothing-to-send', RoomKey>;

const done = {
  approve: 'room.answer.approved',
  decline: 'room.answer.declined',
  undo: 'room.answer.undone',
  reopen: 'room.answer.reopened',
  resend: 'room.answer.resent',
} as const satisfies Record<string, RoomKey>;

const sentence = (key: RoomKey, values: Values): Answer => ({ what: 'sentence', key, values });

export function makeRoomCommands(needs: RoomCommandsNeeds): RoomCommands {
  const { applications, decideByHand, undo, resend, reopen, show, settings } = needs;

  const stageOf = async (shortId: number): Promise<string> => {
    const found = await show(shortId);
    return found === undefined ? '' : say(settings.teamLanguage, `room.stage.${found.application.stage}`);
  };

  /** "decline 3 people know him" as an answer to #12 must not decline #3. */
  const meant = (asked: number | undefined, answered: number | undefined): number | undefined =>
    answered !== undefined && asked !== undefined && answered !== asked ? undefined : (asked ?? answered);

  const doneAnswer = (command: Acting, application: Application): Answer => {
    const time = application.stage === 'declined' ? moment(application.actsAt) : '';
    const key = command.word === 'decline' && time === '' ? 'room.answer.declinedBefore' : done[command.word];
    return sentence(key, { number: shortNumber(application.shortId), time });
  };

  async function run(command: RoomCommand, by: Actor, answered: number | undefined, cause: EventId): Promise<Answer> {
    if (command.word === 'list' || command.word === 'help') return { what: command.word };
    if (command.word === 'unknown') {
      const word = inert(command.said, 60);
      return word === '' ? sentence('room.refused.no-word', {}) : sentence('room.refused.unknown-word', { word });
    }
    const shortId = meant(command.shortId, answered);
    if (shortId === undefined) return sentence('room.refused.which', { word: command.word });
    if (command.word === 'show') return { what: 'show', shortId };

    const outcome = await act(command, shortId, by, cause);
    if (outcome.ok) return doneAnswer(command, outcome.value);
    return sentence(refusals[outcome.refusal], { number: shortNumber(shortId), stage: await stageOf(shortId) });
  }

  function act(
    command: Acting,
    shortId: number,
    by: Actor,
    cause: EventId,
  ): Promise<Outcome<Application, DecideRefusal | 'nothing-to-send'>> {
    switch (command.word) {
      case 'approve':
        return decideByHand(shortId, 'approve', by, undefined, cause);
      case 'decline':
        return decideByHand(shortId, 'decline', by, command.reason, cause);
      case 'undo':
        return undo(shortId, by, cause);
      case 'reopen':
        return reopen(shortId, by, cause);
      case 'resend':
        return resend(shortId, by, cause);
    }
  }
  return {
    run,

    async doneBefore(command, cause) {
      if (!isActing(command)) return undefined;
      const entry = await applications.causedBy(cause);
      const found = entry && (await applications.find(entry.subject));
      return found && doneAnswer(command, found);
    },
  };
}

const isActing = (command: RoomCommand): command is Acting => Object.hasOwn(done, command.word);
