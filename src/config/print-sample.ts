import { configSchemaTree, type SchemaNode } from './json-schema.ts';
import type { ConfigShape } from './shape.ts';

/** The default value of a key, or its example; of a section inside a section, those of its keys. Undefined: nothing is shown. */
function shownValue({ default: given, example, properties }: SchemaNode): unknown {
  if (given !== undefined && (example === undefined || Object.keys(Object(given)).length > 0)) return given;
  if (example !== undefined || properties === undefined) return example;
  return Object.fromEntries(Object.entries(properties).map(([key, of]) => [key, shownValue(of)]));
}

/** Prints one value on one line of YAML. */
export function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    if (Object.keys(value).length === 0) return '{}';
    return `{ ${Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => `${key}: ${inline(item)}`)
      .join(', ')} }`;
  }
  return typeof value === 'string' && !/^\d*[A-Za-z ][A-Za-z0-9 _./-]*$/.test(value)
    ? JSON.stringify(value)
    : String(value);
}

function wrap(text: string, width: number): readonly string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}

/** The lines of one key. A key that may be left out is commented out. */
function keyLines(name: string, node: SchemaNode, given: boolean, indent: string): readonly string[] {
  const comment = wrap(node.description ?? '', 110).map((text) => `${indent}# ${text}`);
  if (node.properties === undefined)
    return [...comment, `${indent}${given ? '' : '# '}${name}: ${inline(shownValue(node))}`];

  const off = given ? '' : '# ';
  // A key without a value to show is another spelling of one that is shown.
  const inner = Object.entries(node.properties).flatMap(([key, of]) => {
    const value = shownValue(of);
    const said = of.description ? ` # ${of.description}` : '';
    return value === undefined ? [] : [`${indent}${off}  ${key}: ${inline(value)}${said}`];
  });
  return [...comment, `${indent}${off}${name}:`, ...inner];
}

function sectionLines(name: string, section: SchemaNode, wanted: boolean): readonly string[] {
  const keys = Object.entries(section.properties ?? {});
  const given = (key: string, node: SchemaNode) => (section.required ?? []).includes(key) || node.sample === true;
  const used = wanted && keys.some(([key, node]) => given(key, node));
  const lines = keys.flatMap(([key, node]) => keyLines(key, node, !used || given(key, node), '  '));
  const body = used ? lines : lines.map((line) => `# ${line}`);
  return ['', `# ${section.description ?? ''}`, `${used ? '' : '# '}${name}:`, ...body];
}

/** Prints `config.sample.yaml`: every key with its purpose. Secrets say CHANGE_ME, which `porter check` refuses by name. */
export function printSample(shape: ConfigShape): string {
  const { properties } = configSchemaTree(shape);
  const sections = Object.entries(properties ?? {});
  return `${[
    '# Porter. Every key there is; what is commented out shows its default or an example.',
    '# `porter check` checks the whole file. Times are written as 90s, 15m, 12h or 2 days, secrets as text,',
    '# { file: path } or { env: NAME }. Relative paths count from the folder of this file.',
    ...sections.flatMap(([name, section]) => sectionLines(name, section, section.sample === true)),
  ].join('\n')}\n`;
}
