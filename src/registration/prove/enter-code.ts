import { parseCode } from '../../kernel/one-time-code.ts';
import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import type { Advance } from '../advance.ts';
import type { Application } from '../application.ts';
import { findByPageLink } from '../find-link.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { Derivations } from '../ports/derivations.ts';
import type { NameRefusal } from '../rules/fields/username.ts';
import { type NameFor, validateName } from '../rules/name.ts';
import { WRONG_CODES } from '../settings.ts';
import type { SteadyNow } from '../steady-time.ts';
import { type CodeResult, compareCode } from './compare-code.ts';
import type { ProveApplication, ProveDetail, Proved, ProveRefusal } from './prove-application.ts';

/** Spaces and hyphens in the code do not matter. */
export type EnterCode = (
  ticket: string,
  code: string,
) => Promise<Outcome<Proved, ProveRefusal, ProveDetail | undefined>>;
/** The same with another name, after a right code met `name-claimed`. */
export type ProveByCodeWithName = (
  ticket: string,
  code: string,
  newName: string,
) => Promise<Outcome<Proved, ProveRefusal | NameRefusal, ProveDetail | undefined>>;

export interface EnterCodeNeeds {
  readonly applications: Pick<ApplicationStore, 'find' | 'findLink' | 'findProof' | 'changeProof'>;
  readonly derive: Pick<Derivations, 'linkHash' | 'code'>;
  readonly advance: Advance;
  readonly proveApplication: ProveApplication;
  readonly settings: NameFor;
  readonly steadyNow: SteadyNow;
}

type Entered = Outcome<Application, ProveRefusal, ProveDetail | undefined>;

interface Compared {
  readonly result: CodeResult;
  /** As it was at that moment: a code proves only the address that the application had then (hardening S5). */
  readonly of: Application;
}

/** Wrong codes are counted under the write lock: the tenth ends the application (hardening S4). */
export function makeEnterCode(needs: EnterCodeNeeds): {
  enterCode: EnterCode;
  proveByCodeWithName: ProveByCodeWithName;
} {
  const { applications, derive, advance, proveApplication, settings, steadyNow } = needs;

  async function enter(ticket: string, typed: string): Promise<Entered> {
    const now = steadyNow();
    const application = await findByPageLink(ticket, 'check', now, { applications, derive });
    if (application === undefined) return refuse('unknown', undefined);
    if (application.stage === 'expired' || application.stage === 'withdrawn') return refuse('ended', undefined);
    if (application.stage !== 'submitted') return refuse('used', undefined);

    const compared = await compare(application, typed, now);
    if (compared === undefined) return refuse('unknown', undefined);
    const { result, of } = compared;
    switch (result.kind) {
      case 'right':
        return ok(of);
      case 'wrong':
        return refuse('wrong-code', { left: result.left });
      case 'expired':
        return refuse('expired', undefined);
      case 'ended':
        // Repeated at every later attempt, in case a crash came between the tenth wrong code and this move.
        await advance(application.id, { kind: 'end-proof' }, application);
        return refuse('ended', undefined);
    }
  }

  async function compare(application: Application, typed: string, now: number): Promise<Compared | undefined> {
    const digits = parseCode(typed);
    if (digits === undefined) {
      // Not eight digits: a typing mistake, not a guess, so it is not counted.
      const proof = await applications.findProof(application.id);
      const left = WRONG_CODES - (proof?.wrong ?? 0);
      return { result: left > 0 ? { kind: 'wrong', left } : { kind: 'ended' }, of: application };
    }
    return applications.changeProof(application.id, (proof, { application: of }) => {
      const { result, proof: changed } = compareCode(proof, digits, now, derive);
      if (changed === undefined) return { result: { result, of } };
      const audit = {
        subject: application.id,
        at: now,
        by: 'applicant',
        what: 'wrong-code',
        wrong: changed.wrong,
      } as const;
      return { result: { result, of }, proof: changed, audit };
    });
  }

  return {
    async enterCode(ticket, code) {
      const entered = await enter(ticket, code);
      if (!entered.ok) return entered;
      const proved = await proveApplication(entered.value, {
        kind: 'prove',
        by: 'code',
        email: entered.value.email,
      });
      return proved.ok ? proved : refuse(proved.refusal, undefined);
    },

    async proveByCodeWithName(ticket, code, newName) {
      const name = validateName(newName, settings);
      if (!name.ok) return refuse(name.refusal, undefined);
      const entered = await enter(ticket, code);
      if (!entered.ok) return entered;
      const proved = await proveApplication(entered.value, {
        kind: 'prove',
        by: 'code',
        email: entered.value.email,
        newName: name.value,
      });
      if (proved.ok) return proved;
      return refuse(proved.refusal === 'name-claimed' ? 'taken' : proved.refusal, undefined);
    },
  };
}
