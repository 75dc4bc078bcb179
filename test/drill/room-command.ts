import { add, type Drill, insert } from './edit.ts';

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
  reply: (shortId) => sentence('room.answer.claimed', { number: shortNumber(shortId) }),
};
`;

const folder = 'src/registration/team/commands';

/** Adds the command `!porter claim 12`, which answers one sentence. */
export const roomCommand: Drill = {
  name: 'a room command',
  // The table, and the texts in two languages.
  most: 3,

  change(root) {
    add(root, `${folder}/claim.ts`, COMMAND);
    return [
      insert(root, `${folder}/table.ts`, [
        ['import { decline }', "import { claim } from './claim.ts';\n"],
        ['help];', 'claim, '],
      ]),
      insert(root, 'src/texts/en/room.ts', [
        ["  'room.help.title'", "  'room.help.claim': 'say that you look after it',\n"],
        ["  'room.answer.approved'", "  'room.answer.claimed': '{{number}} is yours.',\n"],
      ]),
      insert(root, 'src/texts/de/room.ts', [
        ["  'room.help.title'", "  'room.help.claim': 'sagen, wer sich kümmert',\n"],
        ["  'room.answer.approved'", "  'room.answer.claimed': '{{number}} ist deine.',\n"],
      ]),
    ];
  },
};
