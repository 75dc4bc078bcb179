import type { AccountRow, AddressChangeRow, CredentialRow, PasswordLinkRow, ThirdPartyIdRow } from './rows/accounts.ts';
import type { InboxRow } from './rows/inbox.ts';
import type { InvitationRow, IssuedTokenRow } from './rows/meetings.ts';
import type {
  AnnouncedMessageRow,
  FoldedRow,
  RemarkRow,
  RequestKeyRow,
  SaidRow,
  ShownMessageRow,
  ToldInDigestsRow,
} from './rows/notifications.ts';
import type { JobRow } from './rows/outbox.ts';
import type {
  ApplicationRow,
  ChosenPasswordRow,
  ClaimRow,
  CorrectionRow,
  LetterRow,
  LinkRow,
  PostedRow,
  ProofRow,
  ReactionRow,
} from './rows/registration.ts';
import type { AuditRow, CounterRow, MemoryRow } from './rows/shared.ts';
import type { SignInSessionRow } from './rows/sign-in.ts';

/**
 * Every table. Columns are text or integers only, so that every dialect returns exactly what was stored. Times are epoch
 * milliseconds, flags are 0 or 1, documents are JSON text with a version `v`.
 */
export interface Tables {
  readonly applications: ApplicationRow;
  readonly claims: ClaimRow;
  readonly proofs: ProofRow;
  readonly chosen_passwords: ChosenPasswordRow;
  readonly links: LinkRow;
  readonly letters: LetterRow;
  readonly corrections: CorrectionRow;
  readonly audit: AuditRow;
  readonly reactions: ReactionRow;
  readonly posted_events: PostedRow;
  readonly memory: MemoryRow;
  readonly counters: CounterRow;
  readonly jobs: JobRow;
  readonly inbox: InboxRow;
  readonly issued_tokens: IssuedTokenRow;
  readonly invitations: InvitationRow;
  readonly request_keys: RequestKeyRow;
  readonly said: SaidRow;
  readonly folded: FoldedRow;
  readonly shown_messages: ShownMessageRow;
  readonly told_in_digests: ToldInDigestsRow;
  readonly remarks: RemarkRow;
  readonly announced_messages: AnnouncedMessageRow;
  readonly accounts: AccountRow;
  readonly credentials: CredentialRow;
  readonly third_party_ids: ThirdPartyIdRow;
  readonly password_links: PasswordLinkRow;
  readonly address_changes: AddressChangeRow;
  readonly sign_in_sessions: SignInSessionRow;
}
