import { type Clock, SECOND } from '../kernel/clock.ts';
import type { NoteFault } from './fault-note.ts';
import { HttpProblem, headersOfProblem, type ProblemKind, retryAfter } from './http-problem.ts';
import type { JsonResponse } from './json-response.ts';
import { JsonProblem } from './strict-json.ts';

/** `guessing`: one wrong token more, after too many from one network. */
export type RefusalKind = ProblemKind | CallerKind | 'not-json' | 'fault';
type CallerKind = 'no-token' | 'wrong-token' | 'guessing' | 'not-allowed';

/** Why a JSON door does not do what was asked. */
export interface DoorRefusal {
  readonly kind: RefusalKind;
  /** The usual HTTP status; a door's protocol may want another one. */
  readonly status: number;
  /** Only with `not-json`: what the body must be, e.g. `must not have a key twice`. */
  readonly detail: string | undefined;
  /** Only with `fault`: the id under which the log has the cause. */
  readonly faultId: string | undefined;
  /** In how many milliseconds it may be tried again; undefined where waiting does not help, or nobody knows. */
  readonly againInMs: number | undefined;
  /** Largest body that the route takes. */
  readonly bodyBytes: number;
  /** `refusedWith` of the route: fields that every refusal must have there. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** How a door says it: `{ errcode, error }`, `application/problem+json` … The door itself adds `Allow`, `Retry-After` and `WWW-Authenticate`. */
export type SayRefusal = (refusal: DoorRefusal) => JsonResponse;

const statusOfCaller: Readonly<Record<CallerKind, number>> = {
  'no-token': 401,
  'wrong-token': 401,
  guessing: 429,
  'not-allowed': 403,
};

/** Thrown when the sender of a request may not call the route. */
export class NotAllowed extends Error {
  readonly kind: CallerKind;
  /** Epoch milliseconds from which on it may be tried again; only with `guessing`. */
  readonly at: number | undefined;

  constructor(kind: CallerKind, at?: number) {
    super(kind);
    this.name = 'NotAllowed';
    this.kind = kind;
    this.at = at;
  }
}

export interface RefuseNeeds {
  readonly sayRefusal: SayRefusal;
  readonly noteFault: NoteFault;
  readonly clock: Clock;
}

/** What is known of the route that was asked. */
export interface RefusedRoute {
  readonly path: string;
  readonly bodyBytes: number;
  readonly refusedWith?: Readonly<Record<string, unknown>>;
  /** Says it here instead of that of the door. */
  readonly sayRefusal?: SayRefusal;
}

type Why = Pick<DoorRefusal, 'kind' | 'status'> & Partial<Pick<DoorRefusal, 'detail' | 'faultId' | 'againInMs'>>;

/**
 * Makes the response to a request that was refused or failed. A failure is in the log under the id that the response may show.
 */
export function makeRefuse({ sayRefusal, noteFault, clock }: RefuseNeeds) {
  return (error: unknown, method: string, route: RefusedRoute): JsonResponse => {
    const { bodyBytes, refusedWith: fields = {}, sayRefusal: say = sayRefusal } = route;
    const responseTo = (why: Why, headers: JsonResponse['headers'] = {}): JsonResponse => {
      const response = say({ detail: undefined, faultId: undefined, againInMs: undefined, bodyBytes, fields, ...why });
      // RFC 9110 section 15.5.2: a 401 says what would do.
      const challenge = response.status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {};
      return { ...response, headers: { ...challenge, ...headers, ...response.headers } };
    };

    if (error instanceof JsonProblem) return responseTo({ kind: 'not-json', status: 400, detail: error.message });
    const now = clock.now();
    const until = (at: number | undefined) => (at === undefined ? undefined : Math.max(0, at - now));
    if (error instanceof NotAllowed) {
      const { kind, at } = error;
      return responseTo({ kind, status: statusOfCaller[kind], againInMs: until(at) }, retryAfter(at, now));
    }
    if (error instanceof HttpProblem) {
      const { kind, status, at } = error;
      return responseTo({ kind, status, againInMs: until(at) }, headersOfProblem(error, now));
    }
    const { id, status, againIn } = noteFault(error, { method, route: route.path });
    return responseTo(
      { kind: 'fault', status, faultId: id, againInMs: againIn === undefined ? undefined : againIn * SECOND },
      againIn === undefined ? {} : { 'Retry-After': String(againIn) },
    );
  };
}
