import { characterKinds, type PasswordPolicy } from '../../registration/ports/password-policy.ts';

/** Path of the policy, which everybody may ask for (MSC2000; Synapse has it without a prefix of its own). */
export const POLICY_PATH = '/_matrix/client/v3/password_policy';

/** Reads Synapse's answer; `{}` means that there is no policy. What cannot be read asks for nothing. */
export function parsePasswordPolicy(body: Readonly<Record<string, unknown>>): PasswordPolicy {
  const least = body['m.minimum_length'];
  return {
    least: typeof least === 'number' && Number.isSafeInteger(least) && least > 0 ? least : 0,
    kinds: characterKinds.filter((kind) => body[`m.require_${kind}`] === true),
  };
}
