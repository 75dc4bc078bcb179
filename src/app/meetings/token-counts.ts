import type { Figure } from '../../doors/operations/metrics.ts';
import type { IssueToken, TokenOutcome } from '../../meetings/use-cases.ts';

/** Counts the tokens that were asked for, by way in (TCP, HTTP, guest, command) and result. Labels never name a person. */
export function makeTokenCounts(issue: IssueToken): {
  readonly issue: IssueToken;
  readonly measure: () => Figure;
} {
  const counts = new Map<string, Map<string, number>>();

  function count(way: string, outcome: TokenOutcome): TokenOutcome {
    const result = outcome.ok ? 'issued' : outcome.refusal;
    const ofWay = counts.get(way) ?? new Map<string, number>();
    counts.set(way, ofWay.set(result, (ofWay.get(result) ?? 0) + 1));
    return outcome;
  }

  return {
    issue(fields, caller) {
      // A caller's name begins with the way in: tcp, http, guest, command.
      const [way = ''] = caller.name.split(' ', 1);
      const outcome = issue(fields, caller);
      return outcome instanceof Promise ? outcome.then((late) => count(way, late)) : count(way, outcome);
    },
    measure: () => ({
      ...{ name: 'porter_meetings_tokens_total', help: 'Meeting tokens asked for since the start.', type: 'counter' },
      samples: [...counts].flatMap(([way, results]) =>
        [...results].map(([result, value]) => ({ value, labels: { way, result } })),
      ),
    }),
  };
}
