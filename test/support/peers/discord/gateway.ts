/** The gateway of the Discord stand-in: sessions, sequence numbers, heartbeats, resumption. JSON without compression. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { acceptWebSocket, type WebSocketEvents, type WebSocketPeer } from '../inner/websocket.ts';

export const INTENTS = { guildMessages: 1 << 9, directMessages: 1 << 12, messageContent: 1 << 15 } as const;

type Data = Readonly<Record<string, unknown>>;

export interface GatewayFrame {
  readonly op: number;
  readonly d: Data;
}

interface Session {
  readonly id: string;
  readonly intents: number;
  peer: WebSocketPeer | undefined;
  /** What was sent in it; the sequence number of an event is its place here, from 1 on. */
  readonly log: string[];
}

/** What a test can do to the gateway. */
export interface GatewayControl {
  /** Everything that clients sent, in order. */
  readonly received: readonly GatewayFrame[];
  /** Sessions that are connected. */
  readonly connected: number;
  /** Is every heartbeat answered? If not, a connection looks whole and is dead. */
  acknowledges: boolean;
  /** Milliseconds between heartbeats that clients are told. */
  heartbeatMs: number;
  /** `refuse` answers with 503, `silent` says nothing, `broken` greets without what a greeting holds. */
  mode: 'normal' | 'refuse' | 'silent' | 'broken';
  /** Those that the application was not given: whoever asks for one of them is put out with 4014. */
  withheldIntents: number;
  /** What happens meanwhile is told by `release`, behind what happens later: the service promises no order. */
  holdsBack: boolean;
  release(): void;
  /** Ends every connection with a code. */
  disconnect(code: number): void;
  cut(): void;
  /** Asks everybody to reconnect (op 7). */
  askReconnect(): void;
  /** Forgets all sessions: whoever resumes one is told that it is invalid (op 9). */
  forgetSessions(): void;
  /** Says that the session is invalid (op 9). */
  invalidate(resumable: boolean): void;
}

export interface Gateway extends GatewayControl {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Sends an event in every session that wants it. @param event for a session with these intents */
  dispatch(type: string, intent: number, event: (intents: number) => object): void;
}

export function makeGateway(needs: { isToken(token: unknown): boolean; url(): string; ready(): object }): Gateway {
  const sessions = new Map<string, Session>();
  const peers = new Set<WebSocketPeer>();
  const received: GatewayFrame[] = [];
  const held: (() => void)[] = [];
  let made = 0;

  function emit(session: Session, type: string, event: object): void {
    const text = JSON.stringify({ op: 0, s: session.log.length + 1, t: type, d: event });
    session.log.push(text);
    session.peer?.send(text);
  }
  const toAll = (op: number, d: unknown): void => {
    for (const peer of peers) peer.send(JSON.stringify({ op, d, s: null, t: null }));
  };

  function connect(peer: WebSocketPeer): WebSocketEvents {
    peers.add(peer);
    let session: Session | undefined;
    const say = (op: number, d: unknown): void => peer.send(JSON.stringify({ op, d, s: null, t: null }));

    /** The code with which the connection is ended instead. */
    const refusedWith = (token: unknown, intents: number): number | undefined => {
      if (session) return 4005;
      if (!needs.isToken(token)) return 4004;
      return (intents & gateway.withheldIntents) === 0 ? undefined : 4014;
    };

    function identify({ token, intents }: Data): void {
      const code = refusedWith(token, Number(intents));
      if (code !== undefined) {
        peer.close(code);
        return;
      }
      made += 1;
      session = { id: `session-${made}`, intents: Number(intents), peer, log: [] };
      sessions.set(session.id, session);
      emit(session, 'READY', { ...needs.ready(), session_id: session.id, resume_gateway_url: needs.url() });
    }

    function resume({ token, session_id: id, seq }: Data): void {
      const code = refusedWith(token, 0);
      const known = sessions.get(String(id));
      if (code !== undefined || !known) {
        if (code === undefined) say(9, false);
        else peer.close(code);
        return;
      }
      session = known;
      known.peer?.close(4000);
      known.peer = peer;
      for (const text of known.log.slice(Number(seq))) peer.send(text);
      emit(known, 'RESUMED', {});
    }

    if (gateway.mode === 'normal') say(10, { heartbeat_interval: gateway.heartbeatMs });
    if (gateway.mode === 'broken') say(10, null);
    return {
      text(text) {
        const frame = JSON.parse(text) as GatewayFrame;
        received.push(frame);
        if (frame.op === 1 && gateway.acknowledges) say(11, null);
        if (frame.op === 2) identify(frame.d);
        if (frame.op === 6) resume(frame.d);
      },
      closed(code) {
        peers.delete(peer);
        if (session?.peer !== peer) return;
        session.peer = undefined;
        // A good-bye with one of these ends the session; anything else leaves it waiting.
        if (code === 1000 || code === 1001) sessions.delete(session.id);
      },
    };
  }

  const gateway: Gateway = {
    received,
    get connected() {
      return [...sessions.values()].filter(({ peer }) => peer !== undefined).length;
    },
    acknowledges: true,
    heartbeatMs: 41_250,
    mode: 'normal',
    withheldIntents: 0,
    holdsBack: false,
    release() {
      for (const tell of held.splice(0)) tell();
    },
    disconnect(code) {
      for (const peer of peers) peer.close(code);
    },
    cut() {
      for (const peer of peers) peer.cut();
    },
    askReconnect: () => toAll(7, null),
    forgetSessions: () => sessions.clear(),
    invalidate(resumable) {
      if (!resumable) sessions.clear();
      toAll(9, resumable);
    },
    upgrade(request, socket, head) {
      if (gateway.mode === 'refuse') socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
      else acceptWebSocket(request, socket, head, connect);
    },
    dispatch(type, intent, event) {
      const tell = () => {
        for (const session of sessions.values()) {
          if ((session.intents & intent) !== 0) emit(session, type, event(session.intents));
        }
      };
      if (gateway.holdsBack) held.push(tell);
      else tell();
    },
  };
  return gateway;
}
