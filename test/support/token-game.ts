import { setTimeout as sleep } from 'node:timers/promises';
import type { TokenTcpNeeds } from '../../src/doors/token-service/tcp/settings.ts';
import {
  connectJitsiConsumer,
  type FrameEnd,
  type JitsiConsumer,
  listenJitsiConsumer,
} from './peers/jitsi-consumer.ts';
import { openTestInbound, openTestOutbound } from './token-door.ts';

/** A door of Porter with a game behind it. */
export interface Game extends AsyncDisposable {
  readonly game: JitsiConsumer;
  /** Another client, or the same one once it was closed. */
  again(): Promise<JitsiConsumer>;
  /** Closes Porter's door. */
  shut(): Promise<void>;
}

export type OpenGame = (needs?: Partial<TokenTcpNeeds>, frameEnd?: FrameEnd) => Promise<Game>;

export const asked = { displayName: 'Ada', channel: 'lobby', moderator: false, validFor: 600 };

export const seqs = (game: JitsiConsumer) => game.replies.flatMap(({ seq }) => seq ?? []);

/** As an algorithm that signs on another thread. */
export const slowly =
  (issue: TokenTcpNeeds['issue']): TokenTcpNeeds['issue'] =>
  async (fields, caller) => {
    await sleep(fields['seq'] === 1 ? 20 : 2);
    return issue(fields, caller);
  };

const dialling: OpenGame = async (needs, frameEnd = '\0') => {
  await using opening = new AsyncDisposableStack();
  const door = opening.use(await openTestInbound(needs));
  const connect = async () => opening.use(await connectJitsiConsumer({ port: door.port, frameEnd }));
  const game = await connect();
  const opened = opening.move();
  return {
    game,
    again: async () => opened.use(await connectJitsiConsumer({ port: door.port, frameEnd })),
    shut: async () => door[Symbol.asyncDispose](),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
};

const dialled: OpenGame = async (needs, frameEnd = '\0') => {
  await using opening = new AsyncDisposableStack();
  const listener = opening.use(await listenJitsiConsumer({ frameEnd }));
  let door = opening.use(await openTestOutbound(listener.port, needs));
  let game = await listener.accept();
  const opened = opening.move();
  return {
    get game() {
      return game;
    },
    // Another door, so that no test waits for the back-off.
    async again() {
      await game.close();
      await door[Symbol.asyncDispose]();
      door = opened.use(await openTestOutbound(listener.port, needs));
      game = await listener.accept();
      return game;
    },
    shut: async () => door[Symbol.asyncDispose](),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
};

/** Both directions are one protocol, and pass the same tests. */
export const directions: readonly (readonly [name: string, open: OpenGame])[] = [
  ['the program dials', dialling],
  ['Porter dials', dialled],
];
