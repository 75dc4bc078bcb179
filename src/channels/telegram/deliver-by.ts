import { done, type JobResult, refused } from '../../outbox/job.ts';
import type { Delivery } from '../../ports/channel.ts';
import type { Doubts } from './doubts.ts';
import { notNow } from './faults.ts';
import type { Verdict } from './verdict.ts';

/** How one call is made. */
export interface Manner {
  /** False: shorter, and without any markup. */
  readonly rich: boolean;
  /** The message that is edited; undefined: a new one is sent. */
  readonly edited: string | undefined;
}

/** The longest way: not editable, moved, too rich, and sent. */
const MOST_CALLS = 4;

/**
 * Makes one attempt to deliver. What the service objects to and Porter can change at once is changed once: an edit becomes a new
 * message, rich text plain text, and a group that moved is followed.
 *
 * @param call one call to the service
 * @param follow learns the new number of a group
 */
export async function deliverBy(
  { id, replaces, onlyInPlace }: Pick<Delivery, 'id' | 'replaces' | 'onlyInPlace'>,
  call: (manner: Manner) => Promise<Verdict>,
  doubts: Doubts,
  follow?: (to: number) => void,
): Promise<JobResult> {
  let edited = replaces !== undefined && /^\d{1,15}$/.test(replaces) ? replaces : undefined;
  if (edited === undefined && onlyInPlace) return done();
  let rich = true;
  let words: string | undefined;
  for (let calls = 0; calls < MOST_CALLS; calls += 1) {
    const verdict = await call({ rich, edited });
    switch (verdict.kind) {
      case 'taken':
        return done({ id: verdict.id ?? edited, words });
      case 'unchanged':
        return done({ id: edited, words });
      case 'not-editable':
        if (onlyInPlace) return done();
        edited = undefined;
        break;
      case 'moved':
        follow?.(verdict.to);
        words = `the group has a new number: write telegram:${verdict.to} in its place`;
        break;
      case 'too-rich':
        if (!rich) return refused('Telegram takes neither the text nor its plain form');
        rich = false;
        break;
      case 'refused':
        return refused(verdict.words);
      case 'doubtful':
        if (doubts.isOver(id)) return refused(verdict.words);
        throw notNow(verdict.words);
      case 'fault':
        throw verdict.fault;
    }
  }
  return refused('the chat names another one in its place again and again');
}
