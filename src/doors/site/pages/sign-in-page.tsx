import { say } from '../../../texts/say.ts';
import type { Visit } from '../context.ts';
import { Field, ForgottenLink, PostForm, Summary } from './parts.tsx';

export interface SignInPageProps extends Visit {
  /** As the person typed it before; the password never comes back. */
  readonly typed: string;
  /** Why it did not work. */
  readonly wrong: string | undefined;
  /** There is a page for forgotten passwords. */
  readonly forgotten: boolean;
}

export function SignInPage({ language, token, typed, wrong, forgotten }: SignInPageProps) {
  return (
    <>
      {wrong !== undefined && <Summary language={language} text={wrong} />}
      <div class="card">
        <h1>{say(language, 'site.signIn.title')}</h1>
        <p class="lead">{say(language, 'site.signIn.lead')}</p>
        <PostForm action="/sign-in" token={token}>
          <Field id="name" label={say(language, 'site.signIn.name')} hint={say(language, 'site.signIn.nameHint')}>
            <input
              id="name"
              name="name"
              value={typed}
              aria-describedby="name-hint"
              maxLength={320}
              required
              autocomplete="username"
              autocapitalize="none"
              autocorrect="off"
              spellcheck={false}
              dir="ltr"
            />
          </Field>
          <Field id="password" label={say(language, 'site.signIn.password')}>
            <input id="password" type="password" name="password" required autocomplete="current-password" />
          </Field>
          <button type="submit">{say(language, 'site.signIn.send')}</button>
        </PostForm>
        {forgotten && <ForgottenLink language={language} />}
      </div>
    </>
  );
}
