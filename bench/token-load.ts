import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Work } from './ratio.ts';

/** Many games that ask for tokens over TCP, as the old token server's clients do. */
export interface TokenLoad extends Disposable {
  /** So many requests over all connections, each with its window in flight. Every answer must be a token, in order. */
  readonly work: Work;
  /** Milliseconds from request to answer, of all since the last call. */
  takeTimes(): number[];
}

/** @param window requests in flight on each connection; the next one is written when an answer has come */
export async function openTokenLoad(port: number, connections: number, window: number): Promise<TokenLoad> {
  let times: number[] = [];
  const clients = await Promise.all(
    Array.from({ length: connections }, async (_, n) => {
      const socket = connect(port, '127.0.0.1').setNoDelay(true);
      await once(socket, 'connect');
      return makeClient(socket, `p${n}`, window, (ms) => times.push(ms));
    }),
  );
  return {
    async work(count) {
      let left = count;
      const more = (): boolean => left-- > 0;
      await Promise.all(clients.map((client) => client.run(more)));
    },
    takeTimes() {
      const taken = times;
      times = [];
      return taken;
    },
    [Symbol.dispose]() {
      for (const client of clients) client.close();
    },
  };
}

function makeClient(socket: Socket, displayName: string, window: number, took: (ms: number) => void) {
  const sent: number[] = [];
  let [asked, answered, pending] = [0, 0, ''];
  let running: { readonly more: () => boolean; readonly ended: PromiseWithResolvers<void> } | undefined;

  function ask(): void {
    asked += 1;
    sent.push(performance.now());
    const request = { cmd: 'jwt_token', displayName, channel: 'lobby', moderator: false, validFor: 600, seq: asked };
    socket.write(`${JSON.stringify(request)}\0`);
  }

  function take(frame: string): void {
    const { success, token, seq } = JSON.parse(frame) as { success: unknown; token: string; seq: unknown };
    answered += 1;
    took(performance.now() - (sent.shift() ?? Number.NaN));
    if (success === true && token.split('.').length === 3 && seq === answered) return;
    throw new Error(`request ${answered} was answered: ${frame}`);
  }

  socket.on('data', (data) => {
    pending += data.toString('latin1');
    try {
      for (let end = pending.indexOf('\0'); end >= 0; end = pending.indexOf('\0')) {
        take(pending.slice(0, end));
        pending = pending.slice(end + 1);
        if (running?.more()) ask();
        else if (sent.length === 0) running?.ended.resolve();
      }
    } catch (error) {
      running?.ended.reject(error);
    }
  });
  socket.on('error', (error) => running?.ended.reject(error));
  socket.on('close', () => running?.ended.reject(new Error('the server closed the connection')));

  return {
    run(more: () => boolean): Promise<void> {
      running = { more, ended: Promise.withResolvers<void>() };
      for (let n = 0; n < window && more(); n += 1) ask();
      if (sent.length === 0) running.ended.resolve();
      return running.ended.promise;
    },
    close() {
      running = undefined;
      socket.destroy();
    },
  };
}
