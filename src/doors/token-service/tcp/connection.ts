import type { Socket } from 'node:net';
import { SECOND } from '../../../kernel/clock.ts';
import { sameText } from '../../../kernel/same-text.ts';
import type { Caller } from '../../../meetings/settings.ts';
import { sentences } from '../sentences.ts';
import { makeAnswerRequest } from './answer-request.ts';
import { refusal } from './answers.ts';
import { makeAnswersInOrder } from './answers-in-order.ts';
import { closeGently } from './close-gently.ts';
import { type Frame, makeFrameDecoder, notUtf8, tooLong } from './frames.ts';
import { makePace } from './pace.ts';
import type { TokenTcpNeeds } from './settings.ts';
import type { TroubleLog } from './trouble-log.ts';
import { watchIdle } from './watch-idle.ts';

export interface ConnectionNeeds extends TokenTcpNeeds {
  /** One for all connections of a door. */
  readonly trouble: TroubleLog;
}

export interface ServedConnection {
  /** Whether a request has come. */
  readonly served: boolean;
  /** Answers what has come, takes nothing more, closes. */
  finish(): void;
}

/** Answers are written, and other connections get their turn, after so many UTF-16 units. */
const TURN = 65_536;
/** Answers of one connection in the making. */
const RUNNING = 256;

/** The first line of an HTTP request; no JSON ends like this. */
const HTTP_LINE = / HTTP\/1\.[01]\r?$/;

/** Why frames that have come are not answered yet; each ends in its own way, and then `pump` goes on. */
type Stop = 'unread' | 'running' | 'turn' | 'pace';

/**
 * Serves one client, whoever dialled. A client that does not read its answers is not read from; one that breaks the protocol
 * is told once and closed. Nothing that happens on a connection reaches another: what is thrown here ends this one alone.
 *
 * @param socket opened with `allowHalfOpen`: who has asked everything and says so is still answered
 * @param admit called once, when the secret has been said; a sentence is told and ends the connection
 */
export function serveConnection(
  socket: Socket,
  caller: Caller,
  needs: ConnectionNeeds,
  admit: () => string | undefined = () => undefined,
): ServedConnection {
  const { secret, clock, idle, trouble } = needs;
  const decoder = makeFrameDecoder({ most: needs.frameBytes, firstLine: secret !== undefined });
  const answer = makeAnswerRequest(caller, needs);
  const pace = makePace(needs.requestsPerSecond, clock);
  const watch = watchIdle(clock, idle, () => guarded(() => tell(sentences.unfinished(idle))));
  const answers = makeAnswersInOrder(
    (text) => void (socket.destroyed || socket.write(text)),
    () => guarded(stop === 'running' ? pump : settle),
  );
  let known = secret === undefined;
  let served = false;
  let stop: Stop | undefined;
  /** Taken from the decoder before its time. */
  let early: Frame | undefined;
  /** No bytes will come (`client`), or none are wanted (`here`). */
  let ended: 'client' | 'here' | undefined;
  /** Every answer is made or in the making. */
  let done = false;
  let closing = false;
  /** Epoch seconds when the packet came; the clock is not asked again for each request in it. */
  let packetTime = 0;

  const now = (): number => Math.floor(clock.now() / SECOND);

  /** The last answer of this connection. */
  function tell(message: string): void {
    if (done) return;
    done = true;
    answers.add(refusal(message, now(), undefined));
    answers.flush();
    settle();
  }

  function take(frame: Frame): void {
    if (frame === tooLong) return void tell(sentences.tooLong(needs.frameBytes));
    if (!known) {
      const said = frame !== notUtf8 && secret !== undefined && sameText(frame.trim(), secret.reveal().trim());
      const objection = said ? admit() : sentences.wrongSecret;
      known = objection === undefined;
      if (objection !== undefined) tell(objection);
      return;
    }
    // A browser can be made to send it, with a request for a token as its body.
    if (!served && frame !== notUtf8 && HTTP_LINE.test(frame)) return void tell(sentences.http);
    served = true;
    answers.add(answer(frame, packetTime));
  }

  /** Answers frames until there are none, or something stands in the way. */
  function pump(): void {
    stop = undefined;
    packetTime = now();
    pace.refill();
    while (!done && stop === undefined) {
      const frame = early ?? decoder.next() ?? (ended === 'client' ? decoder.end() : undefined);
      early = undefined;
      if (frame === undefined) {
        done = ended !== undefined;
        break;
      }
      stop = obstacle();
      if (stop === undefined) take(frame);
      else early = frame;
    }
    answers.flush();
    if (stop === 'turn') setImmediate(() => guarded(pump));
    if (stop === 'pace') clock.after(pace.wait, () => guarded(pump));
    if (stop !== undefined) socket.pause();
    else if (socket.isPaused()) socket.resume();
    // What a stranger sends does not lengthen his time.
    if (known || done) watch.set(!done && stop === undefined && decoder.partial);
    settle();
  }

  function obstacle(): Stop | undefined {
    if (socket.writableNeedDrain) return 'unread';
    if (answers.waiting >= RUNNING) return 'running';
    if (answers.unwritten >= TURN) return 'turn';
    return ended !== undefined || pace.take() ? undefined : 'pace';
  }

  function settle(): void {
    if (!done || closing || answers.waiting > 0) return;
    closing = true;
    closeGently(socket, clock);
  }

  function guarded(action: () => void): void {
    if (socket.destroyed) return;
    try {
      action();
    } catch (error) {
      trouble.connectionFailed({ caller: caller.name, error });
      socket.destroy();
    }
  }

  socket.on('data', (chunk: Buffer) => {
    if (done) return;
    decoder.push(chunk);
    guarded(pump);
  });
  socket.once('end', () => {
    ended ??= 'client';
    guarded(pump);
  });
  socket.on('drain', () => {
    if (stop === 'unread') guarded(pump);
  });
  // 'close' follows and says enough; without a listener it would end the process.
  socket.on('error', () => {});
  socket.once('close', () => watch.stop());
  watch.set(!known);

  return {
    get served() {
      return served;
    },
    finish() {
      ended = 'here';
      if (stop === undefined || stop === 'pace') guarded(pump);
    },
  };
}
