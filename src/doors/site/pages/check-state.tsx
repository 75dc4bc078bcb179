import type { CheckView } from '../../../registration/prove/view-check.ts';
import { type Language, say, type TextKey } from '../../../texts/say.ts';

/** What has become of an application since its page "check your mail" was opened. */
type State = 'waiting' | 'refused' | 'proved' | 'ended';

const words = {
  waiting: 'site.check.state.waiting',
  refused: 'site.check.state.refused',
  proved: 'site.check.state.proved',
  ended: 'site.check.state.ended',
} as const satisfies Record<State, TextKey>;

export function checkState({ stage, statusToken, mailRefused }: CheckView): State {
  if (statusToken !== undefined) return 'proved';
  if (stage !== 'submitted') return 'ended';
  return mailRefused ? 'refused' : 'waiting';
}

/**
 * One line in a frame of the page "check your mail": the frame looks again by itself, so that the page around it, on which people
 * type, need not. Only its link leaves the page.
 */
export function CheckState({ language, state, page }: { language: Language; state: State; page: string }) {
  return (
    <p class={state === 'waiting' ? 'state' : 'state now'}>
      {say(language, words[state])}{' '}
      {state !== 'waiting' && (
        <a href={page} target="_top">
          {say(language, 'site.check.state.onward')}
        </a>
      )}
    </p>
  );
}
