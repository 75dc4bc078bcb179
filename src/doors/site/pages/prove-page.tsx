import type { LinkView } from '../../../registration/find-link.ts';
import { say } from '../../../texts/say.ts';
import type { Visit } from '../context.ts';
import { Id, PostForm, Sentence, Steps } from './parts.tsx';

/** The page behind the mailed link. Opening it changes nothing, because mail scanners open links; only the button proves. */
export function ProvePage({ language, token, link, view }: Visit & { link: string; view: LinkView }) {
  return (
    <div class="card">
      <Steps language={language} now={2} />
      <h1>{say(language, 'site.prove.title')}</h1>
      <p class="lead">
        <Sentence language={language} of="site.prove.text" parts={{ userId: <Id of={view.userId} /> }} />
      </p>
      <PostForm action={`/prove/${encodeURIComponent(link)}`} token={token}>
        <button type="submit">{say(language, 'site.prove.send')}</button>
      </PostForm>
    </div>
  );
}
