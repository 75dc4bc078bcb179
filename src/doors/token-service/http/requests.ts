import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../../kernel/clock.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Caller } from '../../../meetings/settings.ts';
import { expectType, readBody } from '../../../web/body.ts';
import { HttpProblem } from '../../../web/http-problem.ts';
import { parseFrame, type RequestObject } from '../parse-frame.ts';
import type { KnownCaller } from './callers.ts';
import type { Answer, Handler } from './endpoint.ts';

/** As over TCP. */
export const BODY_BYTES = 65_536;

export const epochSeconds = (clock: Clock): number => Math.floor(clock.now() / 1_000);

/** Reads a body that is one request of the TCP protocol. Throws `HttpProblem`: `media`, `too-large`, `not-utf8`, `bad-request`. */
export async function readRequest(req: IncomingMessage): Promise<Outcome<RequestObject, 'request', string>> {
  expectType(req, 'application/json');
  const bytes = await readBody(req, BODY_BYTES);
  try {
    return parseFrame(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof TypeError) throw new HttpProblem('not-utf8');
    throw error;
  }
}

/** Makes a handler for known callers only, within what each may ask a second. */
export type ForCallers = (handler: (req: IncomingMessage, caller: Caller, rest: string) => Promise<Answer>) => Handler;

/** Nothing of a body is read before its sender is known. @param stranger what everybody else is answered */
export const makeForCallers =
  (callerOf: (header: string | undefined) => KnownCaller | undefined, stranger: Handler): ForCallers =>
  (handler) =>
  async (req, rest) => {
    const caller = callerOf(req.headers.authorization);
    if (caller === undefined) return stranger(req, rest);
    const taken = await caller.limit.take(caller.name);
    if (!taken.ok) throw new HttpProblem('too-many', { at: taken.at });
    return handler(req, caller, rest);
  };
