import { SECOND } from '../kernel/clock.ts';
import { Fault } from '../kernel/fault.ts';
import { parseHttpDate } from '../kernel/http-date.ts';
import { makeLazy } from '../kernel/lazy.ts';
import type { Logger } from '../kernel/log.ts';
import { serverNameOf } from '../kernel/matrix-id.ts';
import { makeBreaker } from './breaker.ts';
import { classifyResponse, failedElsewhere, pingResponses } from './classify-response.ts';
import type { CallOptions, HomeserverClient, HomeserverClientOptions, MatrixResponse, Method } from './client.ts';
import { refusalOf } from './refusal.ts';
import { codeOf, stopped, TIME_IS_UP, TimeIsUp, unreachable } from './request-faults.ts';
import type { TransportResponse } from './transport.ts';

const TIME_LIMIT = 20 * SECOND;
/** A caller that gives up after this time has met a homeserver that hangs; one that gives up earlier was only told to stop. */
const PATIENCE = 5 * SECOND;
/**
 * Most bytes of a response: enough for the state of a team room with thousands of former members, and an end for endless pages.
 */
const LONGEST_RESPONSE = 20 * 1024 * 1024;
const CONNECTIONS = 16;
/** When this many different requests in a row fail with 5xx, the homeserver itself is at fault. */
const AILING = 3;

/** Loaded with the first request: SDK and undici take a third of the start, and the pages need not wait for them. */
async function openTransport(log: Logger) {
  const [{ prepareSdk }, { openDispatcher, requestContext }] = await Promise.all([
    import('./sdk.ts'),
    import('./transport.ts'),
  ]);
  const dispatcher = openDispatcher({ connections: CONNECTIONS, pipelining: 1, keepAliveTimeout: 20 * SECOND });
  return { sdk: prepareSdk(log), dispatcher, requestContext };
}

/** Opens the one client. Contacts nobody yet. */
export async function openHomeserverClient(options: HomeserverClientOptions): Promise<HomeserverClient> {
  const { clock, sender, asToken } = options;
  const log = options.log.with({ part: 'homeserver' });
  const deviceId = options.deviceId ?? 'PORTER';
  const clientUrl = options.clientUrl.replace(/\/+$/, '');
  const { adminApi } = options;
  const adminUrl = adminApi?.url.replace(/\/+$/, '');
  const transport = makeLazy(() => openTransport(log));
  const breaker = makeBreaker(clock);
  const listeners = new Set<(fault: Fault) => void>();
  const failing = new Set<string>();

  const isAdmin = (path: string) => adminApi !== undefined && path.startsWith(adminApi.prefix);
  const identity = ({ as, ghost }: CallOptions) =>
    as === undefined ? {} : { user_id: ghost ?? sender, ...(as === 'sender+device' ? { device_id: deviceId } : {}) };

  /** One request under one time limit. Rejects with what the transport said. */
  async function attempt(method: Method, path: string, options: CallOptions): Promise<TransportResponse> {
    const ending = new AbortController();
    const stop = clock.after(options.timeoutMs ?? TIME_LIMIT, () => ending.abort(new TimeIsUp()));
    const signal = options.signal ? AbortSignal.any([ending.signal, options.signal]) : ending.signal;
    const body = method === 'GET' ? undefined : (options.body ?? {});
    try {
      const { sdk, dispatcher, requestContext } = await transport.get();
      const request = sdk.connect(isAdmin(path) ? (adminUrl ?? clientUrl) : clientUrl, options.token ?? asToken);
      return await requestContext.run({ dispatcher, signal, longestResponse: LONGEST_RESPONSE }, () =>
        request(method, path, { ...options.query, ...identity(options) }, body),
      );
    } finally {
      stop();
    }
  }

  async function reach(method: Method, path: string, options: CallOptions): Promise<TransportResponse> {
    try {
      return await attempt(method, path, options);
    } catch (error) {
      // The other side closed a connection that we kept open, e.g. when it restarted. A GET can safely be repeated.
      const stale = codeOf(error) === 'UND_ERR_SOCKET' && method === 'GET' && !options.signal?.aborted;
      if (!stale) throw error;
      return await attempt(method, path, options);
    }
  }

  async function ask(method: Method, path: string, given: CallOptions = {}): Promise<MatrixResponse> {
    const callOptions = { ...given, signal: given.signal ?? options.closing };
    const closing = () => given.signal === undefined && options.closing?.aborted === true;
    if (closing()) throw stopped('GET', 'channel');
    const elsewhere = given.returnElsewhere === true;
    const pause = breaker.wait();
    if (pause > 0) {
      throw new Fault('The homeserver has not been answering; it is asked again shortly', {
        ...{ code: 'homeserver.down', retryable: true, scope: 'channel', place: 'homeserver' },
        afterMs: Math.ceil(pause),
      });
    }
    const began = clock.monotonic();
    let fault: Fault;
    try {
      const response = await reach(method, path, callOptions);
      options.onDate?.(response.headers['date']);
      countHealth(method, path, response, elsewhere);
      return classifyResponse(
        response,
        {
          method,
          admin: isAdmin(path) ? adminApi?.prefix : undefined,
          forbiddenIsGeneral: callOptions.returnForbidden !== true,
          returnElsewhere: elsewhere,
          ailing: failing.size >= AILING,
          ofGhost: callOptions.ghost !== undefined,
        },
        // A date in a header is by their clock.
        parseHttpDate(response.headers['date']) ?? clock.now(),
      );
    } catch (error) {
      if (error instanceof Fault) fault = error;
      else if (closing()) throw stopped(method, 'channel');
      else if (elsewhere && method === 'GET' && codeOf(error) === TIME_IS_UP) {
        // Who of the two did not answer is not known.
        breaker.unsaid();
        return { status: 504, body: {}, errcode: undefined };
      } else if (callOptions.signal?.aborted && (elsewhere || clock.monotonic() - began < PATIENCE)) {
        breaker.unsaid();
        fault = stopped(method);
      } else {
        breaker.failed();
        fault = unreachable(error, method, isAdmin(path) ? (adminUrl ?? clientUrl) : clientUrl);
      }
    }
    if (fault.scope === 'channel') {
      log.debug('the homeserver made trouble', { code: fault.code, method, path: templateOf(path) });
      for (const listener of listeners) listener(fault);
    }
    throw fault;
  }

  function countHealth(
    method: Method,
    path: string,
    { statusCode: status, body }: TransportResponse,
    elsewhere: boolean,
  ): void {
    const errcode = (body as { errcode?: unknown } | null)?.errcode;
    if (status < 500 || pingResponses.has(errcode) || (elsewhere && failedElsewhere(status, errcode))) {
      failing.clear();
      breaker.worked();
      return;
    }
    if (failing.size < AILING) failing.add(`${method} ${path}`);
    if (status === 500 && failing.size < AILING) breaker.unsaid();
    else breaker.failed();
  }

  return {
    sender,
    serverName: serverNameOf(sender),
    deviceId,
    ask,
    async call(method, path, callOptions) {
      const response = await ask(method, path, callOptions);
      if (response.status >= 300) throw refusalOf(response);
      return response.body;
    },
    onTrouble(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async [Symbol.asyncDispose]() {
      await (await transport.peek())?.dispatcher.destroy();
    },
  };
}

/** A path without the names in it, for the log. */
const templateOf = (path: string): string =>
  path
    .split('/')
    .map((part) => (/[%@!#$]/.test(part) || part.length > 30 ? '…' : part))
    .join('/');
