import type { Stage } from '../../../registration/application.ts';
import type { StatusView } from '../../../registration/status/view-status.ts';
import { say, type TextKey } from '../../../texts/say.ts';
import { STAY_STILL } from '../../../web/refresh.ts';
import type { Times } from '../../../web/times.ts';
import type { Visit } from '../context.ts';
import { NameForm } from './name-form.tsx';
import { Id, Note, PostForm, Sentence, Steps, Summary } from './parts.tsx';

export interface StatusPageProps extends Visit {
  readonly link: string;
  readonly view: StatusView;
  readonly serverName: string;
  readonly times: Times;
  /** Whether the page looks again by itself, or has been stopped from it; undefined: nothing is under way. */
  readonly watched?: 'looks-again' | 'still' | undefined;
  readonly trouble?: string | undefined;
  readonly done?: 'withdrawn' | 'name' | 'resent' | undefined;
  readonly name: { readonly typed: string; readonly wrong: string | undefined };
}

interface Words {
  readonly step: 1 | 2 | 3 | 4;
  readonly stage: TextKey;
  readonly next: TextKey;
}

const waiting: Words = { step: 3, stage: 'site.status.waiting', next: 'site.status.waiting.next' };

const wordsOf = {
  submitted: { step: 2, stage: 'site.status.submitted', next: 'site.status.submitted.next' },
  waiting,
  // Shown as waiting until the refusal is sent: votes still count until then, and may change the decision.
  declined: waiting,
  approved: { step: 3, stage: 'site.status.approved', next: 'site.status.approved.next' },
  admitted: { step: 4, stage: 'site.status.admitted', next: 'site.status.admitted.next' },
  settled: { step: 4, stage: 'site.status.settled', next: 'site.status.settled.next' },
  closed: { step: 3, stage: 'site.status.closed', next: 'site.status.closed.next' },
  withdrawn: { step: 3, stage: 'site.status.withdrawn', next: 'site.status.withdrawn.next' },
  expired: { step: 3, stage: 'site.status.expired', next: 'site.status.expired.nobodyDecided' },
} as const satisfies Record<Stage, Words>;

const expiredWords = {
  'not-proved': 'site.status.expired.notProved',
  'too-many-codes': 'site.status.expired.tooManyCodes',
  'nobody-decided': 'site.status.expired.nobodyDecided',
  'no-name-picked': 'site.status.expired.noNamePicked',
  'account-gone': 'site.status.expired.accountGone',
} as const satisfies Record<NonNullable<StatusView['why']>, TextKey>;

const doneWords = {
  withdrawn: 'site.status.withdrawDone',
  name: 'site.status.nameDone',
  resent: 'site.status.resent',
} as const satisfies Record<string, TextKey>;

export function StatusPage(props: StatusPageProps) {
  const { language, token, view, name } = props;
  const here = `/status/${encodeURIComponent(props.link)}`;
  const words: Words = wordsOf[view.stage];
  const next = view.stage === 'expired' && view.why !== undefined ? expiredWords[view.why] : words.next;
  const wrong = name.wrong === undefined ? [] : [{ field: 'username', text: name.wrong }];
  return (
    <>
      {(wrong.length > 0 || props.trouble !== undefined) && (
        <Summary language={language} wrong={wrong} {...(props.trouble === undefined ? {} : { text: props.trouble })} />
      )}
      {props.done && !(props.done === 'resent' && view.mailWaits !== undefined) && (
        <Note>{say(language, doneWords[props.done])}</Note>
      )}
      {view.mailWaits !== undefined && (
        <Note>{say(language, 'site.mail.waits', { when: props.times.at(view.mailWaits, language) })}</Note>
      )}
      <div class="card">
        <Steps language={language} now={words.step} />
        <h1>{say(language, 'site.status.title')}</h1>
        <p class="stage">{say(language, words.stage)}</p>
        <dl>
          <dt>{say(language, 'site.status.number')}</dt>
          <dd>{view.shortId}</dd>
          <dt>{say(language, 'site.status.account')}</dt>
          <dd>
            <Id of={view.userId} />
          </dd>
          <dt>{say(language, 'site.status.since')}</dt>
          <dd>{props.times.at(view.since, language)}</dd>
          {!view.nameLost && (
            <>
              <dt>{say(language, 'site.status.next')}</dt>
              <dd>{say(language, next)}</dd>
            </>
          )}
        </dl>
        {view.nameLost && (
          <>
            <h2>{say(language, 'site.name.title')}</h2>
            <p>
              <Sentence language={language} of="site.name.lost" parts={{ userId: <Id of={view.userId} /> }} />
            </p>
            <NameForm {...props} action={`${here}/name`} typed={name.typed} wrong={name.wrong} />
          </>
        )}
        {props.watched && (
          <p class="hint">
            {say(language, props.watched === 'still' ? 'site.status.still' : 'site.status.looksAgain')}{' '}
            <a href={props.watched === 'still' ? here : `${here}${STAY_STILL}`}>
              {say(language, props.watched === 'still' ? 'site.status.lookAgain' : 'site.status.stayStill')}
            </a>
          </p>
        )}
        {view.mayResendWelcome && (
          <PostForm action={`${here}/welcome`} token={token}>
            <button type="submit" class="secondary outline">
              {say(language, 'site.status.resend')}
            </button>
          </PostForm>
        )}
        {view.mayWithdraw && (
          <>
            <p class="hint">{say(language, 'site.status.keep')}</p>
            <details>
              <summary>{say(language, 'site.status.withdraw')}</summary>
              <p>{say(language, 'site.status.withdrawText')}</p>
              <PostForm action={`${here}/withdraw`} token={token}>
                <button type="submit" class="danger">
                  {say(language, 'site.status.withdrawYes')}
                </button>
              </PostForm>
            </details>
          </>
        )}
        {(view.stage === 'withdrawn' || view.stage === 'expired') && (
          <p class="onward">
            <a href="/">{say(language, 'site.ended.again')}</a>
          </p>
        )}
      </div>
    </>
  );
}
