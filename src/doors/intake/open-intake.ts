import { type Clock, SECOND } from '../../kernel/clock.ts';
import type { HostPort } from '../../kernel/host-port.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Logger } from '../../kernel/log.ts';
import type { AcceptUseCases } from '../../notifications/accept.ts';
import type { Look } from '../../notifications/look.ts';
import type { AddressBook } from '../../notifications/rules/address-book.ts';
import type { Sender } from '../../notifications/rules/plan.ts';
import { makeTokenCheck } from '../../web/bearer.ts';
import { openJsonDoor } from '../../web/json-door.ts';
import type { JsonCaller } from '../../web/json-route.ts';
import type { OpenListener } from '../../web/listener.ts';
import { alertmanagerRoutes } from './alertmanager.ts';
import { appriseRoutes } from './apprise.ts';
import { gotifyRoutes } from './gotify.ts';
import { makeHandIn } from './hand-in.ts';
import { matrixRoutes } from './matrix.ts';
import { nativeRoutes, sayRefusal } from './native.ts';
import { ntfyRoutes } from './ntfy.ts';
import { callersOf, type IntakeSender } from './senders.ts';
import { slackRoutes } from './slack.ts';

export interface IntakeNeeds {
  readonly listen: HostPort;
  readonly senders: readonly IntakeSender[];
  readonly accept: AcceptUseCases;
  /** The targets, among which the Matrix door finds rooms. */
  readonly book: AddressBook;
  readonly look: Look;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
}

/** Programs that notify often keep their connection. */
const KEEP_ALIVE = 65 * SECOND;

/** Opens the listener on which programs hand notifications in. Throws `Fault` when it cannot listen. */
export function openIntake({
  listen,
  senders,
  book,
  clock,
  ids,
  log,
  ...useCases
}: IntakeNeeds): Promise<OpenListener> {
  const needs = { handIn: makeHandIn(useCases.accept), clock };
  const secretTopics = senders.flatMap(({ token, topic }) =>
    topic === undefined ? [] : [{ token: topic, caller: token }],
  );
  const callers = callersOf(senders);
  return openJsonDoor<Sender & JsonCaller>({
    ...{ listen, clock, ids, log: log.with({ part: 'intake' }), sayRefusal },
    routes: [
      ...nativeRoutes(useCases),
      ...gotifyRoutes(needs),
      ...slackRoutes(needs),
      ...appriseRoutes(needs),
      ...alertmanagerRoutes(needs),
      ...matrixRoutes({ ...needs, book, recognise: makeTokenCheck(callers) }),
      // Last, because a topic may be any path.
      ...ntfyRoutes({ ...needs, secretTopics }),
    ],
    callers,
    limits: { keepAlive: KEEP_ALIVE, silentFor: KEEP_ALIVE + 5 * SECOND },
  });
}
