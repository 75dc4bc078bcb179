import type { Localpart, LocalpartRefusal } from '../../../kernel/matrix-id.ts';
import { judgeName } from '../name.ts';
import type { ClaimedField } from './field.ts';

/** `taken` is not judged here: it takes a look at other applications and at the homeserver (`apply/submit.ts`). */
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
  judge: judgeName,
};
