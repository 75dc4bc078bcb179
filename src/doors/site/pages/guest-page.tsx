import type { InvitationView } from '../../../meetings/use-cases.ts';
import { say } from '../../../texts/say.ts';
import type { Times } from '../../../web/times.ts';
import type { Visit } from '../context.ts';
import { describe, Field, Id, PostForm, Summary } from './parts.tsx';

export interface GuestPageProps extends Visit {
  readonly action: string;
  readonly view: InvitationView;
  readonly times: Times;
  /** True when what was typed is not a name. */
  readonly wrong: boolean;
}

export function GuestPage({ language, token, action, view, times, wrong: isWrong }: GuestPageProps) {
  const wrong = isWrong ? say(language, 'site.meeting.nameEmpty') : undefined;
  const moderator = say(language, 'site.meeting.moderator');
  return (
    <>
      {wrong !== undefined && <Summary language={language} wrong={[{ field: 'name', text: wrong }]} />}
      <div class="card">
        <h1>{say(language, 'site.meeting.title')}</h1>
        <p class="lead">{say(language, 'site.meeting.lead')}</p>
        <dl>
          <dt>{say(language, 'site.meeting.room')}</dt>
          <dd>{view.room === '*' ? say(language, 'site.meeting.everyRoom') : <bdi>{view.room}</bdi>}</dd>
          {(view.name !== undefined || view.moderator) && (
            <>
              <dt>{say(language, 'site.meeting.as')}</dt>
              <dd>
                {view.name !== undefined && <bdi>{view.name}</bdi>}
                {view.name !== undefined && view.moderator && ', '}
                {view.moderator && moderator}
              </dd>
            </>
          )}
          <dt>{say(language, 'site.meeting.at')}</dt>
          <dd>
            <Id of={new URL(view.leadsTo).host} />
          </dd>
          <dt>{say(language, 'site.meeting.until')}</dt>
          <dd>{times.at(view.until, language)}</dd>
        </dl>
        <PostForm action={action} token={token}>
          {view.name === undefined && (
            <Field
              id="name"
              label={say(language, 'site.meeting.name')}
              hint={say(language, 'site.meeting.nameHint')}
              wrong={wrong}
            >
              <input
                {...describe('name', wrong)}
                name="name"
                maxLength={200}
                required
                autocomplete="nickname"
                dir="auto"
              />
            </Field>
          )}
          <button type="submit">{say(language, 'site.meeting.send')}</button>
        </PostForm>
      </div>
    </>
  );
}
