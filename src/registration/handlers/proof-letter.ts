import { comparableAddress } from '../../kernel/email-address.ts';
import { Fault } from '../../kernel/fault.ts';
import type { Letter } from '../../kernel/letter.ts';
import { type UserId, userIdOf } from '../../kernel/matrix-id.ts';
import type { Application } from '../application.ts';
import { keepStatusLink } from '../find-link.ts';
import { alreadyAccountLetter } from '../letters/already-account.ts';
import { alreadyOpenLetter } from '../letters/already-open.ts';
import { proveLetter } from '../letters/prove.ts';
import type { AccountProvisioner } from '../ports/account-provisioner.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { Derivations } from '../ports/derivations.ts';
import { VALID_CODES } from '../prove/compare-code.ts';
import { linkUrl, proveLinkEnd } from '../rules/links.ts';
import type { RegistrationSettings } from '../settings.ts';
import type { SteadyNow } from '../steady-time.ts';
import { senderOf } from './letter-for.ts';

export interface ProofLetterNeeds {
  readonly applications: Pick<ApplicationStore, 'findByAddress' | 'changeProof' | 'keepLink'>;
  readonly accounts: Pick<AccountProvisioner, 'ownerOf' | 'replacesPassword'>;
  readonly derive: Pick<Derivations, 'linkToken' | 'linkHash' | 'code'>;
  readonly settings: RegistrationSettings;
  readonly steadyNow: SteadyNow;
}

/** The letter, and which of the three it is. */
export interface ProofMail {
  readonly kind: 'prove' | 'already-account' | 'already-open';
  readonly letter: Letter;
}

export interface WantedProof {
  readonly issue: number;
  /** An earlier attempt may have brought the letter there, so the time of its link and code runs already. */
  readonly mayBeOut: boolean;
}

/** Undefined when the application has been corrected or has moved on meanwhile: then there is nothing to send to its old address. */
export type ProofLetter = (
  application: Application,
  wanted: WantedProof,
  signal: AbortSignal,
) => Promise<ProofMail | undefined>;

/**
 * Makes the letter that asks for the proof, or instead one that says why no proof is needed. The page must not show the
 * difference, so it is decided only here, long after the response (hardening S7). Link and code are kept before the letter is
 * sent.
 */
export function makeProofLetter(needs: ProofLetterNeeds): ProofLetter {
  const { applications, accounts, derive, settings, steadyNow } = needs;

  /**
   * While the homeserver cannot be asked, the letter asks for the proof, so that nobody waits for a code because of the
   * homeserver. That does no harm: an account that is made later takes no address away from another one.
   */
  async function accountOf({ email }: Application, signal: AbortSignal): Promise<UserId | undefined> {
    try {
      return await accounts.ownerOf(email, signal);
    } catch (error) {
      if (error instanceof Fault) return undefined;
      throw error;
    }
  }

  /**
   * Keeps link and code, both or neither. Resolves with false if the letter must not be sent, because its address is no longer
   * that of the application.
   */
  async function keepKeys({ id, email }: Application, { issue, mayBeOut }: WantedProof, hash: string, now: number) {
    return await applications.changeProof(id, async (proof, beside) => {
      // The homeserver was asked meanwhile: a letter to the old address would prove the new one (hardening S5).
      if (beside.application.stage !== 'submitted' || beside.application.email !== email) return { result: false };
      const link = await beside.link(hash);
      // The address was corrected and corrected back. The first letter may have reached a stranger, and this one would make the
      // code of that letter valid again.
      if (link?.void === true) return { result: false };
      // No code and no link is good for longer because its letter is repeated (hardening N7).
      if (link !== undefined && mayBeOut) return { result: true };
      const others = proof.codes.filter((code) => code.issue !== issue);
      const codes = [...others, { issue, at: now }].toSorted((a, b) => a.issue - b.issue).slice(-VALID_CODES);
      const fresh = { hash, applicationId: id, purpose: 'prove', issue, validUntil: proveLinkEnd(now) } as const;
      return { result: true, proof: { ...proof, codes }, links: [fresh] };
    });
  }

  return async (application, wanted, signal) => {
    const { id, localpart, addressHash } = application;
    const sender = senderOf(application, settings);
    const now = steadyNow();
    const owner = await accountOf(application, signal);
    const open = await applications.findByAddress(addressHash);
    if (open !== undefined && open.id !== id) {
      // Addresses that are alike for the caps may be different mailboxes. Only exactly the same address gets the link to the
      // other application.
      if (comparableAddress(open.email) !== comparableAddress(application.email))
        return { kind: 'already-open', letter: alreadyOpenLetter(sender, {}) };
      const statusToken = await keepStatusLink(open.id, now, { applications, derive });
      const statusLink = linkUrl(settings.publicUrl, 'status', statusToken);
      return { kind: 'already-open', letter: alreadyOpenLetter(sender, { statusLink }) };
    }
    if (owner !== undefined) {
      const { homeserverUrl } = settings;
      // A password that is kept elsewhere stays as it is, whatever the page says.
      const forgottenUrl = (await accounts.replacesPassword?.(owner)) === true ? settings.forgottenUrl : undefined;
      const letter = alreadyAccountLetter(sender, { userId: owner, homeserverUrl, forgottenUrl });
      return { kind: 'already-account', letter };
    }

    const token = derive.linkToken('prove', id, wanted.issue);
    if ((await keepKeys(application, wanted, derive.linkHash(token), now)) !== true) return undefined;
    const letter = proveLetter(sender, {
      userId: userIdOf(localpart, settings.serverName),
      link: linkUrl(settings.publicUrl, 'prove', token),
      code: derive.code(id, wanted.issue),
    });
    return { kind: 'prove', letter };
  };
}
