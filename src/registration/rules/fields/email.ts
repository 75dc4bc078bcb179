import type { EmailAddress } from '../../../kernel/email-address.ts';
import { type AddressRefusal, readAddress } from '../address.ts';
import type { ClaimedField } from './field.ts';

/** `misspelt` is found in `rules/order.ts`, because people may insist on such an address. */
export type EmailRefusal = AddressRefusal | 'misspelt';

/** The address to be proved: `application.email`. */
export const email: ClaimedField<EmailRefusal, EmailAddress> = {
  kept: 'claimed',
  input: 'email',
  inputLength: 320,
  autocomplete: 'email',
  words: {
    label: 'field.email.label',
    hint: 'field.email.hint',
    refusals: {
      empty: 'field.email.empty',
      'not-an-address': 'field.email.notAnAddress',
      'beyond-ascii': 'field.email.beyondAscii',
      misspelt: 'field.email.misspelt',
    },
  },
  isRequired: () => true,
  validate: readAddress,
};
