import { passwordForm } from '../../kernel/password-form.ts';
import type { TextKey } from '../../texts/say.ts';
import { type Form, field } from '../../web/body.ts';

/** Longer than passwords ever wait to be hashed. */
export const BUSY_SECONDS = 5;

/** A new password as somebody typed it twice; `wrong`: that it is missing, or is not twice the same. */
export function typedPassword(form: Form): {
  readonly password: string;
  readonly wrong: { readonly about: 'password' | 'repeat'; readonly key: TextKey } | undefined;
} {
  const password = field(form, 'password');
  if (password === '') return { password, wrong: { about: 'password', key: 'site.password.empty' } };
  // Two keyboards may send the same letter as different characters.
  if (passwordForm(password) !== passwordForm(field(form, 'repeat')))
    return { password, wrong: { about: 'repeat', key: 'site.password.different' } };
  return { password, wrong: undefined };
}
