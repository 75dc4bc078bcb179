import { type ImportAccounts, type ImportRow, makeImportAccounts } from '../../accounts/import-accounts.ts';
import { type InviteAccounts, makeInviteAccounts } from '../../accounts/invite-accounts.ts';
import type { KeepAccounts } from '../../accounts/keep-accounts.ts';
import type { ThirdPartyId } from '../../accounts/ports/account.ts';
import type { HomeserverUser, HomeserverUsers } from '../../accounts/ports/homeserver-users.ts';
import { parseDisplayName } from '../../accounts/rules/display-name.ts';
import { type Cells, type Column, columns, readCells, writeCells } from '../../accounts/rules/imported-account.ts';
import { type LinkRules, linkedUser } from '../../accounts/rules/linked-user.ts';
import { canonicalName, ownLocalpart } from '../../accounts/rules/own-id.ts';
import { type ReadLogin, type RegisterBotLogin, readLogins } from '../../accounts/rules/register-bot-login.ts';
import { parseThirdPartyId } from '../../accounts/rules/third-party-id.ts';
import { makeUndoAddress, type UndoAddress } from '../../accounts/undo-address.ts';
import type { Localpart } from '../../kernel/matrix-id.ts';
import type { PasswordRefusal } from '../../ports/password-judge.ts';
import { passwordReasons } from '../../texts/password-reasons.ts';
import { say } from '../../texts/say.ts';
import { serverNameOf } from '../ground-sections.ts';
import { appserviceOf } from '../homeserver/appservice.ts';
import type { Loaded } from '../load-config.ts';
import { type Database, derivationsOf, type Runtime } from '../open-database.ts';
import { openTools } from '../tools.ts';
import { openAskHomeserver } from './ask-homeserver.ts';
import { exportRows } from './export-rows.ts';
import { passwordLinksOf } from './post.ts';
import { keepAccountsOf, newPasswordsOf, passwordsOf } from './use-cases.ts';

/** What the commands about accounts need. They run beside `serve`. */
export interface AccountsTools extends AsyncDisposable {
  readonly keep: KeepAccounts;
  readonly import: ImportAccounts;
  /** For people whose names are theirs at the homeserver already, which is not asked about them. */
  readonly link: ImportAccounts;
  /** The homeserver's own users. Undefined without a homeserver. */
  readonly users: HomeserverUsers['pages'] | undefined;
  readonly readLogins: (logins: readonly RegisterBotLogin[], unlisted: boolean) => readonly ReadLogin[];
  readonly readUser: (user: HomeserverUser, options: Omit<LinkRules, 'serverName'>) => ImportRow['read'];
  /** @param unlisted nobody finds the account, whatever the row says */
  readonly readRow: (cells: Cells, unlisted: boolean) => ImportRow['read'];
  /** What a table of accounts may have, in the order in which it is written. */
  readonly columns: readonly Column[];
  /** All accounts in the order of their names, as rows that `readRow` takes. Without hashes, their cells are empty. */
  readonly exportRows: (withHashes: boolean) => AsyncIterable<Readonly<Record<Column, string>>>;
  /** A name, or the user ID, as somebody types it; undefined for what no account here can be called. */
  readonly readName: (typed: string) => Localpart | undefined;
  readonly readDisplayName: (typed: string) => string | undefined;
  readonly readAddress: (medium: ThirdPartyId['medium'], typed: string) => ThirdPartyId | undefined;
  /** Why a password is not taken, in English sentences. */
  readonly whyWeak: (refused: PasswordRefusal) => string;
  /** Links by which people set their first password. Undefined without a site, which has the page behind them. */
  readonly invite: InviteAccounts | undefined;
  /** Changes of mail addresses. */
  readonly addresses: UndoAddress;
  readonly sendsMail: boolean;
  /** False without a homeserver: nobody knows then which names are in use there. */
  readonly asksHomeserver: boolean;
}

/** Opens the database for one command. Throws `StorageRefusal` and `Fault` as `openTools` does. */
export async function openAccountsTools(loaded: Loaded, runtime: Runtime): Promise<AccountsTools> {
  const appservice = appserviceOf(loaded);
  const serverName = serverNameOf(loaded.config) ?? '';
  const passwords = await passwordsOf(loaded.config, runtime);
  if (passwords === undefined) throw new Error('the command asks first whether accounts are kept here');
  const tools = await openTools(loaded, runtime, false);
  const homeserver = appservice && openAskHomeserver(appservice, runtime);
  const askNameFree = homeserver?.isNameFree;
  const { accounts } = tools.storage;
  return {
    keep: keepAccountsOf(tools, runtime, { newPasswords: newPasswordsOf(loaded.config, passwords), askNameFree }),
    import: makeImportAccounts({ accounts, askNameFree, clock: runtime.clock }),
    link: makeImportAccounts({ accounts, askNameFree: undefined, clock: runtime.clock }),
    users: homeserver?.users,
    readLogins: (logins, unlisted) => readLogins(logins, { serverName, unlisted, takes: passwords.takes }),
    readUser: (user, options) => linkedUser(user, { ...options, serverName }),
    readRow: (cells, unlisted) => readCells(cells, { serverName, unlisted, takes: passwords.takes }),
    columns,
    exportRows: (withHashes) =>
      exportRows(accounts, (account) => writeCells(withHashes ? account : { ...account, hash: undefined })),
    readName: (typed) => ownLocalpart(typed.trim(), serverName) ?? canonicalName(typed.trim(), serverName),
    readDisplayName: parseDisplayName,
    readAddress: parseThirdPartyId,
    whyWeak: (refused) =>
      passwordReasons(refused)
        .map((key) => say('en', key))
        .join(' '),
    invite: inviteOf(loaded.config, tools, runtime),
    addresses: addressesOf(loaded.config, tools, runtime),
    sendsMail: loaded.config.mail !== undefined,
    asksHomeserver: askNameFree !== undefined,
    async [Symbol.asyncDispose]() {
      await homeserver?.[Symbol.asyncDispose]();
      await tools[Symbol.asyncDispose]();
    },
  };
}

function inviteOf({ site }: Loaded['config'], database: Database, { clock, ids }: Runtime): InviteAccounts | undefined {
  if (site === undefined) return undefined;
  const { accounts } = database.storage;
  return makeInviteAccounts({
    ...{ accounts, links: accounts.links, tokens: passwordLinksOf(database), clock, ids },
    addressHash: derivationsOf(database).addressHash,
    ...{ language: site.language, publicUrl: site.publicUrl },
  });
}

const addressesOf = (
  { site, mail, homeserver }: Loaded['config'],
  database: Database,
  { clock }: Runtime,
): UndoAddress =>
  makeUndoAddress({
    ...{ accounts: database.storage.accounts, changes: database.storage.accounts.addressChanges, clock },
    addressHash: site && mail && derivationsOf(database).addressHash,
    hasHomeserver: homeserver !== undefined,
  });
