import autocannon from 'autocannon';
import { openBenchServer } from './bench-server.ts';
import type { Work } from './ratio.ts';

const CONNECTIONS = 50;
/**
 * Our listeners say `Connection: close` with the thousandth answer of a connection, which the generator does not heed; its own
 * way to reconnect loses an answer each time. So it begins anew before that.
 */
const MOST_AT_ONCE = CONNECTIONS * 900;

export interface HttpRequest {
  readonly method?: 'POST';
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Makes the body of each request after the first. */
  readonly nextBody?: () => string;
}

export interface HttpSide extends AsyncDisposable {
  readonly work: Work;
  /** As `work`. Resolves with how long each answer took, milliseconds. */
  readonly times: (count: number) => Promise<readonly number[]>;
}

/**
 * A server of `servers/` in a process of its own, asked over 50 connections without pipelining. The first answer must hold
 * `expected`, and each must be 2xx, or the row fails. `[<id>]` in the body is replaced by a number that is another one in each request.
 *
 * @param server file name in `servers/`; it prints its port as its first line and ends with its standard input
 * @param request what is asked; a GET unless told
 */
export async function openHttpSide(
  server: string,
  address: string,
  expected: string,
  { nextBody, ...request }: HttpRequest = {},
): Promise<HttpSide> {
  await using opening = new AsyncDisposableStack();
  const { port } = opening.use(await openBenchServer(server));
  const base = `http://127.0.0.1:${port}`;
  const page = await fetch(`${base}${address}`, request);
  if (!page.ok || !(await page.text()).includes(expected)) throw new Error(`${server} answers wrongly`);

  async function ask(count: number, answered?: (ms: number) => void): Promise<void> {
    const result = await run(
      {
        url: `${base}${address}`,
        connections: Math.min(CONNECTIONS, count),
        amount: count,
        pipelining: 1,
        ...request,
        ...(nextBody && { requests: [{ ...request, setupRequest: (one) => ({ ...one, body: nextBody() }) }] }),
        idReplacement: nextBody === undefined,
        // It notices its end only when it takes a sample, by default once a second.
        sampleInt: 5,
      },
      answered,
    );
    if (result['2xx'] !== count) throw new Error(`${server}: ${result['2xx']} of ${count} answers were right`);
  }

  async function askInSteps(count: number, answered?: (ms: number) => void): Promise<void> {
    for (let left = count; left > 0; left -= MOST_AT_ONCE) await ask(Math.min(left, MOST_AT_ONCE), answered);
  }

  const opened = opening.move();
  return {
    work: (count) => askInSteps(count),
    async times(count) {
      const times: number[] = [];
      await askInSteps(count, (ms) => times.push(ms));
      return times;
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** @param answered is told how long each answer took, milliseconds */
const run = (options: autocannon.Options, answered: ((ms: number) => void) | undefined): Promise<autocannon.Result> =>
  new Promise((resolve, reject) => {
    const running = autocannon(options, (error, result) => (error ? reject(error) : resolve(result)));
    if (answered !== undefined) running.on('response', (_client, _status, _bytes, ms) => answered(ms));
  });
