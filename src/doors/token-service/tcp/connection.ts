import type { Socket } from 'node:net';
import { SECOND } from '../../../kernel/clock.ts';
import { sameText } from '../../../kernel/same-text.ts';
import type { Caller } from '../../../meetings/settings.ts';
import { sentences } from '../sentences.ts';
import { closeGently } from './close-gently.ts';
import { type Frame, makeFrameDecoder, notUtf8, tooLong } from './frames.ts';
import { makePace } from './pace.ts';
import { makeRespondToFrame } from './respond-to-frame.ts';
import { refusal } from './responses.ts';
import { makeResponsesInOrder } from './responses-in-order.ts';
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
  /** Answers the requests that have come, takes no more, and closes. */
  finish(): void;
}

/** After so many UTF-16 units, responses are written and other connections get their turn. */
const TURN = 65_536;
/** How many responses of one connection may be in the making at once. */
const RUNNING = 256;

/** Recognises the first line of an HTTP request; no line of JSON ends like this. */
const HTTP_LINE = / HTTP\/1\.[01]\r?$/;

/** Why received frames are not being answered; `pump` resumes when the condition clears. */
type Stop = 'unread' | 'running' | 'turn' | 'pace';

/**
 * Serves one client, whichever side opened the connection. While a client does not read its responses, nothing is read from it. A
 * client that breaks the protocol is told once and disconnected. Connections do not affect each other: an error thrown here ends
 * only this one.
 *
 * @param socket opened with `allowHalfOpen`, so that a client that has ended its side still gets its responses
 * @param admit called once, when the client has said the secret; a sentence that it returns is sent and ends the connection
 */
export function serveConnection(
  socket: Socket,
  caller: Caller,
  needs: ConnectionNeeds,
  admit: () => string | undefined = () => undefined,
): ServedConnection {
  const { secret, clock, idle, trouble } = needs;
  const decoder = makeFrameDecoder({ most: needs.frameBytes, firstLine: secret !== undefined });
  const respond = makeRespondToFrame(caller, needs);
  const pace = makePace(needs.requestsPerSecond, clock);
  const watch = watchIdle(clock, idle, () => guarded(() => tell(sentences.unfinished(idle))));
  const responses = makeResponsesInOrder(
    (text) => void (socket.destroyed || socket.write(text)),
    () => guarded(stop === 'running' ? pump : closeIfDone),
  );
  let known = secret === undefined;
  let served = false;
  let stop: Stop | undefined;
  /** A frame taken from the decoder that must wait. */
  let early: Frame | undefined;
  /** Who ended the input: the client sends no more bytes (`client`), or we want no more (`here`). */
  let ended: 'client' | 'here' | undefined;
  /** Every request has its response, or the response is being made. */
  let done = false;
  let closing = false;
  /** Epoch seconds when the packet came, read once for all requests in it. */
  let packetTime = 0;

  const now = (): number => Math.floor(clock.now() / SECOND);

  /** The last response of this connection. */
  function tell(message: string): void {
    if (done) return;
    done = true;
    responses.add(refusal(message, now(), undefined));
    responses.flush();
    closeIfDone();
  }

  function take(frame: Frame): void {
    if (frame === tooLong) return void tell(sentences.tooLong(needs.frameBytes));
    if (!known) {
      const said = frame !== notUtf8 && secret !== undefined && sameText(frame.trim(), secret.reveal().trim());
      if (!said) trouble.wrongSecret({ caller: caller.name });
      const objection = said ? admit() : sentences.wrongSecret;
      known = objection === undefined;
      if (objection !== undefined) tell(objection);
      return;
    }
    // A web page can make a browser send an HTTP request whose body is a request for a token.
    if (!served && frame !== notUtf8 && HTTP_LINE.test(frame)) return void tell(sentences.http);
    served = true;
    responses.add(respond(frame, packetTime));
  }

  /** Answers frames until there are no more, or `stop` says why it must wait. */
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
    responses.flush();
    if (stop === 'turn') setImmediate(() => guarded(pump));
    if (stop === 'pace') clock.after(pace.wait, () => guarded(pump));
    if (stop !== undefined) socket.pause();
    else if (socket.isPaused()) socket.resume();
    // A client that has not said the secret gets no more time by sending something.
    if (known || done) watch.set(!done && stop === undefined && decoder.partial);
    closeIfDone();
  }

  function obstacle(): Stop | undefined {
    if (socket.writableNeedDrain) return 'unread';
    if (responses.waiting >= RUNNING) return 'running';
    if (responses.unwritten >= TURN) return 'turn';
    return ended !== undefined || pace.take() ? undefined : 'pace';
  }

  function closeIfDone(): void {
    if (!done || closing || responses.waiting > 0) return;
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
  // 'close' follows and is handled there, but an 'error' without a listener would end the process.
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
