import { type Clock, SECOND } from '../../kernel/clock.ts';
import type { Localpart } from '../../kernel/matrix-id.ts';
import type { FieldProblem, TypedFields } from '../fields.ts';
import type { AccountProvisioner } from '../ports/account-provisioner.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import { validateName } from '../rules/name.ts';
import { suggestName } from '../rules/suggest-name.ts';
import type { RegistrationSettings } from '../settings.ts';

/**
 * What is wrong with the typed name as far as the homeserver and other applications know, with a free one instead if there is any.
 * A name that is taken is refused at once: any homeserver tells that to anybody. While it cannot be asked the name passes.
 *
 * @param mayLookUp asked before the homeserver is asked for one more name than the typed one; with false none is suggested
 */
export type NameProblem = (typed: TypedFields, mayLookUp: () => Promise<boolean>) => Promise<FieldProblem | undefined>;

export interface NameProblemNeeds {
  readonly applications: Pick<ApplicationStore, 'nameClaimed'>;
  readonly accounts: Pick<AccountProvisioner, 'isFree'>;
  readonly settings: RegistrationSettings;
  readonly clock: Clock;
}

/** Somebody waits for the form: the names of one form are all asked within this time. */
const PATIENCE = 4 * SECOND;

const taken: FieldProblem = { field: 'username', refusal: 'taken' };

export function makeNameProblem({ applications, accounts, settings, clock }: NameProblemNeeds): NameProblem {
  /** The first of these names that somebody could take by typing it: whoever reads it learns no more than the form tells anybody. */
  async function freeName(
    names: readonly string[],
    mayLookUp: () => Promise<boolean>,
    signal: AbortSignal,
  ): Promise<Localpart | undefined> {
    for (const name of names) {
      const valid = validateName(name, settings);
      if (!valid.ok || (await applications.nameClaimed(valid.value))) continue;
      if (signal.aborted || !(await mayLookUp())) return undefined;
      if ((await accounts.isFree(valid.value, signal)) === 'free') return valid.value;
    }
    return undefined;
  }

  return async ({ username, displayName }, mayLookUp) => {
    const name = validateName(username, settings);
    if (!name.ok) return undefined;
    const patience = new AbortController();
    const stop = clock.after(PATIENCE, () => patience.abort());
    try {
      const found = (await applications.nameClaimed(name.value))
        ? 'taken'
        : await accounts.isFree(name.value, patience.signal);
      if (found === 'refused') return { field: 'username', refusal: 'reserved' };
      if (found !== 'taken') return undefined;
      const told = suggestName(displayName, settings.serverName);
      const names = [...(told === undefined || told === name.value ? [] : [told]), `${name.value}2`];
      const instead = await freeName(names, mayLookUp, patience.signal);
      return instead === undefined ? taken : { ...taken, instead };
    } finally {
      stop();
    }
  };
}
