/** Words of PromQL that are no names of metrics (prometheus.io/docs/prometheus/latest/querying). */
const words = new Set([
  ...['and', 'or', 'unless', 'by', 'without', 'on', 'ignoring', 'group_left', 'group_right'],
  ...['offset', 'bool', 'inf', 'nan', 'atan2'],
]);

/** The names of metrics in an expression: what is left when texts, label matchers, ranges, lists of labels, functions and words are gone. */
export function metricsIn(expression: string): readonly string[] {
  const bare = expression
    .replace(/"(?:[^"\\]|\\.)*"/g, '""')
    .replace(/\{[^}]*\}/g, ' ')
    .replace(/\[[^\]]*\]/g, ' ')
    .replace(/\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ');
  const names = [...bare.matchAll(/(?<![\w.])[a-zA-Z_:][\w:]*(?!\w)(?!\s*\()/g)].map(([name]) => name);
  return [...new Set(names.filter((name) => !words.has(name.toLowerCase())))];
}
