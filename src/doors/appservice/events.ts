import type { InboxHandler, InboxItem } from '../../inbox/item.ts';
import type { Logger } from '../../kernel/log.ts';
import type { UserId } from '../../kernel/matrix-id.ts';
import { type Heard, parseEvent } from './parse-event.ts';
import type { AppserviceUseCases } from './use-cases.ts';

export interface EventHandlerNeeds {
  readonly useCases: AppserviceUseCases;
  readonly sender: UserId;
  readonly log: Logger;
}

/** Handles inbox items of the homeserver: parses the event and calls the use case that it is for. */
export function makeEventHandler({ useCases, sender, log }: EventHandlerNeeds): InboxHandler {
  return async (item) => {
    const heard = parseItem(item, sender);
    if (heard === undefined) return log.debug('an event says nothing that can be used', { event: item.key });
    switch (heard.kind) {
      case 'reaction':
        return await useCases.hearReaction(heard);
      case 'redaction':
        return await useCases.hearRedaction(heard);
      case 'message':
        return await useCases.hearMessage(heard);
      case 'state':
        return await useCases.hearTeamRoomState(heard);
      case 'invite':
        return await useCases.hearInvite(heard);
    }
  };
}

/** Undefined: the event says nothing that can be used. */
export const parseItem = ({ body }: InboxItem, sender: UserId): Heard | undefined =>
  parseEvent(parseJson(body), sender);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
