import { type Outcome, refuse } from '../kernel/outcome.ts';
import type { PasswordJudge, PasswordRefusal } from '../ports/password-judge.ts';
import type { Profile } from './ports/account.ts';
import type { Passwords } from './ports/passwords.ts';

/** Whose password it is to be: its own words are the first that somebody would try. */
export type Owner = Pick<Profile, 'localpart' | 'displayName' | 'addresses'>;

export type NewHash = Outcome<string, 'weak', PasswordRefusal> | Outcome<string, 'busy'>;

export interface NewPasswords {
  /** Why it is refused, as the judge says it; undefined for a good one. */
  weakness(owner: Owner, typed: string): Promise<PasswordRefusal | undefined>;
  /** Hashes one that was judged: neither empty nor too long, so only a full queue can be in its way. */
  hash(typed: string): Promise<Outcome<string, 'busy'>>;
  /** Judges it, and hashes it if it is good. */
  make(owner: Owner, typed: string): Promise<NewHash>;
}

export interface NewPasswordsNeeds {
  readonly passwords: Pick<Passwords, 'hash'>;
  readonly judge: PasswordJudge;
}

/** Judges and hashes new passwords, by whatever way somebody sets one. Throws `Fault` where the judge's dictionaries are missing. */
export function makeNewPasswords({ passwords, judge }: NewPasswordsNeeds): NewPasswords {
  const weakness = ({ localpart, displayName, addresses }: Owner, typed: string) =>
    judge.judge(typed, [localpart, displayName ?? '', ...addresses.map(({ address }) => address)]);

  async function hash(typed: string): Promise<Outcome<string, 'busy'>> {
    const hashed = await passwords.hash(typed);
    return hashed.ok ? hashed : refuse('busy');
  }

  return {
    weakness,
    hash,
    async make(owner, typed) {
      const weak = await weakness(owner, typed);
      return weak === undefined ? await hash(typed) : refuse('weak', weak);
    },
  };
}
