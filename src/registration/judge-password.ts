import type { PasswordJudge, PasswordRefusal } from '../ports/password-judge.ts';
import type { AccountProvisioner } from './ports/account-provisioner.ts';
import { type CharacterKind, lackingIn, type PasswordPolicy } from './ports/password-policy.ts';
import type { RegistrationSettings } from './settings.ts';

/** Why a password is refused: by Porter's own judgement, or because the homeserver asks for more. */
export type PasswordTrouble = PasswordRefusal | PolicyRefusal;

export interface PolicyRefusal {
  readonly refusal: 'policy';
  readonly policy: PasswordPolicy;
  readonly lacking: readonly ('length' | CharacterKind)[];
}

export interface JudgePasswordNeeds {
  readonly accounts: Pick<AccountProvisioner, 'passwordPolicy'>;
  readonly passwords: PasswordJudge;
  readonly settings: Pick<RegistrationSettings, 'serverName' | 'title'>;
}

/**
 * Why a password is refused, wherever an applicant chooses it; undefined for a good one.
 *
 * @param password in its one form (`passwordForm`)
 * @param about name, display name and address of whoever chooses it: what somebody who guesses would try first
 */
export type JudgePassword = (password: string, about: readonly string[]) => Promise<PasswordTrouble | undefined>;

export const makeJudgePassword =
  ({ accounts, passwords, settings: { serverName, title } }: JudgePasswordNeeds): JudgePassword =>
  async (password, about) => {
    const words = [...about.flatMap((one) => one.split('@')), serverName, title].filter((word) => word !== '');
    const bad = await passwords.judge(password, words);
    if (bad !== undefined) return bad;
    const policy = await accounts.passwordPolicy?.();
    const lacking = policy === undefined ? [] : lackingIn(password, policy);
    return policy === undefined || lacking.length === 0 ? undefined : { refusal: 'policy', policy, lacking };
  };
