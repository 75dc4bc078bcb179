import { optionalText } from './told-field.ts';

/** What others will see beside the Matrix ID, in any script. The account gets it. */
export const displayName = optionalText({
  input: 'line',
  inputLength: 300,
  cap: 100,
  autocomplete: 'nickname',
  name: 'field.displayName.name',
  onNotice: 'title',
  words: {
    label: 'field.displayName.label',
    hint: 'field.displayName.hint',
    refusals: { 'too-long': 'field.displayName.tooLong' },
  },
});
