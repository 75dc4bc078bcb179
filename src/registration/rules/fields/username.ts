import type { Localpart, LocalpartRefusal } from '../../../kernel/matrix-id.ts';
import { validateName } from '../name.ts';
import type { ClaimedField } from './field.ts';

/** `taken` is not found here: only other applications and the homeserver know (`apply/submit.ts`). */
export type NameRefusal = LocalpartRefusal | 'reserved' | 'taken';

/** The localpart of the future Matrix ID: `application.localpart`. */
export const username: ClaimedField<NameRefusal, Localpart> = {
  kept: 'claimed',
  input: 'username',
  inputLength: 255,
  autocomplete: 'username',
  words: {
    label: 'field.username.label',
    hint: 'field.username.hint',
    refusals: {
      empty: 'field.username.empty',
      characters: 'field.username.characters',
      'leading-underscore': 'field.username.leadingUnderscore',
      'digits-only': 'field.username.digitsOnly',
      'too-long': 'field.username.tooLong',
      reserved: 'field.username.reserved',
      taken: 'field.username.taken',
    },
  },
  isRequired: () => true,
  validate: validateName,
};
