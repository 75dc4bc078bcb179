import type { Language } from '../../kernel/languages.ts';
import { userIdOf } from '../../kernel/matrix-id.ts';
import { type JobHandler, nothing, unreadable } from '../../outbox/job.ts';
import type { Sender } from '../../texts/letters/section.ts';
import { addressInUseLetter } from '../letters/address-in-use.ts';
import { proveAddressLetter } from '../letters/prove-address.ts';
import type { AccountStore } from '../ports/account-store.ts';
import type { AddressChangeStore } from '../ports/address-changes.ts';
import type { LinkTokens } from '../ports/link-tokens.ts';
import { ADDRESS_LINK_LIFE, addressLinkUrl } from '../rules/address-jobs.ts';
import { type PostToNeeds, postTo } from './post-to.ts';

export interface ProveAddressNeeds extends Omit<PostToNeeds, 'addressHash'> {
  readonly accounts: Pick<AccountStore, 'find' | 'findAddresses'>;
  readonly changes: Pick<AddressChangeStore, 'find' | 'keep'>;
  readonly tokens: LinkTokens;
  readonly serverName: string;
  readonly sender: (language: Language) => Sender;
}

/**
 * Sends the letter to a new address: the link, or to an address that belongs to another account an honest word to its owner. Which of
 * the two is decided only here, and the change is kept alike, so that nobody who asks learns it (hardening S7).
 */
export const makeProveAddress =
  ({ accounts, changes, tokens, serverName, sender, ...post }: ProveAddressNeeds): JobHandler =>
  async (job, tools) => {
    const { change: id } = job.payload;
    if (typeof id !== 'string') throw unreadable('A job to prove an address does not say of which change');
    const change = await changes.find(id);
    if (change === undefined || change.end !== undefined) return nothing;
    const { localpart, address, language } = change;
    if ((await accounts.find(localpart))?.state !== 'active') return nothing;
    const [owner] = await accounts.findAddresses([{ medium: 'email', address }]);

    const token = tokens.token(id);
    // An earlier attempt may have brought the letter there, so the time of its link runs already.
    const mayBeOut = change.sent !== undefined && job.firstTriedAt !== undefined;
    const validUntil = post.clock.now() + ADDRESS_LINK_LIFE;
    if (!mayBeOut && !(await changes.keep(id, { hash: tokens.hash(token), validUntil }))) return nothing;
    const from = sender(language);
    const userId = userIdOf(owner?.account.localpart ?? localpart, serverName);
    const letter =
      owner === undefined
        ? proveAddressLetter(from, { userId, link: addressLinkUrl(from.publicUrl, token) })
        : addressInUseLetter(from, { userId });
    return postTo(address, letter, job, tools, post);
  };
