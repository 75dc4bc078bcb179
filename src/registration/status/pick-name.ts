import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import type { Advance } from '../advance.ts';
import { findByPageLink } from '../find-link.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { NameRefusal } from '../rules/fields/username.ts';
import { type NameFor, validateName } from '../rules/name.ts';
import type { StatusNeeds } from './view-status.ts';

export type PickName = (
  token: string,
  username: string,
) => Promise<Outcome<undefined, 'unknown' | 'too-late' | NameRefusal>>;

export interface PickNameNeeds extends StatusNeeds {
  readonly applications: Pick<ApplicationStore, 'find' | 'findLink' | 'nameClaimed'>;
  readonly advance: Advance;
  readonly settings: NameFor;
}

/** Takes another name for an approved applicant whose name somebody else has taken meanwhile. */
export function makePickName({ advance, settings, ...needs }: PickNameNeeds): PickName {
  return async (token, username) => {
    const now = needs.steadyNow();
    const application = await findByPageLink(token, 'status', now, needs);
    if (application === undefined) return refuse('unknown');
    const name = validateName(username, settings);
    if (!name.ok) return refuse(name.refusal);
    if (await needs.applications.nameClaimed(name.value, application.id)) return refuse('taken');

    const moved = await advance(application.id, { kind: 'pick-name', name: name.value }, application);
    if (moved.ok) return ok(undefined);
    return refuse(moved.refusal === 'name-taken' || moved.refusal === 'name-claimed' ? 'taken' : 'too-late');
  };
}
