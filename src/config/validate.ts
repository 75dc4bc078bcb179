import { z } from 'zod';
import type { Problem } from './problem.ts';
import { suggest } from './suggest.ts';
import { type KeyPath, QUOTE_IT, type YamlFile } from './yaml-file.ts';

/**
 * Checks data against a schema and returns every problem with its position in the file. A value is shown only where the schema
 * itself compares it (numbers, lists of words); secrets are never compared.
 */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  yaml: YamlFile,
  data: unknown,
): { readonly value: z.output<Schema> | undefined; readonly problems: readonly Problem[] } {
  const result = schema.safeParse(data);
  if (result.success) return { value: result.data, problems: [] };
  const problems = result.error.issues.flatMap((issue) => problemsOf(issue, yaml, data, schema));
  return { value: undefined, problems };
}

function problemsOf(issue: z.core.$ZodIssue, yaml: YamlFile, data: unknown, schema: z.ZodType): readonly Problem[] {
  const { path } = issue;
  const found = valueAt(data, path);
  if (found === null && yaml.isCommentedOut(path)) return [yaml.problem(path, 'is empty', QUOTE_IT)];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const meant = suggest(key, knownKeys(schema, path));
        const hint = meant === undefined ? '' : ` (did you mean "${meant}"?)`;
        return yaml.problem([...path, key], `is not a known key${hint}`, undefined, 'key');
      });
    case 'custom':
      return [yaml.problem(path, issue.message, issue.params?.['remedy'] as string | undefined)];
    case 'invalid_type':
      if (found === undefined) return [yaml.problem(path, 'is required')];
      return [yaml.problem(path, `must be ${kinds[issue.expected] ?? issue.expected}, is ${kindOf(found)}`)];
    case 'too_small':
    case 'too_big': {
      const bound = issue.code === 'too_small' ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
      const [what, is] = Array.isArray(found) ? ['have', `has ${found.length}`] : ['be', `is ${String(found)}`];
      return [yaml.problem(path, `must ${what} ${bound}, ${is}`)];
    }
    case 'invalid_value':
      return [yaml.problem(path, `must be ${issue.values.map(String).join(' or ')}, is ${wordOf(found)}`)];
    case 'invalid_key':
      return [yaml.problem(path, keySentence(issue), undefined, 'key')];
    case 'invalid_union':
      return problemsOfUnion(issue, yaml, data, schema);
    default:
      return [yaml.problem(path, 'is not a value that can stand here')];
  }
}

/** Why a key cannot stand here, if its schema says so in our words: a sentence that continues after the key. */
function keySentence({ issues }: z.core.$ZodIssueInvalidKey): string {
  const ours = issues.find(({ message }) => message.startsWith('must '));
  return ours?.message ?? 'is not a name that can stand here';
}

/** What is wrong inside of the form that the value has; else which forms there are. */
function problemsOfUnion(
  { path, errors }: z.core.$ZodIssueInvalidUnion,
  yaml: YamlFile,
  data: unknown,
  schema: z.ZodType,
): readonly Problem[] {
  const tried = errors.map((issues) => issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] })));
  const isInside = (issue: z.core.$ZodIssue) => issue.path.length > path.length || issue.code === 'unrecognized_keys';
  const chosen = tried.find((issues) => issues.length > 0 && issues.every(isInside));
  if (chosen) return chosen.flatMap((issue) => problemsOf(issue, yaml, data, schema));
  const sentences = tried.flatMap((issues) =>
    issues.slice(0, 1).flatMap((issue) => problemsOf(issue, yaml, data, schema)),
  );
  const wanted = sentences.map(({ sentence }) => /^must be (.+), is /s.exec(sentence)?.[1]);
  return wanted.includes(undefined)
    ? sentences.slice(0, 1)
    : [yaml.problem(path, `must be ${wanted.join(' or ')}, is ${wordOf(valueAt(data, path))}`)];
}

const kinds: Readonly<Record<string, string>> = {
  object: 'a section',
  record: 'a section',
  array: 'a list',
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a section';
  return typeof value === 'string' ? 'other text' : String(value);
}

/** For a value that must be one of several words: the word that stands there instead. Only its kind if it is not a short word. */
const wordOf = (value: unknown): string =>
  typeof value === 'string' && /^[\p{L}\p{N} _.-]{0,30}$/u.test(value) ? `"${value}"` : kindOf(value);

const valueAt = (data: unknown, path: KeyPath): unknown =>
  path.reduce<unknown>(
    (at, step) => (at && typeof at === 'object' ? (at as Record<PropertyKey, unknown>)[step] : undefined),
    data,
  );

/** The keys that the schema allows at a path. */
export function knownKeys(schema: z.ZodType, path: KeyPath): readonly string[] {
  let at = forms(schema);
  for (const step of path) {
    at = at.flatMap((form) => {
      if (form instanceof z.ZodObject) return forms(form.shape[String(step)]);
      if (form instanceof z.ZodArray) return forms(form.element);
      return form instanceof z.ZodRecord ? forms(form.valueType) : [];
    });
  }
  return at.flatMap((form) => (form instanceof z.ZodObject ? Object.keys(form.shape) : []));
}

/** A schema without `optional`, defaults, and what is made of a section once it is read; each form of a union. */
function forms(schema: unknown): readonly unknown[] {
  let at = schema;
  while (at instanceof z.ZodOptional || at instanceof z.ZodPrefault || at instanceof z.ZodPipe) {
    at = at instanceof z.ZodPipe ? at.in : at.unwrap();
  }
  return at instanceof z.ZodUnion ? at.options.flatMap(forms) : [at];
}
