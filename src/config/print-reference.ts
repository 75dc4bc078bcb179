import { configSchemaTree, type SchemaNode } from './json-schema.ts';
import { inline } from './print-sample.ts';
import type { ConfigShape } from './shape.ts';

/** The allowed values, in a word or two. */
function kind(node: SchemaNode): string {
  if (node.enum) return node.enum.map((word) => `\`${String(word)}\``).join(', ');
  if (node.const !== undefined) return `\`${String(node.const)}\``;
  if (node.format === 'duration') return 'time';
  if (node.format === 'uri') return 'address';
  if (node.format === 'email') return 'mail address';
  if (node.anyOf?.some(({ properties }) => properties?.['en'])) return 'text, file or link, also per language';
  if (node.anyOf?.some((form) => form.const !== undefined)) return node.anyOf.map(kind).join(' or ');
  if (node.anyOf) return node.anyOf.some(({ properties }) => properties?.['env']) ? 'secret' : 'one of three forms';
  if (node.type === 'array') return 'list';
  if (node.type === 'integer') return node.minimum ? `whole number from ${node.minimum}` : 'whole number';
  return { string: 'text', boolean: 'true or false', object: 'section' }[String(node.type)] ?? 'text';
}

const cell = (text: string) => text.replaceAll('|', '\\|');

function rows(path: string, node: SchemaNode, required: boolean): readonly string[] {
  if (node.properties && path.includes('.')) {
    return Object.entries(node.properties).flatMap(([key, of]) =>
      rows(`${path}.${key}`, of, (node.required ?? []).includes(key)),
    );
  }
  const given = node.default === undefined ? (required ? 'required' : '') : `\`${inline(node.default)}\``;
  const example = node.example === undefined ? '' : `\`${inline(node.example)}\``;
  // What a section holds that can be a word as well, such as `off`.
  const inside = (node.anyOf ?? []).some((form) => form.const !== undefined)
    ? (node.anyOf ?? []).flatMap(({ properties = {} }) =>
        Object.entries(properties).flatMap(([key, of]) => (of.description ? rows(`${path}.${key}`, of, false) : [])),
      )
    : [];
  return [
    `| \`${path}\` | ${kind(node)} | ${cell(given)} | ${cell(example)} | ${cell(node.description ?? '')} |`,
    ...inside,
  ];
}

const named = (sections: readonly string[]) =>
  sections.map((name) => `[\`${name}\`](#${name.toLowerCase()})`).join(', ');

/** Which sections belong to which part, for somebody who runs only one of them. */
function partTable({ sections, parts, belongsTogether }: ConfigShape): readonly string[] {
  const rows = parts.map(({ section: own, reads }) => {
    const needed = belongsTogether.filter(({ section }) => section === own).map(({ needs }) => needs);
    const others = reads.filter((name) => !needed.includes(name));
    return `| ${named([own])} | ${needed.length === 0 ? 'nothing else' : named(needed)} | ${named(others)} |`;
  });
  const ofParts = new Set(parts.flatMap(({ section, reads }) => [section, ...reads]));
  const always = Object.keys(sections).filter((name) => !ofParts.has(name));
  return [
    'A part runs when its section is there; a section that is left out turns its part off.',
    '',
    '| the part that this section turns on | needs beside it | also reads |',
    '|---|---|---|',
    ...rows,
    '',
    `Every Porter reads ${named(always)}.`,
  ];
}

/** Prints the reference page, docs/operate/configuration.md. */
export function printReference(shape: ConfigShape): string {
  const sections = Object.entries(configSchemaTree(shape).properties ?? {}).flatMap(([name, section]) => [
    '',
    `## ${name}`,
    '',
    section.description ?? '',
    '',
    '| key | takes | default | example | what for |',
    '|---|---|---|---|---|',
    ...Object.entries(section.properties ?? {}).flatMap(([key, node]) =>
      rows(`${name}.${key}`, node, (section.required ?? []).includes(key)),
    ),
  ]);
  return `${[
    '# Configuration',
    '',
    'Printed by `porter schema --reference`; a test holds this page to the program. One YAML file, by default `config.yaml`',
    'in the working folder, another one with `--config FILE`. Unknown keys are errors. Times are written as `90s`, `15m`,',
    '`12h` or `2 days`; a *secret* is text, `{ file: path }` or `{ env: NAME }`; relative paths count from the folder of the file.',
    'Files that hold a secret may not be readable by other users, and `CHANGE_ME` is refused wherever it stands.',
    'What is changed here is read at the next start: `sudo systemctl restart porter`.',
    '',
    ...partTable(shape),
    ...sections,
  ].join('\n')}\n`;
}
