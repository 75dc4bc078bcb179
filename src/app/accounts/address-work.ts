import { makeChangeAddress } from '../../accounts/change-address.ts';
import type { CheckPassword } from '../../accounts/check-password.ts';
import { makeFollowAddress } from '../../accounts/follow-account.ts';
import { makeProveAddress } from '../../accounts/handlers/prove-address.ts';
import { makeTellAddress } from '../../accounts/handlers/tell-address.ts';
import { FOLLOW_ADDRESS, PROVE_ADDRESS, TELL_ADDRESS } from '../../accounts/rules/address-jobs.ts';
import type { AccountPagesNeeds } from '../../doors/site/account-pages.ts';
import type { Ground, OpenPart } from '../open-part.ts';
import type { AccountsConfig } from './config.ts';
import { postOf } from './post.ts';

/** What changes mail addresses, and what follows from it. */
export interface AddressWork extends Required<Pick<OpenPart, 'handlers'>> {
  /** Undefined without a site or a mail server: then only an operator gives addresses. */
  readonly email: AccountPagesNeeds['email'];
}

export function openAddressWork(
  config: AccountsConfig,
  ground: Ground,
  { serverName, checkPassword }: { readonly serverName: string; readonly checkPassword: CheckPassword },
): AddressWork {
  const { database, runtime } = ground;
  const { accounts } = database.storage;
  const { addressChanges: changes } = accounts;
  const users = config.homeserver && ground.homeserver().userStates;
  // An operator undoes a change also where no mail is sent any more.
  const follow = { [FOLLOW_ADDRESS]: makeFollowAddress({ accounts, users, changes }) };
  const post = postOf(config, ground);
  if (post === undefined) return { handlers: follow, email: undefined };

  const { lettersWait, addressHash, tokens, sender, timeZone, mailer, clock } = post;
  const common = { accounts, changes, serverName, sender, mailer, clock };
  return {
    handlers: {
      ...follow,
      [PROVE_ADDRESS]: makeProveAddress({ ...common, tokens }),
      [TELL_ADDRESS]: makeTellAddress({ ...common, addressHash, timeZone }),
    },
    email: {
      lettersWait,
      changeAddress: makeChangeAddress({
        ...{ accounts, changes, tokens, checkPassword, addressHash, serverName, clock, ids: runtime.ids },
        hasHomeserver: config.homeserver !== undefined,
      }),
    },
  };
}
