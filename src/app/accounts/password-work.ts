import { makeEndSessions } from '../../accounts/handlers/end-sessions.ts';
import { makeSendLink } from '../../accounts/handlers/send-link.ts';
import { makeTellPasswordChanged } from '../../accounts/handlers/tell-password-changed.ts';
import type { NewPasswords } from '../../accounts/new-passwords.ts';
import { makePasswordByLink } from '../../accounts/password-by-link.ts';
import type { Passwords } from '../../accounts/ports/passwords.ts';
import { SEND_LINK } from '../../accounts/rules/link-jobs.ts';
import { END_SESSIONS, TELL_CHANGED } from '../../accounts/rules/password-jobs.ts';
import { makeSavePassword, type SavePassword } from '../../accounts/save-password.ts';
import { forgottenPages } from '../../doors/site/forgotten-pages.ts';
import type { Ground, OpenPart } from '../open-part.ts';
import type { AccountsConfig } from './config.ts';
import { postOf } from './post.ts';
import { newPasswordsOf } from './use-cases.ts';

/** What sets passwords, for every door by which people do. */
export interface PasswordWork extends Required<Pick<OpenPart, 'handlers'>>, Pick<OpenPart, 'pages'> {
  readonly newPasswords: NewPasswords;
  readonly savePassword: SavePassword;
}

/** Opens what sets passwords, what follows from it, and the pages for a forgotten one where there is a site and Porter sends mail. */
export function openPasswordWork(
  config: AccountsConfig,
  ground: Ground,
  { passwords, serverName }: { readonly passwords: Passwords; readonly serverName: string },
): PasswordWork {
  const { database, runtime } = ground;
  const { clock, ids } = runtime;
  const { accounts } = database.storage;
  const newPasswords = newPasswordsOf(config, passwords);
  const sessions = config.homeserver && ground.homeserver().sessions;
  const post = postOf(config, ground);
  const savePassword = makeSavePassword({ accounts, addressHash: post?.addressHash, clock, ids });
  const endSessions = sessions && { [END_SESSIONS]: makeEndSessions({ sessions, serverName }) };
  if (post === undefined) return { newPasswords, savePassword, handlers: { ...endSessions } };

  const { sender, language, timeZone, tokens, lettersWait, ...letters } = post;
  const common = { ...letters, accounts, serverName };
  const passwordByLink = makePasswordByLink({
    ...{ ...common, links: accounts.links, tokens, newPasswords, savePassword, ids },
    whenSet: (applicationId, at) => ground.whenPasswordSet(applicationId, at),
    endsSessions: sessions !== undefined,
  });
  return {
    ...{ newPasswords, savePassword },
    handlers: {
      ...endSessions,
      [TELL_CHANGED]: makeTellPasswordChanged({ ...common, timeZone, sender: sender(language) }),
      [SEND_LINK]: makeSendLink({ ...common, links: accounts.links, tokens, sender }),
    },
    pages: forgottenPages({
      ...{ passwordByLink, lettersWait, endsSessions: sessions !== undefined },
    }),
  };
}
