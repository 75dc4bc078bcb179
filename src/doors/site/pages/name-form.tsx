import { fields } from '../../../registration/fields.ts';
import { suggestName } from '../../../registration/rules/suggest-name.ts';
import { say } from '../../../texts/say.ts';
import type { Visit } from '../context.ts';
import { Field, PostForm, Steps, Summary, UsernameInput } from './parts.tsx';

export interface NameFormProps extends Visit {
  readonly action: string;
  readonly serverName: string;
  readonly typed: string;
  readonly wrong: string | undefined;
  readonly carry?: Readonly<Record<string, string>>;
}

/** Asks for another username; stands alone or on the status page. */
export function NameForm({ language, token, action, serverName, typed, wrong, carry = {} }: NameFormProps) {
  const instead = wrong === undefined ? undefined : suggestion(typed, serverName);
  return (
    <PostForm action={action} token={token} carry={carry} enterSends={instead !== undefined}>
      <Field
        id="username"
        label={say(language, 'site.name.new')}
        hint={say(language, fields.username.words.hint)}
        wrong={wrong}
        instead={instead === undefined ? undefined : { value: instead, language }}
      >
        <UsernameInput
          serverName={serverName}
          wrong={wrong}
          value={typed}
          maxLength={255}
          required
          autocomplete="off"
        />
      </Field>
      <button type="submit">{say(language, 'site.name.send')}</button>
    </PostForm>
  );
}

/** A name that could be meant by one that cannot be: nobody is asked whether it is free. */
function suggestion(typed: string, serverName: string): string | undefined {
  const name = suggestName(typed, serverName);
  return name === undefined || name === typed.trim().toLowerCase() ? undefined : name;
}

/** The address is proved, but somebody else proved the same name first. */
export function NamePage(props: NameFormProps) {
  const { language, wrong } = props;
  return (
    <>
      {wrong !== undefined && <Summary language={language} wrong={[{ field: 'username', text: wrong }]} />}
      <div class="card">
        <Steps language={language} now={2} />
        <h1>{say(language, 'site.name.title')}</h1>
        <p class="lead">{say(language, 'site.name.claimed')}</p>
        <NameForm {...props} />
      </div>
    </>
  );
}
