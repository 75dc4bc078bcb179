import type { ProvedAddress } from '../../../accounts/change-address.ts';
import { say } from '../../../texts/say.ts';
import type { Visit } from '../context.ts';
import { Id, PostForm, Sentence } from './parts.tsx';

/** The page behind the link to a new address. Opening it changes nothing, because mail scanners open links; only the button does. */
export function NewEmailPage({ language, token, action, view }: Visit & { action: string; view: ProvedAddress }) {
  const parts = { userId: <Id of={view.userId} />, address: <Id of={view.address} /> };
  return (
    <div class="card">
      <h1>{say(language, 'site.newEmail.title')}</h1>
      <p class="lead">
        <Sentence language={language} of="site.newEmail.text" parts={parts} />
      </p>
      <PostForm action={action} token={token}>
        <button type="submit">{say(language, 'site.newEmail.send')}</button>
      </PostForm>
    </div>
  );
}
