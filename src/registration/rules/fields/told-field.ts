import { type Outcome, ok, refuse } from '../../../kernel/outcome.ts';
import { plainText } from '../../../kernel/plain-text.ts';
import type { ToldField } from './field.ts';

/** What a field says of itself; how it is validated follows from that. */
type About<Refusal extends string> = Omit<ToldField<Refusal>, 'kept' | 'isRequired' | 'validate'>;

/** Text that may always stay out. */
export const optionalText = (about: About<'too-long'>): ToldField<'too-long'> => ({
  ...about,
  kept: 'told',
  isRequired: () => false,
  validate: (typed) => cleaned(about, typed),
});

/** Text that the settings may ask for. */
export const textRequiredIf = (
  isRequired: ToldField<never>['isRequired'],
  about: About<'too-long' | 'empty'>,
): ToldField<'too-long' | 'empty'> => ({
  ...about,
  kept: 'told',
  isRequired,
  validate(typed, settings) {
    const text = cleaned(about, typed);
    return text.ok && text.value === '' && isRequired(settings) ? refuse('empty') : text;
  },
});

function cleaned({ input, cap }: Pick<ToldField<never>, 'input' | 'cap'>, typed: string): Outcome<string, 'too-long'> {
  const text = plainText(typed, Number.POSITIVE_INFINITY, input === 'paragraph');
  return [...text].length > cap ? refuse('too-long') : ok(text);
}
