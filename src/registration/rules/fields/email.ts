import { type EmailAddress, parseEmailAddress } from '../../../kernel/email-address.ts';
import { ok, refuse } from '../../../kernel/outcome.ts';
import type { ClaimedField } from './field.ts';

/** The address to be proved: `application.email`. */
export const email: ClaimedField<'empty' | 'not-an-address', EmailAddress> = {
  kept: 'claimed',
  input: 'email',
  inputLength: 320,
  autocomplete: 'email',
  words: {
    label: 'field.email.label',
    hint: 'field.email.hint',
    refusals: { empty: 'field.email.empty', 'not-an-address': 'field.email.notAnAddress' },
  },
  isRequired: () => true,
  validate(typed) {
    const address = parseEmailAddress(typed);
    if (address !== undefined) return ok(address);
    return refuse(typed.trim() === '' ? 'empty' : 'not-an-address');
  },
};
