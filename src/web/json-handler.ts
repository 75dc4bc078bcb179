import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { type Ids, makeIds } from '../kernel/ids.ts';
import type { Logger } from '../kernel/log.ts';
import { type Bearer, bearerToken, makeTokenCheck } from './bearer.ts';
import { expectPlainCoding, expectType, readBody } from './body.ts';
import { makeRefuse, NotAllowed, type SayRefusal } from './door-refusal.ts';
import { makeNoteFault } from './fault-note.ts';
import { HttpProblem } from './http-problem.ts';
import type { JsonResponse } from './json-response.ts';
import {
  type Asked,
  type CallerRoute,
  type FoundPath,
  type JsonCaller,
  type JsonRoute,
  makeFindPath,
} from './json-route.ts';
import type { NetworkLimit } from './limiter.ts';
import { networkOf as networkOfAddress } from './network-of.ts';
import { parseStrictJson } from './strict-json.ts';
import { makeWriteSeldom } from './write-seldom.ts';

/** Bytes of a body, unless its route says otherwise. */
const BODY_BYTES = 65_536;

export interface JsonHandlerNeeds<Caller extends JsonCaller> {
  readonly routes: readonly JsonRoute<Caller>[];
  /** Who may call; nobody needs to be known where all routes are open. */
  readonly callers?: readonly Bearer<Caller>[];
  /** Wrong tokens of one network beyond it are refused as guessing. A right token never is. */
  readonly guesses?: NetworkLimit;
  /** How a refusal is said on this door. */
  readonly sayRefusal: SayRefusal;
  readonly log: Logger;
  /** The network of whoever asks, undefined when it cannot be known. That of the connection unless told. */
  readonly networkOf?: (req: IncomingMessage) => string | undefined;
  readonly clock?: Clock;
  readonly ids?: Ids;
}

export interface JsonHandler {
  /** Is there a route at this path, whatever its method? */
  takes(path: string): boolean;
  /** Answers a request, whatever its path. */
  readonly handle: (req: IncomingMessage, res: ServerResponse) => void;
}

/**
 * Makes what answers programs that speak JSON. Every request is checked in this order: path (404), method (405), token (401), right
 * (403), limit of the caller (429). Then its route runs and reads the body if it wants one. `sayRefusal` makes the response to whatever
 * is refused or fails.
 */
export function makeJsonHandler<Caller extends JsonCaller>(needs: JsonHandlerNeeds<Caller>): JsonHandler {
  const {
    routes,
    callers = [],
    guesses,
    sayRefusal,
    log,
    networkOf = networkOfSocket,
    clock = systemClock,
    ids = makeIds(() => clock.now()),
  } = needs;
  const findPath = makeFindPath(routes);
  const recognise = makeTokenCheck(callers);
  const noteStranger = makeWriteSeldom(clock, (fields) => log.warn('a call without the token of a caller', fields));
  const refuse = makeRefuse({ sayRefusal, noteFault: makeNoteFault(log, ids), clock });

  async function wrongToken(req: IncomingMessage): Promise<void> {
    noteStranger({ verdict: 'wrong' });
    const taken = await guesses?.take(networkOf(req));
    if (taken?.ok === false) throw new NotAllowed('guessing', taken.at);
  }

  async function callerOf(asked: Asked, route: CallerRoute<Caller>): Promise<Caller> {
    const { tokens = ({ headers }) => bearerToken(headers.authorization), mayCall = () => true } = route;
    const sender = recognise(tokens(asked));
    if (sender.is === 'missing') {
      noteStranger({ verdict: 'missing' });
      throw new NotAllowed('no-token');
    }
    if (sender.is === 'wrong') {
      await asked.wrongToken();
      throw new NotAllowed('wrong-token');
    }
    const { caller } = sender;
    if (!mayCall(caller)) throw new NotAllowed('not-allowed');
    const taken = await caller.limit?.take(caller.name);
    if (taken?.ok === false) throw new HttpProblem('too-many', { at: taken.at });
    return caller;
  }

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { method = '' } = req;
    let route: JsonRoute<Caller> | undefined;
    try {
      const found = findPath(pathAndQuery(req)[0]);
      if (found === undefined) throw new HttpProblem('not-found');
      // Any route of this path, so that a wrong method is refused with the same fields as everything else here.
      [route] = found.methods.values();
      const wanted = found.methods.get(method === 'HEAD' ? 'GET' : method);
      if (wanted === undefined) throw new HttpProblem('method', { allow: allowed(found) });
      route = wanted;
      send(req, res, await responseOf(req, wanted, found), wanted);
    } catch (error) {
      if (res.headersSent) return void res.destroy();
      send(req, res, refuse(error, method, { bodyBytes: BODY_BYTES, path: 'none', ...route }), route);
    }
  }

  async function responseOf(
    req: IncomingMessage,
    route: JsonRoute<Caller>,
    found: FoundPath<JsonRoute<Caller>>,
  ): Promise<JsonResponse> {
    const asked = makeAsked(req, route.bodyBytes ?? BODY_BYTES, found, {
      network: networkOf(req),
      wrongToken: () => wrongToken(req),
    });
    if (route.open) return route.respond(asked);
    return route.respond(asked, await callerOf(asked, route));
  }

  return { takes: (path) => findPath(path) !== undefined, handle: (req, res) => void serve(req, res) };
}

const networkOfSocket = ({ socket }: IncomingMessage): string | undefined =>
  networkOfAddress(socket.remoteAddress ?? '');

const allowed = ({ methods }: FoundPath<unknown>): readonly string[] =>
  [...methods.keys()].flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));

/** @returns the path as it was sent, and what follows its first `?` */
function pathAndQuery({ url = '' }: IncomingMessage): readonly [path: string, query: string] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

function makeAsked(
  req: IncomingMessage,
  most: number,
  { param }: FoundPath<unknown>,
  known: Pick<Asked, 'network' | 'wrongToken'>,
): Asked {
  const [path, query] = pathAndQuery(req);
  const bytes = () => readBody(req, most);
  const jsonText = async () => {
    expectType(req, 'application/json');
    return decode(await bytes());
  };
  return {
    ...{ method: req.method ?? '', path, query: new URLSearchParams(query), headers: req.headers },
    ...{ param, ...known },
    json: async () => parseStrictJson(await jsonText()),
    jsonText,
    async text() {
      expectPlainCoding(req);
      return decode(await bytes());
    },
    bytes,
  };
}

/** Throws on bytes that are no UTF-8, and leaves out the mark at the beginning. It keeps nothing between calls. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new HttpProblem('not-utf8');
  }
}

function send(
  req: IncomingMessage,
  res: ServerResponse,
  { status, body, headers, onSent }: JsonResponse,
  route: Pick<JsonRoute<unknown>, 'headers'> = {},
): void {
  const text = typeof body === 'string' ? body : `${JSON.stringify(body)}\n`;
  res.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...route.headers,
    ...headers,
  });
  if (onSent !== undefined) res.once('finish', onSent);
  res.end(req.method === 'HEAD' ? undefined : text);
}
