import type { Section } from './section.ts';

/** Columns; leaves room for quoting in mail programs of terminals. */
const WIDTH = 72;

/** Breaks at spaces; a word longer than a line, such as a link, stays whole on its own. */
export function wrap(sentence: string, width = WIDTH): string {
  const lines: string[] = [];
  let line = '';
  for (const word of sentence.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}

export function plainSection(section: Section): string {
  switch (section.kind) {
    case 'text':
      return wrap(section.text);
    case 'button':
      return `${wrap(`${section.label}:`)}\n\n  ${section.url}`;
    case 'code':
      return `${wrap(section.label)}\n\n  ${section.code}`;
    case 'facts':
      return section.facts.map(({ label, value }) => `${label}:\n  ${value}`).join('\n');
    case 'links':
      return [
        wrap(section.label),
        ...section.links.map(({ name, url }) => (name === undefined ? `  ${url}` : `  ${name}: ${url}`)),
      ].join('\n');
  }
}
