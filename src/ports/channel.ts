import type { Urgency } from '../kernel/urgency.ts';
import type { JobResult } from '../outbox/job.ts';

/** What a notification says, in neutral words: plain text without the markup of any channel. Each channel draws it in its own way. */
export interface Notification {
  /** One line; '' if it has none. */
  readonly title: string;
  /** The text, line by line. May be empty if there is a title. */
  readonly lines: readonly string[];
  /** True if the lines are a block whose columns must stay where they are, e.g. the output of a program. */
  readonly preformatted: boolean;
  /** @property label shown instead of the address; undefined: the address without its scheme */
  readonly link: { readonly url: string; readonly label: string | undefined } | undefined;
  readonly urgency: Urgency;
  /** Who it comes from: an intake sender, a machine that it speaks for, or a part of Porter. One line; '' if nobody is named. */
  readonly origin: string;
  /** A small table below the text: name and value, one line each. */
  readonly facts: readonly (readonly [name: string, value: string])[];
}

/** One notification on its way to one address of one channel. */
export interface Delivery {
  /**
   * Id of the job, UUIDv7; the same at every attempt. A channel hands it to the service as the key by which a repeat is recognised
   * (docs/hardening.md section 1).
   */
  readonly id: string;
  /** What stands behind `<channel>:`, in the form that the channel's `readAddress` returned. */
  readonly address: string;
  readonly notification: Notification;
  /** What is put before the title: the origin as `[origin] `, and a symbol for the urgency. Either can be switched off. */
  readonly show: { readonly origin: boolean; readonly symbol: boolean };
  /** Undefined unless it waited for long: since when, in words, e.g. `waiting since 21:40 (3 hours)`. One line, shown below the text. */
  readonly waited: string | undefined;
  /** When an attempt first may have reached the service; undefined at the first attempt. Epoch milliseconds. */
  readonly firstTriedAt: number | undefined;
  /** Id that the service gave an earlier message which this one replaces where the service can edit; elsewhere it is a new message. */
  readonly replaces: string | undefined;
  /** True: where that message cannot be changed, because it is gone, nothing is posted. Only for channels with `edits`. */
  readonly onlyInPlace?: boolean;
}

/** What a service says when it refuses a message after it had confirmed it. */
export interface Bounce {
  /** Of the delivery. */
  readonly id: string;
  /** The service's own words, one line, without addresses. */
  readonly words: string;
  /**
   * The address that the refusal comes from, if this process does not remember the message, e.g. after a restart. Then it counts only for a
   * delivery to that address: anybody may send an error with an id that they read.
   */
  readonly from?: string;
}

/**
 * A way out to people.
 *
 * `deliver` makes one attempt and never repeats by itself: the outbox does. It resolves with `done` and the service's own id once the
 * service has confirmed, or with `refused` and the service's words if this address will never get it and nothing that an operator of
 * Porter mends would help (blocked by the person, unknown address). Throws `Fault`: `retryable` with `afterMs` where the service
 * said when; `outcome: 'unknown'` if the message may have arrived; scope `channel` if no message to anybody gets through (wrong
 * credentials, service down), `person` or `message` otherwise; `words` in the service's own words, without secrets and addresses.
 * It ends soon after `signal` aborts. The same delivery may be handed over again, with the same id and content.
 */
export interface Channel {
  /**
   * Names who is told when the service refuses a message after it had confirmed it. Called once, before the first delivery. Missing: the
   * service never does, or cannot say so.
   */
  readonly onBounce?: (told: (bounce: Bounce) => void) => void;
  /** True where `replaces` changes a message in place. */
  readonly edits?: true;
  deliver(delivery: Delivery, signal: AbortSignal): Promise<JobResult>;
  /**
   * Connects and logs in without sending anything. Resolves with who Porter is there, for one line of the log:
   * `connected as @porter_bot (bot)`. Throws `Fault` as `deliver` does.
   */
  connect(signal: AbortSignal): Promise<string>;
}

/** What somebody wrote to Porter on a channel. Nothing in it can be trusted; the text is as it came, cut to what a message may have. */
export interface Remark {
  /** Unique within the channel, and the same when the service hands it over again. At most 200 characters. */
  readonly key: string;
  /**
   * The addresses under which a target may name where it was written, as `readAddress` returns them. The first leads exactly there: it is
   * where replies go.
   */
  readonly at: readonly [string, ...string[]];
  /** What the service calls the person for good, or for as long as it can tell. */
  readonly person: string;
  /** What people call the person there. */
  readonly name: string;
  /** Undefined: a picture, a file, or something else without words. */
  readonly text: string | undefined;
  /** The message that it replies to, by the service's own id as in the receipt of its delivery. Missing: none, or the service does not say. */
  readonly inReplyTo?: string | undefined;
  /** When it was written, as the service or whoever wrote it says. Epoch milliseconds. Missing: just now, or nobody says. */
  readonly writtenAt?: number | undefined;
}

export interface Hearing {
  /** Where people are heard, as `readAddress` returned it. */
  readonly addresses: readonly string[];
  /** Resolves once the remarks are on disk. Only then may the service learn that Porter has them. Throws `Fault`. */
  readonly keep: (remarks: readonly Remark[]) => Promise<void>;
  /** Says that people are heard now. May be called again and again. */
  readonly works: () => void;
}

/** Who wrote a remark, and where. */
export type Author = Pick<Remark, 'at' | 'person' | 'name'>;

/** A channel that holds connections. */
export interface OpenChannel extends Channel, AsyncDisposable {
  /**
   * Hears what people write until `signal` aborts, and then resolves. Throws `Fault` if it cannot; it is called again later. Missing:
   * the channel hears nobody.
   */
  readonly hear?: (hearing: Hearing, signal: AbortSignal) => Promise<void>;
  /**
   * Did this account itself write it? Another account of Porter, in the same group chat, hears it as it hears people. Missing: the
   * service says of each message that a program wrote it.
   */
  readonly wrote?: (remark: Author) => boolean;
  /** Asks whether people can be heard at these addresses. Hears nobody. Throws `Fault` if not. Missing: nothing has to be allowed there. */
  readonly mayHear?: (addresses: readonly string[], signal: AbortSignal) => Promise<void>;
}

/** What an address is read as. */
export type ReadAddress = (
  /** What a person wrote behind `<channel>:`. */
  text: string,
) =>
  | { readonly ok: true; readonly address: string }
  /** @property sentence what it must be, continuing after the address: `must be a chat's number such as -100123, or …` */
  | { readonly ok: false; readonly sentence: string };
