import type { ErrorRequestHandler, Request, Response } from 'express';
import type { Clock } from '../kernel/clock.ts';
import type { FaultNote, NoteFault } from './fault-note.ts';
import { HttpProblem, headersOfProblem } from './http-problem.ts';

export interface LastHandlerNeeds {
  readonly noteFault: NoteFault;
  readonly clock: Clock;
  readonly showProblem: (req: Request, res: Response, problem: HttpProblem) => void;
  readonly showFault: (req: Request, res: Response, note: FaultNote) => void;
}

/**
 * Makes the handler that answers every refused or failed request with a page, which never shows a stack or what was sent. A
 * failure is in the log under the id that the page shows.
 */
export function makeLastHandler({ noteFault, clock, showProblem, showFault }: LastHandlerNeeds): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    const problem = asProblem(error);
    const note = problem
      ? undefined
      : noteFault(error, { method: req.method, route: String(req.route?.path ?? 'none') });
    if (res.headersSent) return void res.destroy();
    if (problem) {
      res.set(headersOfProblem(problem, clock.now()));
      return showProblem(req, res, problem);
    }
    if (note?.againIn !== undefined) res.setHeader('Retry-After', note.againIn);
    if (note) showFault(req, res, note);
  };
}

function asProblem(error: unknown): HttpProblem | undefined {
  if (error instanceof HttpProblem) return error;
  // Express throws this where a path holds an escape that is not UTF-8.
  return error instanceof URIError ? new HttpProblem('bad-request') : undefined;
}
