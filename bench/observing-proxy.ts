import { Agent, request as ask, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request that went through, told when its answer has come from the other side. */
export interface Observed {
  readonly method: string;
  /** With its query. */
  readonly url: string;
  readonly status: number;
  /** As sent. */
  readonly body: string;
  /** Of the answer. */
  readonly answer: string;
  /** `performance.now()` at the end of the answer. */
  readonly at: number;
}

export interface ObservingProxy extends AsyncDisposable {
  readonly url: string;
  readonly seen: readonly Observed[];
  /** Resolves with the first request that fits, from now on or already seen since `forget`. */
  next(fits: (observed: Observed) => boolean): Promise<Observed>;
  forget(): void;
}

/** Passes requests on and tells what went through and when, for Porter and for its limit alike. */
export async function startObservingProxy(target: string): Promise<ObservingProxy> {
  const { hostname, port } = new URL(target);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const seen: Observed[] = [];
  let waiting: { fits: (observed: Observed) => boolean; resolve: (observed: Observed) => void }[] = [];

  const server = createServer((req, res) => {
    const sent: Buffer[] = [];
    const { method = 'GET', url = '/' } = req;
    const onward = ask({ hostname, port, method, path: url, headers: req.headers, agent }, (answer) => {
      const got: Buffer[] = [];
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on('data', (piece: Buffer) => got.push(piece));
      answer.on('end', () => {
        const observed: Observed = {
          ...{ method, url, status: answer.statusCode ?? 502, at: performance.now() },
          body: Buffer.concat(sent).toString('utf8'),
          answer: Buffer.concat(got).toString('utf8'),
        };
        seen.push(observed);
        const now = waiting.filter(({ fits }) => fits(observed));
        waiting = waiting.filter((one) => !now.includes(one));
        for (const { resolve } of now) resolve(observed);
      });
      answer.pipe(res);
    });
    onward.on('error', () => res.destroy());
    req.on('data', (piece: Buffer) => sent.push(piece));
    req.pipe(onward);
  });
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    next(fits) {
      const found = seen.find(fits);
      if (found !== undefined) return Promise.resolve(found);
      return new Promise((resolve) => waiting.push({ fits, resolve }));
    },
    forget() {
      seen.length = 0;
    },
    async [Symbol.asyncDispose]() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
