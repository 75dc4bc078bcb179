import type { CheckView } from '../../../registration/prove/view-check.ts';
import { type Language, say, type TextKey } from '../../../texts/say.ts';
import type { Times } from '../../../web/times.ts';

/** What has become of an application, and of emails in general, since its page "check your mail" was opened. */
type State = 'waiting' | 'mailWaits' | 'mailGoes' | 'refused' | 'proved' | 'ended';

const words = {
  waiting: 'site.check.state.waiting',
  mailWaits: 'site.check.state.mailWaits',
  mailGoes: 'site.check.state.mailGoes',
  refused: 'site.check.state.refused',
  proved: 'site.check.state.proved',
  ended: 'site.check.state.ended',
} as const satisfies Record<State, TextKey>;

/** In these states something may still happen by itself. */
const open: ReadonlySet<State> = new Set(['waiting', 'mailWaits', 'mailGoes']);

export const goesOn = (state: State): boolean => open.has(state);

/** With this in its query the frame knows that the page around it says that emails wait. */
export const MAIL_WAITED = 'waited';

/** @param waited whether the page around the line says that emails wait */
export function checkState({ stage, statusToken, mailRefused, mailWaits }: CheckView, waited: boolean): State {
  if (statusToken !== undefined) return 'proved';
  if (stage !== 'submitted') return 'ended';
  if (mailRefused) return 'refused';
  if (mailWaits !== undefined) return 'mailWaits';
  return waited ? 'mailGoes' : 'waiting';
}

export interface CheckStateProps {
  readonly language: Language;
  readonly state: State;
  readonly mailWaits: number | undefined;
  readonly times: Times;
  /** Where its link leads. */
  readonly page: string;
}

/**
 * One line in a frame of the page "check your mail": the frame looks again by itself, so that the page around it, on which people
 * type, need not. Only its link leaves the page.
 */
export function CheckState({ language, state, mailWaits, times, page }: CheckStateProps) {
  return (
    <p class={state === 'waiting' ? 'state' : 'state now'}>
      {say(language, words[state], mailWaits === undefined ? {} : { when: times.at(mailWaits, language) })}{' '}
      {!goesOn(state) && (
        <a href={page} target="_top">
          {say(language, 'site.check.state.onward')}
        </a>
      )}
    </p>
  );
}
