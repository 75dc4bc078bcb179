import {
  Document,
  type ErrorCode,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
} from 'yaml';
import { withoutTabsInJson } from './pasted-json.ts';
import type { Problem } from './problem.ts';
import { PLACEHOLDER } from './read-secret.ts';

export type KeyPath = readonly PropertyKey[];

/** A YAML file as plain data that still knows where each value stands in the text. */
export interface YamlFile {
  readonly data: unknown;
  readonly problems: readonly Problem[];
  /**
   * Makes a problem that points at this path: at the value, or with `at: 'key'` at the key. If the path is not in the file, it
   * points at the closest part around it.
   */
  problem(path: KeyPath, sentence: string, remedy?: string, at?: 'key' | 'value'): Problem;
  /** The value at this path is empty because what was meant as the value begins with `#`, as a comment does. */
  isCommentedOut(path: KeyPath): boolean;
}

/** Characters. */
const LARGEST_FILE = 1024 * 1024;
/** `*alias` may repeat what `&anchor` names. More aliases than this are refused as a denial-of-service attempt. */
const MOST_ALIASES = 50;

/**
 * Reads YAML text. Never throws. The sentences are our own: those of the parser quote the file, which may hold secrets.
 *
 * @param file name that problems show
 */
export function readYaml(file: string, text: string): YamlFile {
  const lines = new LineCounter();
  const document =
    text.length > LARGEST_FILE
      ? new Document(null)
      : parseDocument(withoutTabsInJson(text), {
          lineCounter: lines,
          prettyErrors: false,
          uniqueKeys: true,
          version: '1.2',
          merge: false,
        });

  const problemAtOffset = (offset: number, path: KeyPath, sentence: string, remedy: string | undefined): Problem => {
    const { line, col } =
      lines.lineStarts.length === 0 ? { line: 1, col: 1 } : lines.linePos(Math.min(offset, text.length));
    return {
      file,
      line: Math.max(1, line),
      column: Math.max(1, col),
      key: path.map(String).join('.'),
      sentence,
      remedy,
    };
  };
  const problem: YamlFile['problem'] = (path, sentence, remedy, at = 'value') =>
    problemAtOffset(offsetOf(document, path, at), path, sentence, remedy);

  const isCommentedOut: YamlFile['isCommentedOut'] = (path) =>
    /^[^\S\n]*[:-]?\s*#[^\s#]/.test(text.slice(endBefore(document, path)));
  const finders = { problem, isCommentedOut };

  if (text.length > LARGEST_FILE) return { data: null, problems: [problem([], 'is larger than 1 MB')], ...finders };
  const remedy = commentInBrackets.test(text) ? QUOTE_IT : cutOut.test(text) ? CUT_CLEANLY : undefined;
  const problems = document.errors.map(({ code, pos }) =>
    problemAtOffset(pos[0], [], sentences[code] ?? `is not valid YAML (${code})`, remedy),
  );
  if (problems.length > 0) return { data: null, problems, ...finders };

  visit(document, {
    Scalar(_, node, ancestors) {
      if (typeof node.value !== 'string' || !node.value.includes(PLACEHOLDER)) return;
      const path = ancestors.flatMap((parent) =>
        isPair(parent) && isScalar(parent.key) ? [String(parent.key.value)] : [],
      );
      problems.push(
        problemAtOffset(node.range?.[0] ?? 0, path, `still says ${PLACEHOLDER}`, 'put the real value there'),
      );
    },
    Pair(_, { key }) {
      if (isScalar(key) && typeof key.value === 'string') return;
      const offset = isNode(key) ? (key.range?.[0] ?? 0) : 0;
      problems.push(problemAtOffset(offset, [], 'has a key that is not text', undefined));
    },
  });
  if (problems.some(({ sentence }) => sentence.startsWith('has a key'))) return { data: null, problems, ...finders };
  try {
    return { data: document.toJS({ maxAliasCount: MOST_ALIASES }), problems, ...finders };
  } catch {
    return { data: null, problems: [...problems, problem([], 'repeats too much by *aliases')], ...finders };
  }
}

/** Inside brackets an unquoted `#` also takes the closing bracket away. */
const commentInBrackets = /[[{,:]\s#[^\s#]|[[{,]#[^\s#]/;
/** A block of JSON as it stands inside of another file: indented, or with the comma behind it. */
const cutOut = /^[ \t]+"messaging"[ \t]*:|^[ \t]*\}[ \t]*,[ \t]*(?:\n[ \t]*)*(?:\n[A-Za-z]+:|$(?![\s\S]))/m;
const CUT_CLEANLY =
  'a block of JSON from another file begins at the start of a line, and has no comma behind its last bracket';
export const QUOTE_IT = 'what begins with # is a comment: put such a value in quotes, as in "#team:example.org"';

const sentences: Partial<Record<ErrorCode, string>> = {
  DUPLICATE_KEY: 'has a key that stands there twice',
  TAB_AS_INDENT: 'is indented with a tab; use spaces',
  BAD_INDENT: 'is indented wrongly',
  MISSING_CHAR: 'lacks a closing quote, bracket or colon',
  MULTIPLE_DOCS: 'holds more than one document',
  BAD_ALIAS: 'has an *alias without its &anchor',
  UNEXPECTED_TOKEN: 'has something that YAML does not expect here',
  BAD_SCALAR_START: 'has text that must stand in quotes',
  MULTILINE_IMPLICIT_KEY: 'has a key over several lines (is a colon or quote missing?)',
  BLOCK_AS_IMPLICIT_KEY: 'has a second colon in one line (put the value in quotes)',
};

/** Offset in the text of the deepest part of the path that exists. */
function offsetOf(document: Document, path: KeyPath, at: 'key' | 'value'): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const [depth, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
      if (pair === undefined) return offset;
      const wanted = at === 'key' && depth === path.length - 1 ? pair.key : (pair.value ?? pair.key);
      node = pair.value;
      if (isNode(wanted)) offset = wanted.range?.[0] ?? offset;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      if (!isNode(node)) return offset;
      offset = node.range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}

/** Offset of the end of what stands before an empty value: its key, or the dash of its list item. */
function endBefore(document: Document, path: KeyPath): number {
  const parent = document.getIn(path.slice(0, -1).map(String), true);
  const step = path.at(-1);
  if (isMap(parent)) {
    const key = parent.items.find((pair) => isScalar(pair.key) && pair.key.value === step)?.key;
    return isNode(key) ? (key.range?.[1] ?? 0) : 0;
  }
  const item = isSeq(parent) ? parent.items[Number(step)] : undefined;
  return isNode(item) ? (item.range?.[0] ?? 0) : 0;
}
