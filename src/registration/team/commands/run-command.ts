import type { Outcome } from '../../../kernel/outcome.ts';
import { say } from '../../../texts/say.ts';
import type { Application } from '../../application.ts';
import type { RegistrationSettings } from '../../settings.ts';
import type { DecideByHand, DecideRefusal, Reopen, Resend, ShowApplication, Undo } from '../../use-cases.ts';
import { inert } from '../inert.ts';
import { moment } from '../moment.ts';
import { shortNumber } from '../people.ts';
import type { RoomKey } from '../room-key.ts';
import type { Answer, Values } from '../team-jobs.ts';
import type { RoomCommand } from './parse-command.ts';

export interface RunCommandNeeds {
  readonly decideByHand: DecideByHand;
  readonly undo: Undo;
  readonly resend: Resend;
  readonly reopen: Reopen;
  readonly show: ShowApplication;
  readonly settings: Pick<RegistrationSettings, 'teamLanguage'>;
}

/** Does what a voter asked for and says what came of it. @param answered short ID of the application whose notice was answered */
export type RunCommand = (command: RoomCommand, by: string, answered: number | undefined) => Promise<Answer>;

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

export function makeRunCommand(needs: RunCommandNeeds): RunCommand {
  const { decideByHand, undo, resend, reopen, show, settings } = needs;

  const stageOf = async (shortId: number): Promise<string> => {
    const found = await show(shortId);
    return found === undefined ? '' : say(settings.teamLanguage, `room.stage.${found.application.stage}`);
  };

  return async (command, by, answered) => {
    if (command.word === 'list' || command.word === 'help') return { what: command.word };
    if (command.word === 'unknown') {
      const word = inert(command.said, 60);
      return word === '' ? sentence('room.refused.no-word', {}) : sentence('room.refused.unknown-word', { word });
    }
    const shortId = command.shortId ?? answered;
    // "decline 3 people know him" as an answer to #12 must not decline #3.
    const contradicts = answered !== undefined && command.shortId !== undefined && answered !== command.shortId;
    if (shortId === undefined || contradicts) return sentence('room.refused.which', { word: command.word });
    if (command.word === 'show') return { what: 'show', shortId };

    const outcome = await act(command, shortId, by);
    const number = shortNumber(shortId);
    if (!outcome.ok) return sentence(refusals[outcome.refusal], { number, stage: await stageOf(shortId) });
    const { value } = outcome;
    const time = value.stage === 'declined' ? moment(value.actsAt) : '';
    return sentence(done[command.word], { number, time });
  };

  function act(
    command: Acting,
    shortId: number,
    by: string,
  ): Promise<Outcome<Application, DecideRefusal | 'nothing-to-send'>> {
    switch (command.word) {
      case 'approve':
        return decideByHand(shortId, 'approve', by);
      case 'decline':
        return decideByHand(shortId, 'decline', by, command.reason);
      case 'undo':
        return undo(shortId, by);
      case 'reopen':
        return reopen(shortId, by);
      case 'resend':
        return resend(shortId, by);
    }
  }
}
