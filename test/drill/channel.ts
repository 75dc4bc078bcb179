import { add, type Drill, insert } from './edit.ts';

const CHANNEL = `import { z } from 'zod';
import { fine } from '../../kernel/check-line.ts';
import { defineChannel } from './channel-kind.ts';

/** Messages on paper. */
export const pigeon = defineChannel({
  name: 'pigeon',
  sections: {
    pigeon: z
      .strictObject({ loft: z.string().meta({ description: 'Where it lives.', example: 'roof' }) })
      .meta({ description: 'A carrier pigeon.' })
      .optional(),
  },
  open: async ({ pigeon: { loft } }) => ({ loft, [Symbol.asyncDispose]: async () => undefined }),
  check: async ({ pigeon: { loft } }) => [fine('pigeon', \`It is in the \${loft}.\`)],
});
`;

/** A channel with a section of its own. */
export const channel: Drill = {
  name: 'a channel',
  most: 1,

  change(root) {
    add(root, 'src/app/channels/pigeon.ts', CHANNEL);
    return [
      insert(root, 'src/app/channels.ts', [
        ['import { email } from', "import { pigeon } from './channels/pigeon.ts';\n"],
        ['] as const;', ', pigeon'],
      ]),
    ];
  },
};
