import { LEAST_CHARACTERS } from '../../../ports/password-judge.ts';
import { type Language, say } from '../../../texts/say.ts';
import { describe, Field, Summary } from './parts.tsx';

/** Sentences about a new password; about the repeated one. */
export interface WrongPassword {
  readonly password?: string;
  readonly repeat?: string;
}

export interface NewPasswordProps {
  readonly language: Language;
  readonly userId: string;
  readonly wrong: WrongPassword;
  /** What the password needs beside Porter's own least length. */
  readonly policy?: { readonly least: number; readonly sentences: readonly string[] } | undefined;
}

/** What is wrong with a new password, field by field. */
export const wrongFields = (wrong: WrongPassword) =>
  (['password', 'repeat'] as const).flatMap((field) => {
    const text = wrong[field];
    return text === undefined ? [] : [{ field, text }];
  });

/** What is wrong with a new password, at the top of its page; nothing if nothing is. */
export function PasswordSummary({ language, wrong }: Pick<NewPasswordProps, 'language' | 'wrong'>) {
  const list = wrongFields(wrong);
  return list.length > 0 ? <Summary language={language} wrong={list} /> : null;
}

/** Whose password it is, and the new one twice. */
export function NewPasswordFields({ language, userId, ...inputs }: NewPasswordProps) {
  return (
    <>
      {/* Password managers keep the name that stands in the same form. */}
      <Field id="account" label={say(language, 'site.welcome.account')}>
        <input id="account" class="id" value={userId} readOnly autocomplete="username" dir="ltr" />
      </Field>
      <NewPasswordInputs language={language} {...inputs} />
    </>
  );
}

/** A new password, twice. */
export function NewPasswordInputs({ language, wrong, policy }: Omit<NewPasswordProps, 'userId'>) {
  const least = Math.max(LEAST_CHARACTERS, policy?.least ?? 0);
  const hint = [say(language, 'site.welcome.passwordHint', { least }), ...(policy?.sentences ?? [])].join(' ');
  return (
    <>
      <Field id="password" label={say(language, 'site.welcome.password')} hint={hint} wrong={wrong.password}>
        <input
          {...describe('password', wrong.password)}
          type="password"
          name="password"
          required
          autocomplete="new-password"
        />
      </Field>
      <Field id="repeat" label={say(language, 'site.welcome.repeat')} wrong={wrong.repeat}>
        <input
          {...describe('repeat', wrong.repeat, false)}
          type="password"
          name="repeat"
          required
          autocomplete="new-password"
        />
      </Field>
    </>
  );
}
