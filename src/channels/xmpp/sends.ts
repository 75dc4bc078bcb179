import { type Clock, MINUTE, SECOND } from '../../kernel/clock.ts';
import { orAborted } from '../../kernel/or-aborted.ts';
import type { Bounce } from '../../ports/channel.ts';
import { bareOf, type XmppAddress } from './address.ts';
import { type StanzaRefusal, wordsOf } from './classify.ts';
import type { Connection } from './connection.ts';
import { attributeOf, idFromRoom, refusalIn, requestStanza, type Stanza } from './stanzas.ts';

/**
 * Bytes that may be on their way without an acknowledgement. Servers read a few kilobytes a second from each client; more than that
 * waits there unread, and the acknowledgement behind it.
 */
const MOST_UNACKNOWLEDGED = 8_000;
/** Milliseconds. An error comes back within this time from a server that can tell at once. */
const ERROR_WITHIN_MS = 2 * SECOND;
/** Messages that arrived and are remembered, for errors that come late and attempts that are repeated. */
const MOST_REMEMBERED = 2_000;
/** Errors in a minute that are looked up without the message being remembered. Anybody may send such. */
const MOST_FORGOTTEN = 100;

/** @property id given by the group chat */
export type Verdict =
  | { readonly kind: 'arrived'; readonly id?: string | undefined }
  | { readonly kind: 'refused'; readonly error: StanzaRefusal }
  | { readonly kind: 'lost' };

export interface SendsNeeds {
  readonly clock: Pick<Clock, 'after'>;
  /** Called when an error comes for a message that counted as delivered. Its words are condition and text. */
  readonly onBounce: (bounce: Bounce) => void;
  /** Is this the address of Porter in a group chat? */
  readonly isOwn: (occupant: string) => boolean;
}

interface Sent {
  readonly address: XmppAddress;
  readonly verdict: PromiseWithResolvers<Verdict>;
  bytes: number;
  ended: Verdict['kind'] | undefined;
  acknowledged: boolean;
}

/** The messages that are on their way, and how each ends. */
export interface Sends {
  /**
   * Sends a message and resolves with how it went. If the same id is on its way or has arrived, nothing is sent again. Rejects with a
   * `Fault` if nothing was sent, or with the signal's reason once that aborts.
   */
  send(
    what: { readonly id: string; readonly address: XmppAddress; readonly stanza: Stanza },
    connection: Connection,
    signal: AbortSignal,
  ): Promise<Verdict>;
  /** What a message that was handed to the server still waits for; undefined if for nothing. */
  waitsFor(id: string): 'acknowledgement' | 'proof' | undefined;
  heard(stanza: Stanza): void;
  acknowledged(stanza: Stanza): void;
  lost(stanza: Stanza): void;
  /** A new session has begun: what had no verdict is lost. */
  fresh(): void;
}

