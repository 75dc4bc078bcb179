import { localpartOf } from '../../kernel/matrix-id.ts';
import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import type { HomeserverUser } from '../ports/homeserver-users.ts';
import { parseDisplayName } from './display-name.ts';
import type { ImportedAccount } from './imported-account.ts';
import { ownLocalpart } from './own-id.ts';
import { parseThirdPartyId } from './third-party-id.ts';

/** Why a user of the homeserver gets no account here. `old-name`: of a form that log-ins by Porter cannot have, such as with capitals. */
export type LinkRefusal = 'machine' | 'deactivated' | 'locked' | 'old-name';

export interface LinkRules {
  readonly serverName: string;
  readonly unlisted: boolean;
  /** Locked users are taken over, suspended. */
  readonly locked: boolean;
}

/**
 * The account of somebody who is a user of the homeserver already. It has no password, because the homeserver tells none. A display name
 * or an address that Porter does not take is left out. The detail of a refusal is the name.
 */
export function linkedUser(user: HomeserverUser, rules: LinkRules): Outcome<ImportedAccount, LinkRefusal, string> {
  const no = (refusal: LinkRefusal) => refuse(refusal, localpartOf(user.userId));
  if (user.kind === 'machine') return no('machine');
  if (user.deactivated) return no('deactivated');
  if (user.locked && !rules.locked) return no('locked');
  const localpart = ownLocalpart(user.userId, rules.serverName);
  if (localpart === undefined) return no('old-name');
  const findable = !rules.unlisted;
  return ok({
    localpart,
    displayName: parseDisplayName(user.displayName ?? ''),
    state: user.locked ? 'suspended' : 'active',
    addresses: user.addresses
      .map(({ medium, address }) => parseThirdPartyId(medium, address))
      .filter((one) => one !== undefined),
    hash: undefined,
    findableByName: findable,
    findableByAddress: findable,
  });
}
