import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from 'express';
import type { InboxKeeper } from '../../inbox/item.ts';
import { type Clock, SECOND, systemClock } from '../../kernel/clock.ts';
import { crashPoint } from '../../kernel/crash-point.ts';
import type { HostPort } from '../../kernel/host-port.ts';
import type { Logger } from '../../kernel/log.ts';
import type { Secret } from '../../kernel/secret.ts';
import { readBody } from '../../web/body.ts';
import { HttpProblem } from '../../web/http-problem.ts';
import { type ListenerLimits, type OpenListener, openListener } from '../../web/listener.ts';
import { makeWriteSeldom } from '../../web/write-seldom.ts';
import type { SelectedEvents } from './select-events.ts';
import { makeTokenCheck } from './token-check.ts';
import { LONGEST_TRANSACTION, parseBody } from './transaction.ts';

export interface AppserviceAppNeeds {
  /** `hs_token` of the registration file. */
  readonly hsToken: Secret;
  readonly inbox: InboxKeeper;
  /** Made by `makeSelectEvents`. */
  readonly selectEvents: (events: readonly unknown[]) => SelectedEvents;
  readonly log: Logger;
  readonly clock?: Clock;
  /** Bytes; a test may want less. */
  readonly longestTransaction?: number;
}

export interface AppserviceDoorNeeds extends AppserviceAppNeeds {
  readonly listen: HostPort;
  readonly limits?: Partial<ListenerLimits>;
}

/**
 * Synapse keeps an idle connection for two minutes and does not repeat a PUT by itself when we were the one who closed it: a
 * shorter time here would make it count us as down now and then.
 */
const KEEP_ALIVE = 150 * SECOND;

/** What the homeserver calls. Resolves once it listens. */
export const openAppserviceDoor = (needs: AppserviceDoorNeeds): Promise<OpenListener> =>
  openListener({
    app: makeAppserviceApp(needs),
    listen: needs.listen,
    limits: {
      ...{ keepAlive: KEEP_ALIVE, silentFor: KEEP_ALIVE + 10 * SECOND, connections: 200 },
      expectedBody: needs.longestTransaction ?? LONGEST_TRANSACTION,
      ...needs.limits,
    },
    log: needs.log,
  });

/** Kept first, answered then, understood later (docs/decisions/0001). */
function makeAppserviceApp(needs: AppserviceAppNeeds): Express {
  const { inbox, selectEvents, longestTransaction = LONGEST_TRANSACTION, clock = systemClock } = needs;
  const log = needs.log.with({ part: 'appservice' });
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');

  const judge = makeTokenCheck(needs.hsToken);
  const noteStranger = makeWriteSeldom(clock, (fields) => log.warn('a call without the right token', fields));
  /** In front of every route: nothing of a body is read before. */
  const guard: RequestHandler = (req, res, next) => {
    // The header alone counts: a token in the query is in the log of every proxy.
    const verdict = judge(req.headers.authorization);
    if (verdict === 'right') return next();
    noteStranger({ verdict });
    if (verdict === 'missing') return refuse(res, 401, 'M_MISSING_TOKEN', 'The token belongs into the header');
    return refuse(res, 403, 'M_FORBIDDEN', 'Wrong token');
  };
  const notHere: RequestHandler = (_req, res) => refuse(res, 404, 'M_NOT_FOUND', 'Not here');

  app
    .route('/_matrix/app/v1/transactions/:txnId')
    .put(guard, async (req, res) => {
      const body = parseBody(await readBody(req, longestTransaction));
      if (body === undefined) return refuse(res, 400, 'M_NOT_JSON', 'No JSON object');
      const { events } = body;
      if (!Array.isArray(events)) return refuse(res, 400, 'M_BAD_JSON', 'events is no list');
      const { items, malformed } = selectEvents(events);
      if (malformed > 0) log.warn('events that are no events were passed over', { malformed, of: events.length });
      if (items.length > 0) await inbox.keep(items);
      res.on('finish', () => crashPoint('inbox.afterAnswer'));
      res.status(200).json({});
    })
    .all(wrongMethod('PUT'));
  app
    .route('/_matrix/app/v1/ping')
    .post(guard, async (req, res) => {
      await readBody(req, 65_536);
      res.status(200).json({});
    })
    .all(wrongMethod('POST'));
  app.route('/_matrix/app/v1/users/:userId').get(guard, notHere).all(wrongMethod('GET'));
  app.route('/_matrix/app/v1/rooms/:alias').get(guard, notHere).all(wrongMethod('GET'));
  app.route('/_matrix/app/v1/thirdparty/*rest').get(guard, notHere).all(wrongMethod('GET'));
  app.use((_req, res) => refuse(res, 404, 'M_UNRECOGNIZED', 'Unknown path'));

  const last: ErrorRequestHandler = (error: unknown, _req, res, _next) => {
    if (res.headersSent) return void res.destroy();
    if (error instanceof HttpProblem && error.kind === 'too-large') {
      log.error('a transaction was larger than Porter reads; the homeserver will send it again', {});
      return refuse(res, 413, 'M_TOO_LARGE', 'Too large');
    }
    if (error instanceof HttpProblem || error instanceof URIError)
      return refuse(res, 400, 'M_BAD_JSON', 'Broken request');
    // Not kept, so not acknowledged: the homeserver sends the same again.
    log.error('a transaction could not be kept', { error });
    refuse(res, 503, 'M_UNKNOWN', 'Try again later');
  };
  app.use(last);
  return app;
}

const wrongMethod =
  (allow: string): RequestHandler =>
  (_req, res) => {
    res.setHeader('Allow', allow);
    refuse(res, 405, 'M_UNRECOGNIZED', 'Wrong method');
  };

function refuse(res: Response, status: number, errcode: string, error: string): void {
  res.status(status).json({ errcode, error });
}
