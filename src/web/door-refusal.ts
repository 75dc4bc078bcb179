import type { Clock } from '../kernel/clock.ts';
import type { NoteFault } from './fault-note.ts';
import { HttpProblem, type ProblemKind } from './http-problem.ts';
import type { Answer } from './json-route.ts';
import { secondsUntil } from './moment.ts';
import { JsonProblem } from './strict-json.ts';

export type RefusalKind = ProblemKind | 'no-token' | 'wrong-token' | 'not-allowed' | 'not-json' | 'fault';

/** Why a door of programs does not answer what was asked. */
export interface DoorRefusal {
  readonly kind: RefusalKind;
  /** What HTTP has for it; a protocol of its own may want another one. */
  readonly status: number;
  /** Only with `not-json`: what the body must be, e.g. `must not have a key twice`. */
  readonly detail: string | undefined;
  /** Only with `fault`: stands in the log beside the cause. */
  readonly faultId: string | undefined;
  /** What the route takes at most. */
  readonly bodyBytes: number;
  /** What the route wants every refusal to say; see `refusedWith` of a route. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** How a door says it: `{ errcode, error }`, `application/problem+json` … The door itself adds `Allow`, `Retry-After` and `WWW-Authenticate`. */
export type SayRefusal = (refusal: DoorRefusal) => Answer;

const statusOfCaller = { 'no-token': 401, 'wrong-token': 401, 'not-allowed': 403 } as const;

/** Thrown where the sender of a request is not one who may call. */
export class NotAllowed extends Error {
  readonly kind: keyof typeof statusOfCaller;

  constructor(kind: keyof typeof statusOfCaller) {
    super(kind);
    this.name = 'NotAllowed';
    this.kind = kind;
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
}

type Why = Pick<DoorRefusal, 'kind' | 'status'> & Partial<Pick<DoorRefusal, 'detail' | 'faultId'>>;

/** Makes the answer to a request that was refused or failed. A failure is in the log under the id that the answer may show. */
export function makeRefuse({ sayRefusal, noteFault, clock }: RefuseNeeds) {
  return (error: unknown, method: string, route: RefusedRoute): Answer => {
    const { bodyBytes, refusedWith: fields = {} } = route;
    const answerTo = (why: Why, headers: Answer['headers'] = {}): Answer => {
      const answer = sayRefusal({ detail: undefined, faultId: undefined, bodyBytes, fields, ...why });
      // RFC 9110 section 15.5.2: a 401 says what would do.
      const challenge = answer.status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {};
      return { ...answer, headers: { ...challenge, ...headers, ...answer.headers } };
    };

    if (error instanceof NotAllowed) return answerTo({ kind: error.kind, status: statusOfCaller[error.kind] });
    if (error instanceof JsonProblem) return answerTo({ kind: 'not-json', status: 400, detail: error.message });
    if (error instanceof HttpProblem) {
      const { kind, status, allow, at } = error;
      return answerTo(
        { kind, status },
        {
          ...(allow.length === 0 ? {} : { Allow: allow.join(', ') }),
          ...(at === undefined ? {} : { 'Retry-After': String(secondsUntil(at, clock.now())) }),
        },
      );
    }
    const { id, status, againIn } = noteFault(error, { method, route: route.path });
    return answerTo(
      { kind: 'fault', status, faultId: id },
      againIn === undefined ? {} : { 'Retry-After': String(againIn) },
    );
  };
}
