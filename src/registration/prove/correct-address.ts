import { DAY } from '../../kernel/clock.ts';
import { domainOf } from '../../kernel/email-address.ts';
import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import { findByPageLink } from '../find-link.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { Derivations } from '../ports/derivations.ts';
import { readAddress } from '../rules/address.ts';
import { countedSince } from '../rules/caps.ts';
import type { EmailRefusal } from '../rules/fields/email.ts';
import { tellOldAddress } from '../rules/jobs.ts';
import type { TryAgain } from '../rules/letter-times.ts';
import { misspelt } from '../rules/order.ts';
import type { RegistrationSettings } from '../settings.ts';
import type { SteadyNow } from '../steady-time.ts';
import { askLetter } from './ask-letter.ts';

/** Ends earlier links and codes; the wrong codes stay counted. @param sure see `validateForm` */
export type CorrectAddress = (
  ticket: string,
  email: string,
  sure?: string,
) => Promise<Outcome<undefined, 'unknown' | 'ended' | 'limited' | EmailRefusal, CorrectAddressDetail | undefined>>;

/** `instead`: the address that could be meant by one that looks misspelt. */
export type CorrectAddressDetail = Partial<TryAgain> & { readonly instead?: string };

export interface CorrectAddressNeeds {
  readonly applications: Pick<ApplicationStore, 'find' | 'findLink' | 'changeProof'>;
  readonly derive: Pick<Derivations, 'linkHash' | 'addressHash'>;
  readonly settings: Pick<RegistrationSettings, 'limits'>;
  readonly steadyNow: SteadyNow;
}

/** Changes a mistyped address, until it is proved. */
export function makeCorrectAddress({ applications, derive, settings, steadyNow }: CorrectAddressNeeds): CorrectAddress {
  return async (ticket, typed, sure = '') => {
    const now = steadyNow();
    const opened = await findByPageLink(ticket, 'check', now, { applications, derive });
    if (opened === undefined) return refuse('unknown', undefined);
    if (opened.stage !== 'submitted') return refuse('ended', undefined);
    const read = readAddress(typed);
    if (!read.ok) return refuse(read.refusal, undefined);
    const email = read.value;
    const [slip] = email === opened.email ? [] : misspelt(email, settings, sure);
    if (slip !== undefined) return refuse('misspelt', { instead: slip.instead });

    const addressHash = derive.addressHash(email);
    const { unprovedPerDomainPerDay, freeDomains } = settings.limits;
    const domain = domainOf(email);
    type Result = Awaited<ReturnType<CorrectAddress>>;
    const result = await applications.changeProof<Result>(opened.id, async (proof, beside) => {
      // Read again under the lock: it may have been proved or corrected meanwhile.
      const { application } = beside;
      if (application.stage !== 'submitted') return { result: refuse('ended', undefined) };
      // A correction may send a letter to one more stranger, so it counts against the cap of the domain as an application does.
      if (email !== application.email && !freeDomains.has(domain)) {
        const { unprovedOfDomain } = await beside.counts(countedSince(now), domain);
        if (unprovedOfDomain >= unprovedPerDomainPerDay) return { result: refuse('limited', { at: now + DAY }) };
      }
      const asked = await askLetter(proof, { ...application, email, addressHash }, beside, now);
      if (!asked.ok) return { result: asked };
      if (email === application.email) return { result: ok(undefined), ...asked.value };
      // If a letter went to the old address, a second one says that the first means nothing any more.
      const told = proof.codes.length > 0 && proof.mail !== 'refused';
      return {
        result: ok(undefined),
        proof: { ...asked.value.proof, codes: [] },
        jobs: [...asked.value.jobs, ...(told ? [tellOldAddress(application, proof.nextIssue, now)] : [])],
        audit: { subject: application.id, at: now, by: 'applicant', what: 'correct-address' },
        email: { email, addressHash },
        voids: ['prove'],
      };
    });
    return result ?? refuse('unknown', undefined);
  };
}
