import type { Clock } from '../../kernel/clock.ts';
import { DAY, HOUR } from '../../kernel/clock.ts';
import { domainOf } from '../../kernel/email-address.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Localpart } from '../../kernel/matrix-id.ts';
import type { Language } from '../../texts/say.ts';
import type { Application } from '../application.ts';
import type { FieldProblem, TypedFields } from '../fields.ts';
import type { AccountProvisioner } from '../ports/account-provisioner.ts';
import type { ApplicationCounts, ApplicationStore, NewLink } from '../ports/application-store.ts';
import type { Derivations } from '../ports/derivations.ts';
import { expireApplication, sendLetter } from '../rules/jobs.ts';
import { nextAllowed, perAddress } from '../rules/letter-times.ts';
import { CHECK_ISSUE, CHECK_LIFE } from '../rules/links.ts';
import { validateName } from '../rules/name.ts';
import { type ValidForm, validateForm } from '../rules/order.ts';
import { suggestName } from '../rules/suggest-name.ts';
import { NAME_HOLD, PROVE_LINK_LIFE, type RegistrationSettings } from '../settings.ts';

/** A form as it was sent. */
export interface Submission {
  readonly typed: TypedFields;
  /** The language of the page; letters to the applicant use it too. */
  readonly language: Language;
  /** The address on which the applicant insists although it looks misspelt, as typed. */
  readonly sure?: string;
}

export type SubmitResult =
  | { readonly kind: 'accepted'; readonly ticket: string }
  | { readonly kind: 'problems'; readonly problems: readonly FieldProblem[] }
  /** `at`: epoch milliseconds from which on it can be tried again. */
  | { readonly kind: 'limited'; readonly why: 'day' | 'domain' | 'open'; readonly at: number };

/**
 * Keeps an application and the job of the letter that asks for the proof; nothing is sent yet. The result is the same whether or not
 * the address is known: only the letter differs. `ticket` opens the "check your mail" page.
 */
export type Submit = (submission: Submission) => Promise<SubmitResult>;

export interface SubmitNeeds {
  readonly applications: Pick<ApplicationStore, 'nameHeld' | 'oldestSince' | 'create'>;
  readonly accounts: Pick<AccountProvisioner, 'isFree'>;
  readonly derive: Pick<Derivations, 'linkToken' | 'linkHash' | 'addressHash'>;
  readonly settings: RegistrationSettings;
  readonly clock: Clock;
  readonly ids: Ids;
}

const taken: FieldProblem = { field: 'username', refusal: 'taken' };
type Limited = Extract<SubmitResult, { kind: 'limited' }>;

export function makeSubmit({ applications, accounts, derive, settings, clock, ids }: SubmitNeeds): Submit {
  /** A name that is taken is refused at once: any homeserver tells that to anybody. While it cannot be asked the name passes. */
  async function nameProblem({ username, displayName }: TypedFields): Promise<FieldProblem | undefined> {
    const name = validateName(username, settings);
    if (!name.ok) return undefined;
    const answer = await isFree(name.value);
    if (answer === 'refused') return { field: 'username', refusal: 'reserved' };
    if (answer !== 'taken') return undefined;
    const told = suggestName(displayName, settings.serverName);
    const instead = await freeName([...(told === name.value ? [] : [told]), `${name.value}2`]);
    return instead === undefined ? taken : { ...taken, instead };
  }

  const isFree = async (name: Localpart) =>
    (await applications.nameHeld(name, clock.now())) ? 'taken' : await accounts.isFree(name);

  /** The first of these names that somebody could take by typing it: whoever reads it learns no more than the form tells anybody. */
  async function freeName(names: readonly (string | undefined)[]): Promise<Localpart | undefined> {
    for (const name of names) {
      const valid = name === undefined ? undefined : validateName(name, settings);
      if (valid?.ok && (await isFree(valid.value)) === 'free') return valid.value;
    }
    return undefined;
  }

  /** When a form that met a cap may be sent again. */
  async function limited(why: Limited['why'], now: number): Promise<Limited> {
    if (why === 'open') return { kind: 'limited', why, at: now + HOUR };
    // Always a whole day: the true moment would tell when somebody else of a small domain applied.
    if (why === 'domain') return { kind: 'limited', why, at: now + DAY };
    const oldest = await applications.oldestSince(now - DAY);
    return { kind: 'limited', why, at: oldest === undefined ? now + HOUR : Math.max(now, oldest + DAY) };
  }

  async function keep({ localpart, email, order }: ValidForm, language: Language): Promise<SubmitResult> {
    const now = clock.now();
    const domain = domainOf(email);
    const addressHash = derive.addressHash(email);
    const id = ids.next();
    const ticket = derive.linkToken('check', id, CHECK_ISSUE);
    const link: NewLink = {
      ...{ hash: derive.linkHash(ticket), applicationId: id, purpose: 'check', issue: CHECK_ISSUE },
      validUntil: now + CHECK_LIFE,
    };
    const created = await applications.create<Limited['why']>(async (shortId, before) => {
      const full = cap(await before.counts(now - DAY, domain), domain, settings.limits);
      if (full !== undefined) return full;
      // Above the cap of an address the letter goes out later or never; the page says the same as always (hardening S7, S8).
      const due = nextAllowed(await before.lettersTo(addressHash, now - DAY), now, perAddress);
      const next: Application = {
        ...{ stage: 'submitted', id, shortId, version: 1, entry: 1, round: 1, createdAt: now, since: now },
        ...{ language, localpart, email, addressHash, order, userId: undefined },
      };
      const letter = due < now + PROVE_LINK_LIFE ? [sendLetter(next, 'prove', due, 1)] : [];
      return {
        next,
        jobs: [...letter, expireApplication(next, now + PROVE_LINK_LIFE)],
        audit: { subject: id, at: now, by: 'applicant', what: 'submit' },
        links: [link],
        proof: { nextIssue: 2, asked: [now] },
      };
    }, now + NAME_HOLD);
    if (created === 'saved') return { kind: 'accepted', ticket };
    return created === 'name-claimed' ? { kind: 'problems', problems: [taken] } : limited(created, now);
  }

  return async ({ typed, language, sure }) => {
    const validated = validateForm(typed, settings, sure);
    const named = await nameProblem(typed);
    const problems = [...(named === undefined ? [] : [named]), ...(validated.ok ? [] : validated.detail)];
    if (!validated.ok || problems.length > 0) return { kind: 'problems', problems };
    return keep(validated.value, language);
  };
}

/** The cap that one more application would exceed, if any. */
function cap(
  { made, ofDomain, open }: ApplicationCounts,
  domain: string,
  limits: RegistrationSettings['limits'],
): Limited['why'] | undefined {
  if (open >= limits.open) return 'open';
  if (made >= limits.perDay) return 'day';
  return ofDomain < limits.perDomainPerDay || limits.freeDomains.has(domain) ? undefined : 'domain';
}
