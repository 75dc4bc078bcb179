import { type CheckPassword, type CheckRefusal, checkRefusals } from '../../accounts/check-password.ts';
import type { Figure } from '../../doors/operations/metrics.ts';

/** Counts password checks at all doors by what came of them. Labels never name a person. */
export function makeCheckCounts(): {
  /** Makes a check that is counted. */
  readonly counted: (check: CheckPassword) => CheckPassword;
  readonly measure: () => Figure;
} {
  const counts = new Map<'right' | CheckRefusal, number>(['right' as const, ...checkRefusals].map((each) => [each, 0]));
  return {
    counted:
      (check) =>
      async (...asked) => {
        const outcome = await check(...asked);
        const result = outcome.ok ? 'right' : outcome.refusal;
        counts.set(result, (counts.get(result) ?? 0) + 1);
        return outcome;
      },
    measure: () => ({
      ...{ name: 'porter_accounts_password_checks_total', help: 'Passwords checked since the start.', type: 'counter' },
      samples: [...counts].map(([result, value]) => ({ value, labels: { result } })),
    }),
  };
}
