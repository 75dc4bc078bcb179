import type { Client } from '@xmpp/client';
import type { Clock } from '../../kernel/clock.ts';
import type { Fault } from '../../kernel/fault.ts';
import type { XmppAccount } from './section.ts';
import type { Stanza } from './stanzas.ts';

/** What a later connection needs to go on with the session of an earlier one (XEP-0198). */
export interface Resumable {
  readonly jid: Client['jid'];
  readonly id: string;
  readonly inbound: number;
  readonly outbound: number;
  /** What was sent and is not acknowledged, in the library's own form. */
  readonly queue: readonly unknown[];
}

export interface ConnectionEvents {
  stanza(stanza: Stanza): void;
  /** Resolves once the server may learn that Porter has what came so far. */
  kept(): Promise<void>;
  /** The server has it. */
  acknowledged(stanza: Stanza): void;
  /** The session is gone, and nobody knows whether the server had it. */
  lost(stanza: Stanza): void;
}

export interface ConnectionNeeds {
  readonly account: XmppAccount;
  readonly resume: Resumable | undefined;
  readonly events: ConnectionEvents;
  readonly clock: Pick<Clock, 'sleep'>;
  /** May a password go to this address without TLS? */
  readonly trustsClearText: (address: string) => boolean;
}

/** One login, until it ends. It never logs in again by itself. */
export interface Connection {
  /** With the resource. */
  readonly jid: string;
  /** It goes on with the session of an earlier connection: the server still knows where Porter is, and what it has sent. */
  readonly resumed: boolean;
  readonly over: boolean;
  /** Resolves with the reason once it is over. Never rejects. */
  readonly ended: Promise<Fault>;
  /** Resolves once the stanza is on its way; that proves nothing. Rejects with a `Fault`, whose outcome is unknown unless nothing left. */
  send(stanza: Stanza): Promise<void>;
  /** Sends a request and resolves with its result. Rejects with the library's error, or with the fault that ended the connection. */
  ask(question: Stanza): Promise<Stanza>;
  /** Undefined if the server keeps no session. To be asked when it is over. */
  resumable(): Resumable | undefined;
  /** Says good-bye to the server. */
  close(): Promise<void>;
  /** Ends it at once; a later connection can go on with the session. */
  drop(why: Fault): void;
}
