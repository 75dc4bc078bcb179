import { add, type Drill, insert } from './edit.ts';

const PART = `import { z } from 'zod';
import { gauge } from '../../doors/operations/metrics.ts';
import { DAY } from '../../kernel/clock.ts';
import { done } from '../../outbox/job.ts';
import { definePart } from '../part.ts';

/** Greets once per start, and shows its word on a page. */
export const greeting = definePart({
  name: 'greeting',
  sections: {
    greeting: z
      .strictObject({ word: z.string().meta({ description: 'What it says.', example: 'hello' }) })
      .meta({ description: 'Says one word.' })
      .optional(),
  },
  needs: { site: 'its page stands there' },
  reads: ['secrets'],
  steps: ({ greeting }) => ({
    groups: [
      {
        name: 'greeting',
        steps: [
          {
            ...{ name: 'greeting-word', part: 'greeting', fine: () => \`It says \${greeting.word}.\` },
            async look() {
              if (greeting.word !== '') return undefined;
              const trouble = { sentence: 'There is nothing to say.', remedy: 'Set greeting.word.' };
              return { code: 'greeting.no-word', ...trouble, passing: false };
            },
          },
        ],
      },
    ],
  }),
  async open({ greeting }, { runtime: { clock, ids }, database: { storage } }) {
    let said = 0;
    return {
      handlers: {
        'greeting.say': async () => {
          said += 1;
          return done();
        },
      },
      pages: () => [{ path: '/greeting', get: (_req, res) => void res.type('text').send(greeting.word) }],
      measure: () => [gauge('porter_greetings', 'Greetings said.', said)],
      async start() {
        const dueAt = clock.now();
        const job = { kind: 'greeting.say', destination: 'greeting:all', lane: 'clean-up', payload: {} } as const;
        await storage.jobs.add([{ ...job, key: ids.next(), dueAt, expiresAt: dueAt + DAY }]);
        return {};
      },
    };
  },
});
`;

/** A part with a section, a job handler, a step, a page and a figure: one new file and one line. */
export const part: Drill = {
  name: 'a part',
  most: 1,

  change(root) {
    add(root, 'src/app/parts/greeting.ts', PART);
    return [
      insert(root, 'src/app/parts.ts', [
        ['import { meetings }', "import { greeting } from './parts/greeting.ts';\n"],
        ['] as const;', ', greeting'],
      ]),
    ];
  },
};
