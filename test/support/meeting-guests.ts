import { randomBytes } from 'node:crypto';
import { makeIds } from '../../src/kernel/ids.ts';
import { type Logger, silentLog } from '../../src/kernel/log.ts';
import { Secret } from '../../src/kernel/secret.ts';
import { makeGuestUseCases } from '../../src/meetings/guests/guest-use-cases.ts';
import { makeInviteUseCases } from '../../src/meetings/guests/invite.ts';
import { makeIssueToken } from '../../src/meetings/issue-token.ts';
import { makeJoinUrl } from '../../src/meetings/join-url.ts';
import type { RecordedToken } from '../../src/meetings/ports.ts';
import type { Caller, CallerPolicy } from '../../src/meetings/settings.ts';
import type { GuestUseCases, InvitationOrder, InviteUseCases, IssueToken } from '../../src/meetings/use-cases.ts';
import { makeInvitationLinks } from '../../src/security/invitation-links.ts';
import { newKeyLine, parseKeyRing } from '../../src/security/key-ring.ts';
import { openTokenKeys } from '../../src/security/open-token-keys.ts';
import type { TokenKeys } from '../../src/security/token-keys.ts';
import { openTestSqlite, type TestStorage } from '../contract/databases.ts';
import { everythingAllowed, meetingsSettings } from './meetings-settings.ts';

export const operator: Caller = { name: 'command', kind: 'operator', policy: everythingAllowed };

export interface TestGuests extends AsyncDisposable {
  readonly guests: GuestUseCases;
  readonly invites: InviteUseCases;
  readonly keys: TokenKeys;
  readonly opened: TestStorage;
  /** What was noted for the record. */
  readonly noted: readonly RecordedToken[];
  /** Epoch seconds from now by the test clock. */
  inSeconds(seconds: number): number;
  /** The operator's invitation to the lobby, for an hour; `over` changes any of it. */
  invite(
    over?: Partial<InvitationOrder>,
  ): Promise<{ readonly id: string; readonly url: string; readonly link: string }>;
}

export interface TestGuestsOptions {
  readonly url?: string;
  readonly issue?: IssueToken;
  readonly log?: Logger;
  /** What the makers of invitations may have; everything unless told. */
  readonly policyOf?: (by: string) => CallerPolicy | undefined;
}

/** Invitations as Porter has them, on a database of their own: keys, claims, links and all. */
export async function openTestGuests({
  url,
  issue,
  policyOf,
  log = silentLog,
}: TestGuestsOptions = {}): Promise<TestGuests> {
  const opened = await openTestSqlite();
  const { clock } = opened;
  const ids = makeIds(() => clock.now());
  const settings = { ...meetingsSettings, url: url ?? 'https://meet.porter.test' };
  const keys = await openTokenKeys({ secret: new Secret(randomBytes(32).toString('hex')), keys: [] });
  const noted: RecordedToken[] = [];
  const record = { note: (token: RecordedToken) => void noted.push(token) };
  const links = makeInvitationLinks(parseKeyRing(new Secret(newKeyLine(ids, 'k1'))), 1);
  const { invitations } = opened.storage.meetings;
  const invites = makeInviteUseCases({ invitations, links, publicUrl: 'https://join.porter.test', clock, ids });
  const inSeconds = (seconds: number) => Math.floor(clock.now() / 1_000) + seconds;

  return {
    guests: makeGuestUseCases({
      ...{ invitations, links, settings, clock, log },
      issue: issue ?? makeIssueToken({ settings, signer: keys, record, clock, ids }),
      joinUrl: makeJoinUrl(settings),
      longest: 600_000,
      policyOf: policyOf ?? (() => operator.policy),
    }),
    ...{ invites, keys, opened, noted, inSeconds },
    async invite(over = {}) {
      const made = await invites.invite({ room: 'lobby', validUntil: inSeconds(3_600), ...over }, operator);
      if (!made.ok) throw new Error(made.detail);
      const { id, url: address } = made.value;
      return { id, url: address, link: address.slice(address.lastIndexOf('/') + 1) };
    },
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}
