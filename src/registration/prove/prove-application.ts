import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import type { Advance } from '../advance.ts';
import type { Application } from '../application.ts';
import { keepStatusLink, type StatusLinkNeeds } from '../find-link.ts';
import type { CommandOf } from '../rules/command.ts';
import type { SteadyNow } from '../steady-time.ts';
import type { Proved } from '../use-cases.ts';

export interface ProveApplicationNeeds extends StatusLinkNeeds {
  readonly advance: Advance;
  readonly steadyNow: SteadyNow;
}

export type ProofRefusal = 'used' | 'ended' | 'name-claimed' | 'address-in-use' | 'unknown';
export type ProveApplication = (
  application: Application,
  command: CommandOf<'prove'>,
) => Promise<Outcome<Proved, ProofRefusal>>;

/** The proof itself, whatever it was: a link or a code. */
export function makeProveApplication({
  advance,
  applications,
  derive,
  steadyNow,
}: ProveApplicationNeeds): ProveApplication {
  return async ({ id }, command) => {
    const statusToken = await keepStatusLink(id, steadyNow(), { applications, derive });
    const moved = await advance(id, command);
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
      case 'not-waiting':
      case 'too-late':
      case 'link-used':
        return refuse('used');
    }
  };
}
