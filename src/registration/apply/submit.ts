import type { Clock } from '../../kernel/clock.ts';
import { DAY, HOUR } from '../../kernel/clock.ts';
import { domainOf } from '../../kernel/email-address.ts';
import type { Ids } from '../../kernel/ids.ts';
import { passwordForm } from '../../kernel/password-form.ts';
import type { Language } from '../../texts/say.ts';
import type { Application } from '../application.ts';
import type { Events } from '../event.ts';
import type { FieldProblem, TypedFields } from '../fields.ts';
import { type JudgePasswordNeeds, makeJudgePassword, type PasswordTrouble } from '../judge-password.ts';
import type { AccountProvisioner } from '../ports/account-provisioner.ts';
import type { ApplicationStore, NewLink } from '../ports/application-store.ts';
import type { Derivations } from '../ports/derivations.ts';
import { proofDue } from '../rules/ask-again.ts';
import { type Cap, capMet, countedSince, type NetworkShare, UNPROVED_SINCE } from '../rules/caps.ts';
import { expireApplication, sendLetter } from '../rules/jobs.ts';
import { CHECK_ISSUE, CHECK_LIFE } from '../rules/links.ts';
import { type ValidForm, validateForm } from '../rules/order.ts';
import { nextForTeam, type TeamMost } from '../rules/team-load.ts';
import { PROVE_LINK_LIFE, type RegistrationSettings } from '../settings.ts';
import type { SayCapMet } from '../team/say-cap-met.ts';
import { makeNameProblem } from './name-problem.ts';
import { makeRecentForms } from './recent-forms.ts';

/** A form as it was sent. */
export interface Submission {
  readonly typed: TypedFields;
  /** The language of the page; letters to the applicant use it too. */
  readonly language: Language;
  /** The address on which the applicant insists although it looks misspelt, as typed. */
  readonly sure?: string;
  /** What no other form has and nobody else knows: sent again, also after a restart of Porter, it counts once. */
  readonly form?: string;
  /** As typed; only where the form asks for it. Never stored, only its hash. */
  readonly password?: string;
  /** The sender's, as `web/network-of` writes it; undefined when networks cannot be told apart. Never stored. */
  readonly network: string | undefined;
}

export type SubmitResult =
  | { readonly kind: 'accepted'; readonly ticket: string }
  /** `password`: what is wrong with it, if anything is. */
  | { readonly kind: 'problems'; readonly problems: readonly FieldProblem[]; readonly password?: PasswordTrouble }
  /** Too many passwords are hashed at this moment. */
  | { readonly kind: 'busy' }
  /** `at`: epoch milliseconds from which on it can be tried again. */
  | { readonly kind: 'limited'; readonly why: 'day' | 'domain' | 'open' | 'unproved'; readonly at: number };

/**
 * Keeps an application and the job of the letter that asks for the proof; nothing is sent yet. The result is the same whether or not
 * the address is known: only the letter differs. `ticket` opens the "check your mail" page.
 *
 * @param mayLookUp asked before the homeserver is asked for one more name than the typed one; with false none is suggested.
 *   Left out: always
 */
export type Submit = (submission: Submission, mayLookUp?: () => Promise<boolean>) => Promise<SubmitResult>;

export interface SubmitNeeds extends JudgePasswordNeeds {
  readonly applications: Pick<
    ApplicationStore,
    'find' | 'nameClaimed' | 'teamLoad' | 'oldestUnproved' | 'create' | 'keepLink' | 'keepPasswordHash'
  >;
  readonly accounts: JudgePasswordNeeds['accounts'] & Pick<AccountProvisioner, 'isFree' | 'hashPassword'>;
  readonly derive: Pick<Derivations, 'linkToken' | 'linkHash' | 'addressHash' | 'applicationId'>;
  readonly settings: RegistrationSettings;
  readonly events: Pick<Events, 'current'>;
  readonly sayCapMet: SayCapMet;
  readonly clock: Clock;
  readonly ids: Ids;
}

const everyOne: TeamMost = { all: 0, ofDomain: 0 };

type Limited = Extract<SubmitResult, { kind: 'limited' }>;

/** What pages say of each cap: why a mail domain has no room is the same to an applicant. */
const saidOnPages = {
  ...{ day: 'day', domain: 'domain', open: 'open', unproved: 'unproved', letters: 'domain' },
} as const satisfies Record<Cap, Limited['why']>;

