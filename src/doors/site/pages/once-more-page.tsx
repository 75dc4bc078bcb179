import type { TypedFields } from '../../../registration/fields.ts';
import { type Language, say } from '../../../texts/say.ts';
import { NewPasswordInputs } from './new-password-fields.tsx';
import { PostForm, Steps } from './parts.tsx';

export const ONCE_MORE_FORM = 'once-more';

/** The extra step for forms that look as if a program had sent them (password managers do too). Carries everything typed. */
export function OnceMorePage(props: {
  language: Language;
  token: string;
  typed: TypedFields;
  again: string;
  sure: string;
  /** The password is asked for again: no page repeats one. */
  asksPassword: boolean;
}) {
  const { language } = props;
  return (
    <div class="card">
      <Steps language={language} now={1} />
      <h1>{say(language, 'site.onceMore.title')}</h1>
      <p>{say(language, 'site.onceMore.text')}</p>
      <PostForm
        action="/apply"
        token={props.token}
        id={ONCE_MORE_FORM}
        carry={{ ...props.typed, again: props.again, ...(props.sure === '' ? {} : { sure: props.sure }) }}
      >
        {props.asksPassword && <NewPasswordInputs language={language} wrong={{}} />}
        <button type="submit">{say(language, 'site.onceMore.send')}</button>{' '}
        <button class="plain" type="submit" name="edit" value="yes" formnovalidate>
          {say(language, 'site.onceMore.back')}
        </button>
      </PostForm>
    </div>
  );
}
