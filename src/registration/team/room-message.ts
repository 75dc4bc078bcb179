import type { JobPayload } from '../../outbox/job.ts';
import type { RoomText } from './room-text.tsx';

/*
 * Contents of `m.room.message`. `m.mentions` is always there and empty: without it, words in the body could ping people (spec,
 * 11.34). They are job payloads, because the first attempt freezes them.
 */

type MessageType = 'm.text' | 'm.notice';

const content = (type: MessageType, text: RoomText): JobPayload => ({
  msgtype: type,
  body: text.body,
  format: 'org.matrix.custom.html',
  formatted_body: text.formatted_body,
  'm.mentions': {},
});

/** What people are to notice: the default push rules pass `m.notice` over in silence. */
export const message = (text: RoomText): JobPayload => content('m.text', text);

/** In a thread; quiet. `root` must not stand in a thread itself. @param replyTo the event answered, when it is not the root */
export const threadMessage = (text: RoomText, root: string, replyTo?: string): JobPayload => ({
  ...content('m.notice', text),
  'm.relates_to': {
    rel_type: 'm.thread',
    event_id: root,
    is_falling_back: replyTo === undefined,
    'm.in_reply_to': { event_id: replyTo ?? root },
  },
});

/** `target` is the original, never an earlier edit. The fallback has no HTML: it is read only by clients without edits. */
export const editMessage = (text: RoomText, target: string): JobPayload => ({
  msgtype: 'm.text',
  body: `* ${text.body}`,
  'm.mentions': {},
  'm.new_content': content('m.text', text),
  'm.relates_to': { rel_type: 'm.replace', event_id: target },
});

export const reaction = (target: string, key: string): JobPayload => ({
  'm.relates_to': { rel_type: 'm.annotation', event_id: target, key },
});
