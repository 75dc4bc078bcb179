import { textRequiredIf } from './told-field.ts';

/** Why somebody would like to join; the team decides by it. */
export const reason = textRequiredIf(({ reasonRequired }) => reasonRequired, {
  input: 'paragraph',
  inputLength: 1_500,
  cap: 1_000,
  name: 'field.reason.name',
  onNotice: 'quote',
  words: {
    label: 'field.reason.label',
    hint: 'field.reason.hint',
    refusals: { empty: 'field.reason.empty', 'too-long': 'field.reason.tooLong' },
  },
});
