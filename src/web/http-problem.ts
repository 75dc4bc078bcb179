import { secondsUntil } from './times.ts';

/** What is wrong with a request as a whole; each kind has its own page. */
export type ProblemKind =
  | 'bad-request'
  | 'not-utf8'
  | 'other-site'
  | 'old-form'
  | 'not-found'
  | 'method'
  | 'old-link'
  | 'too-large'
  | 'media'
  | 'too-many';

const statusOfProblem = {
  'bad-request': 400,
  'not-utf8': 400,
  'other-site': 403,
  'old-form': 403,
  'not-found': 404,
  method: 405,
  'old-link': 410,
  'too-large': 413,
  media: 415,
  'too-many': 429,
} as const satisfies Record<ProblemKind, number>;

/** Thrown where a request is turned away; the last handler makes the page. Never holds what was sent. */
export class HttpProblem extends Error {
  readonly kind: ProblemKind;
  /** Epoch milliseconds from which on it may be tried again; only with `too-many`. */
  readonly at: number | undefined;
  /** Only with `method`: what the address takes. */
  readonly allow: readonly string[];

  constructor(kind: ProblemKind, details: { readonly at?: number; readonly allow?: readonly string[] } = {}) {
    super(kind);
    this.name = 'HttpProblem';
    this.kind = kind;
    this.at = details.at;
    this.allow = details.allow ?? [];
  }

  get status(): number {
    return statusOfProblem[this.kind];
  }
}

/** The header that says when to come back, if somebody knows. @param at and @param now epoch milliseconds */
export const retryAfter = (at: number | undefined, now: number): Readonly<Record<string, string>> =>
  at === undefined ? {} : { 'Retry-After': String(secondsUntil(at, now)) };

/** Headers that say what is possible instead (`Allow`) or when (`Retry-After`). @param now epoch milliseconds */
export const headersOfProblem = ({ allow, at }: HttpProblem, now: number): Readonly<Record<string, string>> => ({
  ...(allow.length === 0 ? {} : { Allow: allow.join(', ') }),
  ...retryAfter(at, now),
});
