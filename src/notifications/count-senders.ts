import { minuteOf } from './rules/fold.ts';

/** How many notifications each sender has handed in, in the minute of `at` (epoch milliseconds), with these ones. A restart forgets it. */
export type CountSender = (sender: string, more: number, at: number) => number;

export function makeCountSender(): CountSender {
  let minute = 0;
  const counts = new Map<string, number>();
  return (sender, more, at) => {
    const { until } = minuteOf(at);
    if (until !== minute) counts.clear();
    minute = until;
    const count = (counts.get(sender) ?? 0) + more;
    counts.set(sender, count);
    return count;
  };
}
