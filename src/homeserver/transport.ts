import { AsyncLocalStorage } from 'node:async_hooks';
import { Agent, type Dispatcher, request } from 'undici';

/** What one request needs beside the SDK's own parameters, which cannot carry it. */
export interface RequestContext {
  readonly dispatcher: Dispatcher;
  /** Aborts connection, response and body alike. */
  readonly signal: AbortSignal;
  /** Most bytes of a response; a longer one is an error. */
  readonly longestResponse: number;
}

/** Set around every call of the SDK's `doRequest`, which calls `performRequest` before its first await. */
export const requestContext = new AsyncLocalStorage<RequestContext>();

/** The response was longer than `longestResponse`. */
class ResponseTooLong extends Error {
  readonly code = 'ANSWER_TOO_LONG';
}

export interface TransportResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Text as it came; the SDK makes JSON of it where it can. */
  body: unknown;
}

/** Connections of our own, which end with `destroy`. */
export const openDispatcher = (options: Agent.Options): Dispatcher => new Agent(options);

/** The part of the SDK's parameters (those of the package `request`) that it really sets. */
export interface SdkRequest {
  readonly uri: string;
  readonly method: string;
  readonly qs?: Readonly<Record<string, unknown>> | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One HTTP request through undici; no redirect is followed, nothing is repeated. */
export async function performRequest(wanted: SdkRequest): Promise<TransportResponse> {
  const context = requestContext.getStore();
  if (context === undefined) throw new Error('a homeserver request outside of the client');
  const url = new URL(wanted.uri);
  for (const [key, value] of Object.entries(wanted.qs ?? {})) url.searchParams.append(key, String(value));
  const response = await request(url, {
    method: wanted.method as Dispatcher.HttpMethod,
    headers: { ...wanted.headers, accept: 'application/json' },
    body: wanted.body ?? null,
    dispatcher: context.dispatcher,
    signal: context.signal,
    // The client's own limit ends the request through the signal, on our clock.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response.body as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Leaving the loop destroys the stream and with it the connection.
    if (size > context.longestResponse) throw new ResponseTooLong('the response is too long');
    chunks.push(chunk);
  }
  return { statusCode: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString('utf8') };
}
