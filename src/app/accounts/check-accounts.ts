import type { AccountStore } from '../../accounts/ports/account-store.ts';
import type { HomeserverUser, HomeserverUsers } from '../../accounts/ports/homeserver-users.ts';
import { type CheckLine, fine, note, unknown } from '../../kernel/check-line.ts';
import { Fault } from '../../kernel/fault.ts';
import { localpartOf } from '../../kernel/matrix-id.ts';
import { appserviceOf } from '../homeserver/appservice.ts';
import type { PartCheck } from '../part-checks.ts';
import { openTools } from '../tools.ts';
import { openAskHomeserver } from './ask-homeserver.ts';

/** Users that are named in the line. */
const MOST_NAMED = 3;
/** Accounts in one question to the database. */
const PAGE = 1_000;

/** Says how many people the homeserver has whom Porter does not know, for it lets none of them in. Nothing where nobody can be asked. */
export async function checkAccounts({ loaded, runtime, offline }: PartCheck): Promise<readonly CheckLine[]> {
  const appservice = appserviceOf(loaded);
  if (offline || appservice === undefined) return [];
  try {
    await using tools = await openTools(loaded, runtime, false);
    await using homeserver = openAskHomeserver(appservice, runtime);
    return [lineOf(await strangersAmong(homeserver.users, tools.storage.accounts))];
  } catch (error) {
    // Steps and other checks say what is wrong with the database.
    if (error instanceof Error && error.name === 'StorageRefusal') return [];
    if (!(error instanceof Fault)) throw error;
    return [
      unknown('accounts', {
        code: 'accounts.cannot-compare',
        sentence: 'The users of Synapse could not be compared with the accounts here.',
        remedy: error.remedy ?? 'Try again once Porter is a server admin and Synapse responds.',
      }),
    ];
  }
}

/** People of the homeserver who may log in there and have no account here, in the order in which it lists them. */
async function strangersAmong(
  users: HomeserverUsers['pages'],
  accounts: Pick<AccountStore, 'list'>,
): Promise<readonly HomeserverUser[]> {
  const known = new Set<string>();
  for (let after: string | undefined; ; ) {
    const page = await accounts.list({ after, limit: PAGE });
    for (const { localpart } of page) known.add(localpart);
    after = page.at(-1)?.localpart;
    if (page.length < PAGE) break;
  }
  const strangers: HomeserverUser[] = [];
  for await (const page of users())
    strangers.push(
      ...page.filter(
        ({ kind, deactivated, userId }) => kind === 'person' && !deactivated && !known.has(localpartOf(userId)),
      ),
    );
  return strangers;
}

function lineOf(strangers: readonly HomeserverUser[]): CheckLine {
  const [first] = strangers;
  if (first === undefined) return fine('accounts', 'Everybody who is a user of Synapse has an account here.');
  const named = strangers.slice(0, MOST_NAMED).map(({ userId }) => userId);
  const more = strangers.length > named.length ? ', …' : '';
  const who =
    strangers.length === 1
      ? '1 user of Synapse has no account here'
      : `${strangers.length} users of Synapse have no account here`;
  return note(
    'accounts',
    `${who} (${named.join(', ')}${more}): only a password at Synapse lets them in. One administrator of that kind is wanted; take others over with porter accounts import --from-synapse before localdb_enabled is false.`,
  );
}
