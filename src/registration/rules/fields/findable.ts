import { ok } from '../../../kernel/outcome.ts';
import type { FieldWords, ToldField } from './field.ts';

/** What a ticked box is kept as. */
export const AGREED = 'yes';

/** A box that nobody has to tick: what the person agrees to. Asked only where Porter keeps the accounts and answers who is who. */
const consent = (name: ToldField<never>['name'], words: FieldWords<never>): ToldField<never> => ({
  kept: 'told',
  input: 'consent',
  inputLength: AGREED.length,
  cap: AGREED.length,
  name,
  onNotice: 'nowhere',
  words,
  isAsked: ({ accountsHere }) => accountsHere,
  isRequired: () => false,
  validate: (typed, { accountsHere }) => ok(accountsHere && typed === AGREED ? AGREED : ''),
});

/** Searching for the name finds the account. */
export const findableByName = consent('field.findableByName.name', {
  label: 'field.findableByName.label',
  hint: 'field.findableByName.hint',
  refusals: {},
});

/** Asking for the mail address finds the account. */
export const findableByAddress = consent('field.findableByAddress.name', {
  label: 'field.findableByAddress.label',
  hint: 'field.findableByAddress.hint',
  refusals: {},
});
