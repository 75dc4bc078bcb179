import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import type { Advance } from '../advance.ts';
import type { Application } from '../application.ts';
import { findByPageLink } from '../find-link.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { Derivations } from '../ports/derivations.ts';
import { parseCodeEntry } from '../rules/code.ts';
import type { NameRefusal } from '../rules/fields/username.ts';
import { judgeName, type NameFor } from '../rules/name.ts';
import { WRONG_CODES } from '../settings.ts';
import type { SteadyNow } from '../steady-time.ts';
import { type Entry, judgeEntry } from './code-entry.ts';
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

interface Judged {
  readonly entry: Entry;
  /** As it was when the entry was judged: the code says something about its address of that moment alone (hardening S5). */
  readonly of: Application;
}

/** The code typed by hand. Every entry is counted under the write lock: ten wrong ones in all end the application (hardening S4). */
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

    const judged = await judge(application, typed, now);
    if (judged === undefined) return refuse('unknown', undefined);
    const { entry, of } = judged;
    switch (entry.kind) {
      case 'right':
        return ok(of);
      case 'wrong':
        return refuse('wrong-code', { left: entry.left });
      case 'expired':
        return refuse('expired', undefined);
      case 'ended':
        // Said again at every later entry, so an end that a crash swallowed is made up for.
        await advance(application.id, { kind: 'end-proof' }, application);
        return refuse('ended', undefined);
    }
  }

  async function judge(application: Application, typed: string, now: number): Promise<Judged | undefined> {
    const digits = parseCodeEntry(typed);
    if (digits === undefined) {
      // A slip of the hand, no guess: it costs nothing.
      const proof = await applications.findProof(application.id);
      const left = WRONG_CODES - (proof?.wrong ?? 0);
      return { entry: left > 0 ? { kind: 'wrong', left } : { kind: 'ended' }, of: application };
    }
    return applications.changeProof(application.id, (proof, { application: of }) => {
      const { entry, proof: changed } = judgeEntry(proof, digits, now, derive);
      if (changed === undefined) return { answer: { entry, of } };
      const audit = {
        subject: application.id,
        at: now,
        by: 'applicant',
        what: 'wrong-code',
        wrong: changed.wrong,
      } as const;
      return { answer: { entry, of }, proof: changed, audit };
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
      const name = judgeName(newName, settings);
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
