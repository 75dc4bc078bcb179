import { add, type Drill, insert } from './edit.ts';

const FIELD = 'src/registration/rules/fields/pronouns.ts';

const field = `import { optionalText } from './told-field.ts';

/** How others are to speak of the applicant. */
export const pronouns = optionalText({
  input: 'line',
  inputLength: 120,
  cap: 40,
  name: 'field.pronouns.name',
  onNotice: 'line',
  words: {
    label: 'field.pronouns.label',
    hint: 'field.pronouns.hint',
    refusals: { 'too-long': 'field.pronouns.tooLong' },
  },
});
`;

const english = `  'field.pronouns.label': 'Pronouns',
  'field.pronouns.hint': 'How should we speak of you?',
  'field.pronouns.name': 'Pronouns',
  'field.pronouns.tooLong': 'Shorten the pronouns to 40 characters.',

`;

const german = `  'field.pronouns.label': 'Pronomen',
  'field.pronouns.hint': 'Wie sollen wir von Ihnen sprechen?',
  'field.pronouns.name': 'Pronomen',
  'field.pronouns.tooLong': 'Kürzen Sie die Pronomen auf 40 Zeichen.',

`;

/** One more field of the form: optional, shown on the notice and on the command line, in English and German. */
export const formField: Drill = {
  name: 'a form field',
  /** Existing files that it may touch, texts included. */
  most: 5,

  /** Adds the field to the copy of the tree at `root`; the existing files that it changed. */
  change(root: string): readonly string[] {
    add(root, FIELD, field);
    return [
      insert(root, 'src/registration/fields.ts', [
        [
          "import { reason } from './rules/fields/reason.ts';",
          "import { pronouns } from './rules/fields/pronouns.ts';\n",
        ],
        ['email, reason }', 'pronouns, '],
      ]),
      insert(root, 'src/texts/en/fields.ts', [["  'field.email.label'", english]]),
      insert(root, 'src/texts/de/fields.ts', [["  'field.email.label'", german]]),
    ];
  },
};
