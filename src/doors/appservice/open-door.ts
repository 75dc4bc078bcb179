import type { InboxKeeper } from '../../inbox/item.ts';
import { type Clock, SECOND, systemClock } from '../../kernel/clock.ts';
import { crashPoint } from '../../kernel/crash-point.ts';
import type { HostPort } from '../../kernel/host-port.ts';
import type { Logger } from '../../kernel/log.ts';
import type { Secret } from '../../kernel/secret.ts';
import type { DoorRefusal } from '../../web/door-refusal.ts';
import { openJsonDoor } from '../../web/json-door.ts';
import type { JsonResponse } from '../../web/json-response.ts';
import type { JsonCaller, JsonRoute } from '../../web/json-route.ts';
import type { ListenerLimits, OpenListener } from '../../web/listener.ts';
import { sayMatrixRefusal } from '../../web/matrix-refusal.ts';
import type { SelectedEvents } from './select-events.ts';
import { LONGEST_TRANSACTION, parseBody } from './transaction.ts';

export interface AppserviceDoorNeeds {
  /** `hs_token` of the registration file. */
  readonly hsToken: Secret;
  readonly inbox: InboxKeeper;
  /** Made by `makeSelectEvents`. */
  readonly selectEvents: (events: readonly unknown[]) => SelectedEvents;
  readonly listen: HostPort;
  readonly limits?: Partial<ListenerLimits>;
  readonly log: Logger;
  readonly clock?: Clock;
  /** Bytes; a test may want less. */
  readonly longestTransaction?: number;
}

/**
 * Synapse keeps an idle connection for two minutes and does not repeat a PUT by itself when we were the one who closed it: a
 * shorter time here would make it count us as down now and then.
 */
const KEEP_ALIVE = 150 * SECOND;

/** What the homeserver calls. Resolves once it listens. */
export function openAppserviceDoor(needs: AppserviceDoorNeeds): Promise<OpenListener> {
  const { listen, clock = systemClock, hsToken } = needs;
  const log = needs.log.with({ part: 'appservice' });
  return openJsonDoor({
    ...{ listen, log, clock },
    routes: [
      transactionRoute(needs, log),
      {
        ...{ method: 'POST', path: '/_matrix/app/v1/ping' },
        async respond(asked) {
          await asked.bytes();
          return { status: 200, body: DONE };
        },
      },
      ...['users/:userId', 'rooms/:alias', 'thirdparty/*'].map((path) => ({
        ...{ method: 'GET' as const, path: `/_matrix/app/v1/${path}` },
        respond: () => said(404, 'M_NOT_FOUND', 'Not here'),
      })),
    ],
    callers: [{ token: hsToken, caller: { name: 'homeserver' } }],
    sayRefusal: makeSayRefusal(log),
    limits: { keepAlive: KEEP_ALIVE, silentFor: KEEP_ALIVE + 10 * SECOND, connections: 200, ...needs.limits },
  });
}

/** Exactly what the specification shows, without a line end. */
const DONE = '{}';

/** The events are kept first, then the transaction is answered, and only later are they understood (docs/decisions/0001). */
function transactionRoute(
  { inbox, selectEvents, longestTransaction = LONGEST_TRANSACTION }: AppserviceDoorNeeds,
  log: Logger,
): JsonRoute<JsonCaller> {
  return {
    ...{ method: 'PUT', path: '/_matrix/app/v1/transactions/:txnId', bodyBytes: longestTransaction },
    async respond(asked) {
      const body = parseBody(await asked.bytes());
      if (body === undefined) return said(400, 'M_NOT_JSON', 'No JSON object');
      const { events } = body;
      if (!Array.isArray(events)) return said(400, 'M_BAD_JSON', 'events is no list');
      const { items, malformed } = selectEvents(events);
      if (malformed > 0) log.warn('events that are no events were passed over', { malformed, of: events.length });
      if (items.length > 0) await inbox.keep(items);
      return { status: 200, body: DONE, onSent: () => crashPoint('inbox.afterResponse') };
    },
  };
}

const makeSayRefusal = (log: Logger) => (refusal: DoorRefusal) => {
  const { kind, faultId } = refusal;
  if (kind === 'too-large') {
    log.error('a transaction was larger than Porter reads; the homeserver will send it again', {});
  }
  if (kind === 'fault') log.error('a call could not be kept; the homeserver will send it again', { id: faultId });
  // What could not be kept is not acknowledged: after a 503 the homeserver sends the same again.
  return sayMatrixRefusal(kind === 'fault' ? { ...refusal, status: 503 } : refusal);
};

const said = (status: number, errcode: string, error: string): JsonResponse => ({ status, body: { errcode, error } });
