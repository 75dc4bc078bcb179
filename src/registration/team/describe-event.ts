import { type Language, say } from '../../texts/say.ts';
import type { ApplicationEvent } from '../ports/application-audit.ts';
import { WRONG_CODES } from '../settings.ts';

/** An audit entry in words: `what` is e.g. `opened it again`, `detail` adds its data and may be ''. */
export interface EventWords {
  readonly what: string;
  readonly detail: string;
}

/** Puts an audit entry into words. @param language of the reader */
export function describeEvent(event: ApplicationEvent, language: Language): EventWords {
  const stages = 'from' in event && event.from !== event.to ? [stageChange(event.from, event.to, language)] : [];
  return {
    what: say(language, `room.what.${event.what}`),
    detail: [...stages, ...dataOf(event, language)].join(', '),
  };
}

type Stage = Extract<ApplicationEvent, { readonly from: unknown }>['from'];

const stageChange = (from: Stage, to: Stage, language: Language): string =>
  `${say(language, `room.stage.${from}`)} → ${say(language, `room.stage.${to}`)}`;

function dataOf(event: ApplicationEvent, language: Language): readonly string[] {
  switch (event.what) {
    case 'submit':
    case 'end-proof':
    case 'withdraw':
    case 'account-made':
    case 'name-lost':
    case 'link-used':
    case 'correct-address':
    case 'address-not-bound':
      return [];
    case 'prove':
      return [say(language, `room.detail.proof.${event.proof}`)];
    case 'account-gone':
      return [event.userId];
    case 'expire':
      return [say(language, `room.detail.expired.${event.why}`)];
    case 'votes-are':
      return [say(language, 'room.detail.votes', { count: event.votes }), ...event.decidedBy];
    case 'decide':
      return event.reason === undefined ? [] : [event.reason];
    case 'undo':
    case 'reopen':
      return [say(language, 'room.detail.round', { round: event.round })];
    case 'new-round':
      return [say(language, 'room.detail.round', { round: event.round }), say(language, `room.detail.${event.why}`)];
    case 'pick-name':
      return [`${event.oldName} → ${event.newName}`];
    case 'refusal-sent':
      return event.letter === 'sent' ? [] : [say(language, 'room.detail.undelivered')];
    case 'wrong-code':
      return [say(language, 'room.detail.wrongCodes', { wrong: event.wrong, most: WRONG_CODES })];
    case 'letter':
      return [
        say(language, `room.letter.${event.letter}`),
        ...(event.result === 'sent' ? [] : [say(language, 'room.detail.undelivered')]),
      ];
    case 'resend':
      return [say(language, `room.letter.${event.letter}`)];
  }
}
