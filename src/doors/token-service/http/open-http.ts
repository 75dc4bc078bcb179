import type { IncomingMessage, ServerResponse } from 'node:http';
import { SECOND } from '../../../kernel/clock.ts';
import type { HostPort } from '../../../kernel/host-port.ts';
import type { Ids } from '../../../kernel/ids.ts';
import type { Logger } from '../../../kernel/log.ts';
import { makeNoteFault } from '../../../web/fault-note.ts';
import { HttpProblem, type ProblemKind } from '../../../web/http-problem.ts';
import { type OpenListener, openListener } from '../../../web/listener.ts';
import { secondsUntil } from '../../../web/moment.ts';
import { makeWriteSeldom } from '../../../web/write-seldom.ts';
import { sentences as tcpSentences } from '../sentences.ts';
import { type HttpCaller, makeCallerCheck } from './callers.ts';
import { type Answer, type Endpoint, makeFind } from './endpoint.ts';
import { type EndpointNeeds, makeEndpoints } from './endpoints.ts';
import { BODY_BYTES, epochSeconds, makeForCallers } from './requests.ts';

export interface TokenHttpNeeds extends EndpointNeeds {
  readonly listen: HostPort;
  readonly callers: readonly HttpCaller[];
  readonly ids: Ids;
  readonly log: Logger;
}

/** Programs ask now and then, and their client libraries keep connections for a minute. */
const KEEP_ALIVE = 65 * SECOND;

/**
 * Tokens and invitations for programs, and the public keys for whoever checks tokens (`openapi.json` beside this file says it
 * all). No framework: a handful of addresses. Throws `Fault` when it cannot listen.
 */
export function openTokenHttp(needs: TokenHttpNeeds): Promise<OpenListener> {
  const { listen, callers, clock, ids } = needs;
  const log = needs.log.with({ part: 'token-http' });
  const noteFault = makeNoteFault(log, ids);

  const noteStranger = makeWriteSeldom(clock, (fields) => log.warn('a call without the token of a caller', fields));
  const forCallers = makeForCallers(makeCallerCheck(callers, clock), ({ headers }) => {
    noteStranger({ verdict: headers.authorization === undefined ? 'missing' : 'wrong' });
    throw new Stranger();
  });
  const find = makeFind(makeEndpoints(needs, forCallers));

  const answerOf = async (req: IncomingMessage): Promise<Answer> => {
    const [path = ''] = (req.url ?? '').split('?', 1);
    const found = find(path);
    try {
      if (found === undefined) throw new HttpProblem('not-found');
      const { methods } = found.endpoint;
      const method = req.method === 'HEAD' ? 'GET' : req.method;
      const handler = Object.hasOwn(methods, method ?? '') ? methods[method as keyof typeof methods] : undefined;
      if (handler === undefined) throw new HttpProblem('method', { allow: allowed(methods) });
      return await handler(req, found.rest);
    } catch (error) {
      const { status, message, headers } = refusalOf(error, req, found?.endpoint);
      const body = { success: false, message, ...found?.endpoint.refused, time: epochSeconds(clock) };
      return { status, body, headers };
    }
  };

  const refusalOf = (error: unknown, { method = '' }: IncomingMessage, endpoint: Endpoint | undefined) => {
    if (error instanceof Stranger) {
      const message = 'the header Authorization: Bearer must hold the token of a caller';
      return { status: 401, message, headers: { 'WWW-Authenticate': 'Bearer' } };
    }
    if (error instanceof HttpProblem) {
      const headers = {
        ...(error.allow.length === 0 ? {} : { Allow: error.allow.join(', ') }),
        ...(error.at === undefined ? {} : { 'Retry-After': String(secondsUntil(error.at, clock.now())) }),
      };
      return { status: error.status, message: sentences[error.kind] ?? 'the request came broken', headers };
    }
    const { id, status, againIn } = noteFault(error, { method, route: endpoint?.path ?? 'none' });
    const message = `this could not be answered; the log says why under ${id}`;
    return { status, message, headers: againIn === undefined ? {} : { 'Retry-After': String(againIn) } };
  };

  return openListener({
    listen,
    log,
    clock,
    limits: { keepAlive: KEEP_ALIVE, silentFor: KEEP_ALIVE + 5 * SECOND, expectedBody: BODY_BYTES },
    app: (req, res) => void answerOf(req).then((answer) => send(req, res, answer)),
  });
}

/** Nobody whom the configuration names. */
class Stranger extends Error {}

const sentences: Partial<Record<ProblemKind, string>> = {
  'not-utf8': tcpSentences.notUtf8,
  'not-found': 'there is nothing here; GET /v1/openapi.json says what is',
  method: 'this method is not possible here; the header Allow names those that are',
  'too-large': `the request must have at most ${BODY_BYTES} bytes`,
  media: 'the request must be of Content-Type application/json, in UTF-8 and not compressed',
  'too-many': 'too many requests from this caller; the header Retry-After says when to go on',
};

const allowed = (methods: Endpoint['methods']): readonly string[] =>
  Object.keys(methods).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));

function send(req: IncomingMessage, res: ServerResponse, { status, body, headers }: Answer): void {
  const text = typeof body === 'string' ? body : `${JSON.stringify(body)}\n`;
  res.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...headers,
  });
  res.end(req.method === 'HEAD' ? undefined : text);
}
