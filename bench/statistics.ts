export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Nearest rank. @param share 0.99 for the p99 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** One by one: a list of many values handed over as arguments would be more than the stack holds. */
export const largest = (values: readonly number[]): number =>
  values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);

const smallest = (values: readonly number[]): number => -largest(values.map((value) => -value));

/** How far values lie apart, as a share of their median. */
export const spreadOf = (values: readonly number[]): number => (largest(values) - smallest(values)) / median(values);

/** How far the middle half of values lies apart, as a share of their median: what chance does, without the odd outlier. */
export const middleSpreadOf = (values: readonly number[]): number =>
  (percentile(values, 0.75) - percentile(values, 0.25)) / median(values);

/** Chance that one of `these` is larger than one of `those` (area under the ROC curve): 0.5 cannot be told apart. */
export function auc(these: readonly number[], those: readonly number[]): number {
  const sorted = those.toSorted((a, b) => a - b);
  let wins = 0;
  for (const value of these) {
    const smaller = countUntil(sorted, (other) => other >= value);
    const even = countUntil(sorted, (other) => other > value) - smaller;
    wins += smaller + even / 2;
  }
  return wins / (these.length * those.length);
}

/** How many stand before the first that fits. */
function countUntil(sorted: readonly number[], fits: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fits(sorted[middle] ?? Number.POSITIVE_INFINITY)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Slope and height at 0 of the straight line through the points, by least squares. */
export function lineThrough(points: readonly { readonly x: number; readonly y: number }[]) {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(points.map(({ x }) => x)), mean(points.map(({ y }) => y))];
  const rise = points.reduce((sum, { x, y }) => sum + (x - mx) * (y - my), 0);
  const slope = rise / points.reduce((sum, { x }) => sum + (x - mx) ** 2, 0);
  return { slope, at: (x: number) => my + slope * (x - mx) };
}
