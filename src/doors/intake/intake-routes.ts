import type { Clock } from '../../kernel/clock.ts';
import type { AcceptUseCases } from '../../notifications/accept.ts';
import type { Look } from '../../notifications/look.ts';
import type { AddressBook } from '../../notifications/rules/address-book.ts';
import type { Sender } from '../../notifications/rules/plan.ts';
import { type Bearer, makeTokenCheck } from '../../web/bearer.ts';
import type { JsonCaller } from '../../web/json-route.ts';
import { alertmanagerRoutes } from './alertmanager.ts';
import { appriseRoutes } from './apprise.ts';
import { describeStandIns } from './describe-stand-ins.ts';
import { gotifyRoutes } from './gotify.ts';
import { type IntakeRoute, makeHandIn } from './hand-in.ts';
import { matrixRoutes } from './matrix/matrix-routes.ts';
import { nativeRoutes } from './native.ts';
import { ntfyRoutes } from './ntfy.ts';
import openapi from './openapi.json' with { type: 'json' };
import type { IntakeSender } from './senders.ts';
import { slackRoutes } from './slack.ts';

export interface IntakeRouteNeeds {
  readonly senders: readonly IntakeSender[];
  readonly accept: AcceptUseCases;
  readonly look: Look;
  /** The targets, among which the Matrix door finds rooms. */
  readonly book: AddressBook;
  readonly clock: Clock;
}

/** What describes every route: Porter's own in `openapi.json`, the others by `describeStandIns`. A test compares it with the code. */
export const intakeDocument = { ...openapi, paths: { ...openapi.paths, ...describeStandIns() } };

/**
 * Every route of the intake.
 *
 * @param callers the senders by their tokens
 * @param closing aborts when the listener closes, so that no request waits any longer
 */
export function intakeRoutes(
  { senders, accept, look, book, clock }: IntakeRouteNeeds,
  callers: readonly Bearer<Sender & JsonCaller>[],
  closing: AbortSignal,
): readonly IntakeRoute[] {
  const needs = { handIn: makeHandIn(accept), clock };
  const secretTopics = senders.flatMap(({ token, topic }) =>
    topic === undefined ? [] : [{ token: topic, caller: token }],
  );
  const document = `${JSON.stringify(intakeDocument)}\n`;
  return [
    ...nativeRoutes({ accept, look }),
    { method: 'GET', path: '/v1/openapi.json', open: true, respond: () => ({ status: 200, body: document }) },
    ...gotifyRoutes(needs),
    ...slackRoutes(needs),
    ...appriseRoutes(needs),
    ...alertmanagerRoutes(needs),
    ...matrixRoutes({ ...needs, book, recognise: makeTokenCheck(callers), closing }),
    // Last, because a topic may be any path.
    ...ntfyRoutes({ ...needs, secretTopics }),
  ];
}
