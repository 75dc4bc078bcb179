import type { IncomingHttpHeaders } from 'node:http';
import type { SayRefusal } from './door-refusal.ts';
import { HttpProblem } from './http-problem.ts';
import type { JsonResponse } from './json-response.ts';
import type { NetworkLimit } from './limiter.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS';

/** What is known of a request before its body. */
export interface AskedHead {
  readonly method: string;
  /** As it was sent, still percent-encoded, without the query. */
  readonly path: string;
  /** Decoded as browsers do it: what is no UTF-8 becomes U+FFFD. */
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The part of the path that a route calls `:name`, percent-decoded. Throws `HttpProblem` `bad-request` if it is no UTF-8. */
  param(name: string): string;
}

/** A request as a route sees it. Its body has not been read yet; a route may read it once, in one of these ways. All throw `HttpProblem`. */
export interface Asked extends AskedHead {
  /** The network of whoever asks, as `networkOf` writes it; undefined when it cannot be known. */
  readonly network: string | undefined;
  /** Strict: see `parseStrictJson`, which throws `JsonProblem`; the door answers that too. */
  json(): Promise<unknown>;
  /** A body of type `application/json` in UTF-8 as text, for a protocol that reads it by rules of its own. */
  jsonText(): Promise<string>;
  /** The body as text in UTF-8, whatever its type. A content coding is refused. */
  text(): Promise<string>;
  /** The body whatever its type. */
  bytes(): Promise<Buffer>;
  /**
   * For a route that reads tokens from the body: notes a wrong one as the door notes its own, in the log and among those of the network.
   * Throws `NotAllowed` when it is one too many.
   */
  wrongToken(): Promise<void>;
}

/** A program that may call. */
export interface JsonCaller {
  readonly name: string;
  /** Requests beyond it are answered 429; other callers are not affected. */
  readonly limit?: NetworkLimit;
}

interface AnyRoute {
  readonly method: Method;
  /** e.g. `/v1/things/:id`: one segment has a name. A `*` at the end stands for one segment or more, one at the beginning for any folders, or none. */
  readonly path: string;
  /** Most bytes of a body; 65,536 unless told. */
  readonly bodyBytes?: number;
  /** Fields that every refusal must have here, beside those that the door gives it. */
  readonly refusedWith?: Readonly<Record<string, unknown>>;
  /** Headers of every response here, also of refusals. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How a refusal is said here; as everywhere at the door unless told. */
  readonly sayRefusal?: SayRefusal;
}

/** A route open to everybody: health, public keys. */
export interface OpenRoute extends AnyRoute {
  readonly open: true;
  readonly respond: (asked: Asked) => JsonResponse | Promise<JsonResponse>;
}

/** A route for callers whom the door knows by their token. */
export interface CallerRoute<Caller> extends AnyRoute {
  readonly open?: false;
  /** Which of them; all unless told. The others are answered 403. */
  readonly mayCall?: (caller: Caller) => boolean;
  /** Where a request may show the token of its caller: each text is tried. The bearer token of `Authorization` unless told. */
  readonly tokens?: (asked: AskedHead) => readonly string[];
  readonly respond: (asked: Asked, caller: Caller) => JsonResponse | Promise<JsonResponse>;
}

/** One method at one path. A GET answers HEAD as well. */
export type JsonRoute<Caller> = OpenRoute | CallerRoute<Caller>;

export interface FoundPath<Route> {
  readonly methods: ReadonlyMap<string, Route>;
  /** As `AskedHead.param`. */
  readonly param: (name: string) => string;
}

/**
 * Makes the look-up of a path in a table of routes: a path without names first, then the first pattern that fits. Paths are
 * compared as they were sent: other case, a further slash or dots make another path. A segment is decoded only when it is asked for,
 * so an escaped slash divides nothing, and what cannot be decoded is refused in the words of its route.
 */
export function makeFindPath<Route extends Pick<AnyRoute, 'method' | 'path'>>(
  routes: readonly Route[],
): (path: string) => FoundPath<Route> | undefined {
  const byPath = new Map<string, Map<string, Route>>();
  for (const route of routes) {
    byPath.set(route.path, (byPath.get(route.path) ?? new Map<string, Route>()).set(route.method, route));
  }
  // Most callers put no folder in front, and a look-up in the table is faster than any pattern.
  const bare = new Map([...byPath].map(([path, methods]) => [path.replace(/^\*/, ''), methods]));
  const patterns = [...byPath]
    .filter(([path]) => /[:*]/.test(path))
    .map(([path, methods]) => ({ wanted: path.split('/'), methods }));
  return (path) => {
    const methods = bare.get(path);
    if (methods !== undefined) return { methods, param: () => '' };
    const segments = path.split('/');
    const fitting = patterns.find(({ wanted }) => fits(segments, wanted));
    return (
      fitting && { methods: fitting.methods, param: (name) => decoded(segments[fitting.wanted.indexOf(`:${name}`)]) }
    );
  };
}

function fits(segments: readonly string[], wanted: readonly string[]): boolean {
  if (wanted[0] === '*') {
    const above = segments.length - wanted.length;
    return above >= 0 && wanted.every((want, at) => at === 0 || segments[above + at] === want);
  }
  const open = wanted.at(-1) === '*';
  if (open ? segments.length < wanted.length : segments.length !== wanted.length) return false;
  return wanted.every((want, at) => (/^[:*]/.test(want) ? segments[at] !== '' : segments[at] === want));
}

function decoded(segment = ''): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new HttpProblem('bad-request');
  }
}
