import type { AccountStore } from '../accounts/ports/account-store.ts';
import type { AddressChangeStore } from '../accounts/ports/address-changes.ts';
import type { PasswordLinkStore } from '../accounts/ports/password-links.ts';
import type { InboxStore } from '../inbox/ports.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Ids } from '../kernel/ids.ts';
import type { Logger } from '../kernel/log.ts';
import type { InvitationStore, MeetingRecord } from '../meetings/ports.ts';
import type { LettingGo } from '../notifications/ports/letting-go.ts';
import type { NotificationStore } from '../notifications/ports/notification-store.ts';
import type { RemarkStore } from '../notifications/ports/remarks.ts';
import type { JobDesk } from '../outbox/ports/job-desk.ts';
import type { JobStore } from '../outbox/ports/job-store.ts';
import type { MemoryStore } from '../ports/memory-store.ts';
import type { OutboxAudit } from '../ports/outbox-audit.ts';
import type { Personal } from '../ports/personal.ts';
import type { ApplicationStore } from '../registration/ports/application-store.ts';
import type { DoorAudit } from '../registration/ports/door-audit.ts';
import type { VoteStore } from '../registration/ports/vote-store.ts';
import type { SessionStore } from '../sign-in/ports.ts';

export interface StorageNeeds {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  /**
   * `serve`, `migrate` and `restore` own the database: a second owner is refused, tables are made and brought up to date.
   * Other commands only read and add rows, and are refused where tables are missing or old.
   */
  readonly owner: boolean;
}

/** Facts about the database as a whole. */
export interface MetaStore {
  /** The homeserver's name this database belongs to; undefined until set. */
  serverName(): Promise<string | undefined>;
  setServerName(name: string): Promise<void>;
  /** Made once, with the database: 32 hexadecimal digits. */
  instanceId(): Promise<string>;
  /** From 1, raised by a restore; part of every derived link and code. */
  epoch(): Promise<number>;
  /** Proves that the key file is the one this database was made with. */
  keyCheck(): Promise<string | undefined>;
  setKeyCheck(value: string): Promise<void>;
  /** After a restore: open applications need a new round. */
  pendingNewRound(): Promise<boolean>;
  clearPendingNewRound(): Promise<void>;
}

export interface Storage extends AsyncDisposable {
  readonly applications: ApplicationStore;
  readonly votes: VoteStore;
  readonly memory: MemoryStore;
  readonly jobs: JobStore;
  readonly desk: JobDesk;
  readonly outboxAudit: OutboxAudit;
  readonly inbox: InboxStore;
  readonly meta: MetaStore;
  readonly registration: {
    readonly door: DoorAudit;
    /** Deletes letters and corrections that were counted before (epoch milliseconds). */
    tidy(before: number): Promise<void>;
    readonly personal: Personal;
  };
  readonly meetings: {
    readonly record: MeetingRecord;
    readonly invitations: InvitationStore;
    /** Deletes the record of tokens, and invitations that ended, before (epoch milliseconds). */
    tidy(before: number): Promise<void>;
    readonly personal: Personal;
  };
  readonly notifications: NotificationStore &
    RemarkStore &
    LettingGo & {
      /** Forgets what senders called requests that were accepted, and where replies go to remarks that were shown, before (epoch milliseconds). */
      tidy(before: number): Promise<void>;
      readonly personal: Personal;
    };
  readonly accounts: AccountStore & {
    readonly links: PasswordLinkStore;
    readonly addressChanges: AddressChangeStore;
    readonly personal: Personal;
  };
  readonly sessions: SessionStore;
  /** Tells of jobs or inbox items added by this process at once, by others within a second. Returns how to stop it. */
  changed(listener: () => void): () => void;
  /** Commits something small; throws `Fault` (`storage.unavailable`) when that is not possible. For `/readyz`. */
  assertWritable(): Promise<void>;
  /**
   * Deletes old jobs and inbox items: done jobs after `done`, contents of dead letters and parked items after `ended`, handled
   * inbox keys after 30 days. Milliseconds. Run it once a day.
   */
  tidy(keep: { readonly done: number; readonly ended: number }): Promise<void>;
}