export function makeSends({ clock, onBounce, isOwn }: SendsNeeds): Sends {
  const sent = new Map<string, Sent>();
  const waiting: { readonly bytes: number; readonly go: () => void }[] = [];
  let unacknowledged = 0;
  let forgotten = 0;

  const fits = (bytes: number): boolean => unacknowledged === 0 || unacknowledged + bytes <= MOST_UNACKNOWLEDGED;

  /** Waits until so many bytes may go out; in order. */
  async function take(bytes: number, signal: AbortSignal): Promise<void> {
    if (waiting.length === 0 && fits(bytes)) {
      unacknowledged += bytes;
      return;
    }
    const turn = Promise.withResolvers<void>();
    const one = { bytes, go: turn.resolve };
    waiting.push(one);
    try {
      await orAborted(turn.promise, signal);
    } catch (error) {
      const at = waiting.indexOf(one);
      if (at === -1) give(bytes);
      else waiting.splice(at, 1);
      throw error;
    }
  }

  function give(bytes: number): void {
    unacknowledged -= bytes;
    for (let next = waiting[0]; next !== undefined && fits(next.bytes); next = waiting[0]) {
      waiting.shift();
      unacknowledged += next.bytes;
      next.go();
    }
  }

  function finish(id: string, one: Sent, verdict: Verdict): void {
    if (one.ended !== undefined) return;
    one.ended = verdict.kind;
    release(one);
    if (verdict.kind !== 'arrived') sent.delete(id);
    one.verdict.resolve(verdict);
    for (const [old, { ended }] of sent) {
      if (sent.size <= MOST_REMEMBERED) break;
      if (ended !== undefined) sent.delete(old);
    }
  }

  function release(one: Sent): void {
    const { bytes } = one;
    one.bytes = 0;
    if (bytes > 0) give(bytes);
  }

  /** An error for a message of an earlier process, or one of long ago. A group chat refuses at once, so only persons are meant. */
  function bounceForgotten(id: string, from: string, words: string): void {
    if (forgotten === 0) {
      clock.after(MINUTE, () => {
        forgotten = 0;
      });
    }
    forgotten += 1;
    if (forgotten <= MOST_FORGOTTEN) onBounce({ id, words, from: bareOf(from) });
  }

  return {
    async send({ id, address, stanza }, connection, signal) {
      const known = sent.get(id);
      if (known) return orAborted(known.verdict.promise, signal);
      const bytes = Buffer.byteLength(stanza.toString());
      await take(bytes, signal);
      const one: Sent = {
        ...{ address, bytes, verdict: Promise.withResolvers<Verdict>() },
        ...{ ended: undefined, acknowledged: false },
      };
      sent.set(id, one);
      const written = connection.send(stanza);
      // Whether or not somebody still waits for it.
      written.then(
        // Without it the server says nothing while messages follow each other closely.
        () => connection.send(requestStanza()).catch(() => undefined),
        () => finish(id, one, { kind: 'lost' }),
      );
      await orAborted(written, signal);
      return orAborted(one.verdict.promise, signal);
    },

    waitsFor(id) {
      const one = sent.get(id);
      if (one === undefined || one.ended !== undefined) return undefined;
      return one.acknowledged ? 'proof' : 'acknowledgement';
    },

    heard(stanza) {
      if (!stanza.is('message')) return;
      const id = attributeOf(stanza, 'id');
      const from = attributeOf(stanza, 'from');
      const one = sent.get(id);
      if (one === undefined) {
        if (attributeOf(stanza, 'type') === 'error') bounceForgotten(id, from, wordsOf(refusalIn(stanza)));
        return;
      }
      const { kind, jid } = one.address;
      // The type comes first: some servers repeat the body in an error.
      if (attributeOf(stanza, 'type') === 'error') {
        // The occupants of a group chat have read the id; the group chat itself speaks without a name behind the "/".
        if (kind === 'room' && from.includes('/')) return;
        const error = refusalIn(stanza);
        if (one.ended === 'arrived') {
          sent.delete(id);
          onBounce({ id, words: wordsOf(error) });
        } else finish(id, one, { kind: 'refused', error });
      } else if (kind === 'room' && attributeOf(stanza, 'type') === 'groupchat' && isOwn(from)) {
        finish(id, one, { kind: 'arrived', id: idFromRoom(stanza, jid) });
      }
    },

    acknowledged(stanza) {
      const id = attributeOf(stanza, 'id');
      const one = sent.get(id);
      if (!stanza.is('message') || one === undefined || one.acknowledged) return;
      one.acknowledged = true;
      release(one);
      // A message that nobody can get is acknowledged too; its error follows. In a group chat the reflection is the proof.
      if (one.address.kind === 'person') clock.after(ERROR_WITHIN_MS, () => finish(id, one, { kind: 'arrived' }));
    },

    lost(stanza) {
      const id = attributeOf(stanza, 'id');
      const one = sent.get(id);
      if (one) finish(id, one, { kind: 'lost' });
    },

    fresh() {
      for (const [id, one] of [...sent]) {
        if (one.address.kind === 'room' || !one.acknowledged) finish(id, one, { kind: 'lost' });
      }
    },
  };
}
