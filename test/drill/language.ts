import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { add, type Drill, insert } from './edit.ts';

/** One more language: here with English words under its code, because only their place matters. */
export const language: Drill = {
  name: 'a language',
  // The list of languages, and the list of texts.
  most: 2,

  change(root) {
    const texts = path.join(root, 'src/texts');
    const english = readdirSync(path.join(texts, 'en'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    for (const name of english) {
      const text = readFileSync(path.join(texts, 'en', name), 'utf8');
      add(root, `src/texts/nl/${name}`, text.replaceAll(/\ben(?=[A-Z])/g, 'nl'));
    }
    const list = readFileSync(path.join(texts, 'de.ts'), 'utf8');
    add(root, 'src/texts/nl.ts', list.replaceAll(/\bde(?=[A-Z:/])/g, 'nl'));
    return [
      insert(root, 'src/kernel/languages.ts', [['} as const;', "  nl: { ownName: 'Nederlands', locale: 'nl-NL' },\n"]]),
      insert(root, 'src/texts/say.ts', [
        ['export type { Language };', "import { nl } from './nl.ts';\n"],
        [' };\n\n/** Plural', ', nl'],
      ]),
    ];
  },
};
