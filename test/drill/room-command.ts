import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const COMMAND = `import { shortNumber } from '../people.ts';
import { sentence } from '../team-jobs.ts';
import type { LookCommand } from './team-command.ts';

/** Says that somebody looks after an application. */
export const claim: LookCommand = {
  words: ['claim', 'take'],
  help: 'room.help.claim',
  takesNumber: true,
  room: { alone: () => true },
  commandLine: undefined,
  answer: (shortId) => sentence('room.answer.claimed', { number: shortNumber(shortId) }),
};
`;

const folder = 'src/registration/team/commands';

/** Adds the command `!porter claim 12`, which answers one sentence, to a copy of the tree. */
export const roomCommand = {
  name: 'a room command',
  /** Existing files that it may touch: the table, and the texts in two languages. */
  most: 3,

  /** @param root of the copy @returns the existing files that were changed */
  change(root: string): string[] {
    const changed: string[] = [];
    const insert = (file: string, anchor: string, line: string) => {
      const full = path.join(root, file);
      const text = readFileSync(full, 'utf8');
      assert.equal(text.split(anchor).length, 2, `${file} has "${anchor}" once`);
      writeFileSync(full, text.replace(anchor, `${line}${anchor}`));
      if (!changed.includes(file)) changed.push(file);
    };

    writeFileSync(path.join(root, folder, 'claim.ts'), COMMAND);
    insert(`${folder}/table.ts`, 'import { decline }', "import { claim } from './claim.ts';\n");
    insert(`${folder}/table.ts`, 'help];', 'claim, ');
    insert('src/texts/en/room.ts', "  'room.help.title'", "  'room.help.claim': 'say that you look after it',\n");
    insert('src/texts/en/room.ts', "  'room.answer.approved'", "  'room.answer.claimed': '{{number}} is yours.',\n");
    insert('src/texts/de/room.ts', "  'room.help.title'", "  'room.help.claim': 'sagen, wer sich kümmert',\n");
    insert('src/texts/de/room.ts', "  'room.answer.approved'", "  'room.answer.claimed': '{{number}} ist deine.',\n");
    return changed;
  },
};
