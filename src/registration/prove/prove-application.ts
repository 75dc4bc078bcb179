import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import type { Advance } from '../advance.ts';
import type { Application } from '../application.ts';
import { keepStatusLink, type StatusLinkNeeds } from '../find-link.ts';
import type { CommandOf } from '../rules/command.ts';
import type { SteadyNow } from '../steady-time.ts';

export type ProveRefusal =
  | 'unknown' // no such link or ticket, or voided
  | 'used' // this link was used already
  | 'expired' // 48 h (link) or 2 h (code) are over
  | 'wrong-code'
  | 'ended' // ten wrong codes, withdrawn, or expired: this application is over
  | 'name-claimed' // somebody else proved the same name first: choose another
  | 'address-in-use'; // this address has another open application
export interface Proved {
  /** Opens the applicant's own page. */
  readonly statusToken: string;
}
export interface ProveDetail {
  /** Attempts left of the ten; only with `wrong-code`. */
  readonly left: number;
}

export interface ProveApplicationNeeds extends StatusLinkNeeds {
  readonly advance: Advance;
  readonly steadyNow: SteadyNow;
}

export type ProofRefusal = Exclude<ProveRefusal, 'expired' | 'wrong-code'>;
export type ProveApplication = (
  application: Application,
  command: CommandOf<'prove'>,
) => Promise<Outcome<Proved, ProofRefusal>>;

/** Proves the address, whether by link or by code, and opens the applicant's own page. */
export function makeProveApplication({
  advance,
  applications,
  derive,
  steadyNow,
}: ProveApplicationNeeds): ProveApplication {
  return async (application, command) => {
    const { id } = application;
    const statusToken = await keepStatusLink(id, steadyNow(), { applications, derive });
    const moved = await advance(id, command, application);
    if (moved.ok) return ok({ statusToken });
    switch (moved.refusal) {
      case 'unknown-application':
        return refuse('unknown');
      case 'ended':
        return refuse('ended');
      case 'name-taken':
      case 'name-claimed':
        return refuse('name-claimed');
      case 'address-claimed':
        return refuse('address-in-use');
      case 'nothing-changed':
      case 'not-proved':
      case 'never-proved':
      case 'not-decided':
      case 'open-already':
      case 'not-waiting':
      case 'too-late':
      case 'link-used':
        return refuse('used');
    }
  };
}