interface NewOne {
  readonly id: string;
  readonly language: Language;
  readonly share: NetworkShare;
  readonly link: NewLink;
  readonly passwordHash: string | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

export function makeSubmit(needs: SubmitNeeds): Submit {
  const { applications, accounts, derive, settings, events, sayCapMet, clock, ids } = needs;
  const recent = makeRecentForms(clock);
  const judgePassword = makeJudgePassword(needs);
  const nameProblem = makeNameProblem({ applications, accounts, settings, clock });

  /** When a form that met a cap may be sent again. */
  async function roomAgain(cap: Cap, domain: string, now: number): Promise<number> {
    switch (cap) {
      case 'open':
        return now + HOUR;
      case 'day':
        return nextForTeam(await applications.teamLoad(now - DAY, domain, everyOne), now, domain, settings.limits);
      // Always a whole day: the true moment would tell when somebody else of a small domain applied.
      case 'domain':
      case 'letters':
        return now + DAY;
      case 'unproved':
        return ((await applications.oldestUnproved(now - UNPROVED_SINCE)) ?? now) + UNPROVED_SINCE;
    }
  }

  /** At an event many people share one network, so it is no sign of a stranger. */
  const shareOf = async (network: string | undefined, domain: string): Promise<NetworkShare> =>
    recent.shareOf((await events.current()) === undefined ? network : undefined, domain);

  /** Opens the "check your mail" page. */
  function checkLink(applicationId: string, now: number): { readonly ticket: string; readonly link: NewLink } {
    const ticket = derive.linkToken('check', applicationId, CHECK_ISSUE);
    const of = { applicationId, purpose: 'check', issue: CHECK_ISSUE } as const;
    return { ticket, link: { ...of, hash: derive.linkHash(ticket), validUntil: now + CHECK_LIFE } };
  }

  /** What the form made before: the ID of its application that is not proved yet, or the ID that its next one will have. */
  async function madeBefore(form: string): Promise<{ readonly open: string } | { readonly next: string }> {
    for (let nth = 0; ; nth += 1) {
      const id = derive.applicationId(form, nth);
      const stage = (await applications.find(id))?.stage;
      if (stage === undefined) return { next: id };
      if (stage === 'submitted') return { open: id };
    }
  }

  async function keep(
    valid: ValidForm,
    { language, network, form }: Submission,
    passwordHash: string | undefined,
  ): Promise<SubmitResult> {
    const now = clock.now();
    const domain = domainOf(valid.email);
    const share = await shareOf(network, domain);
    let id = form === undefined ? ids.next() : derive.applicationId(form, 0);
    for (;;) {
      const { ticket, link } = checkLink(id, now);
      const created = await create(valid, { id, language, share, link, passwordHash, now });
      if (created === 'saved') {
        recent.add(network, domain);
        return { kind: 'accepted', ticket };
      }
      const before = form === undefined ? undefined : await madeBefore(form);
      // Porter was killed before it could answer, for example: the same page follows, and no second letter.
      if (before !== undefined && 'open' in before) {
        const first = checkLink(before.open, now);
        await applications.keepLink(first.link);
        // Whoever went back may have chosen another one.
        if (passwordHash !== undefined) await applications.keepPasswordHash(before.open, passwordHash);
        return { kind: 'accepted', ticket: first.ticket };
      }
      if (created === 'made-before') {
        id = before?.next ?? ids.next();
        continue;
      }
      const at = await roomAgain(created, domain, now);
      await sayCapMet(created, { at, domain });
      return { kind: 'limited', why: saidOnPages[created], at };
    }
  }

  function create(
    { localpart, email, order }: ValidForm,
    { id, language, share, link, passwordHash, now }: NewOne,
  ): Promise<'saved' | 'made-before' | Cap> {
    const domain = domainOf(email);
    const addressHash = derive.addressHash(email);
    return applications.create<Cap>(async (shortId, before) => {
      const full = capMet(await before.counts(countedSince(now), domain), domain, share, settings.limits);
      if (full !== undefined) return full;
      // Above the cap of an address the letter goes out later or never; the page says the same as always (hardening S7, S8).
      const due = proofDue(await before.lettersTo(addressHash, now - DAY), now);
      const next: Application = {
        ...{ stage: 'submitted', id, shortId, version: 1, entry: 1, round: 1, createdAt: now, since: now },
        ...{ language, localpart, email, addressHash, order, userId: undefined },
      };
      const letter = due === undefined ? [] : [sendLetter(next, 'prove', due, 1)];
      return {
        next,
        jobs: [...letter, expireApplication(next, now + PROVE_LINK_LIFE)],
        audit: { subject: id, at: now, by: 'applicant', what: 'submit' },
        links: [link],
        ...(passwordHash !== undefined && { passwordHash }),
        proof: { nextIssue: 2, asked: [now] },
      };
    });
  }

  return async (submission, mayLookUp = async () => true) => {
    const { typed, sure } = submission;
    const validated = validateForm(typed, settings, sure);
    const named = await nameProblem(typed, mayLookUp);
    const problems = [...(named === undefined ? [] : [named]), ...(validated.ok ? [] : validated.detail)];
    const password = passwordForm(submission.password ?? '');
    const trouble = settings.passwordOnForm
      ? await judgePassword(password, [typed.username, typed.displayName, typed.email])
      : undefined;
    if (!validated.ok || problems.length > 0 || trouble !== undefined)
      return { kind: 'problems', problems, ...(trouble !== undefined && { password: trouble }) };
    // After everything that costs less.
    const hash = settings.passwordOnForm ? await accounts.hashPassword?.(password) : undefined;
    if (hash?.ok === false)
      return hash.refusal === 'busy'
        ? { kind: 'busy' }
        : { kind: 'problems', problems, password: { refusal: 'too-many-bytes', why: undefined } };
    return keep(validated.value, submission, hash?.value);
  };
}
