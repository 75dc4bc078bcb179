import type { JobPayload } from '../../outbox/job.ts';
import type { RoomText } from './room-text.tsx';

/*
 * Contents of `m.room.message`. Each has an empty `m.mentions`: without it, words in the body could ping people (spec, 11.34).
 * Their type is that of job payloads, because the first attempt of a job freezes them.
 */

type MessageType = 'm.text' | 'm.notice';

const content = (type: MessageType, text: RoomText): JobPayload => ({
  msgtype: type,
  body: text.body,
  format: 'org.matrix.custom.html',
  formatted_body: text.formatted_body,
  'm.mentions': {},
});

/** A message that people are notified of: the default push rules ignore `m.notice`. */
export const message = (text: RoomText): JobPayload => content('m.text', text);

/**
 * A message in a thread, of which nobody is notified.
 *
 * @param root must not be in a thread itself
 * @param replyTo the event answered, when it is not the root
 */
export const threadMessage = (text: RoomText, root: string, replyTo?: string): JobPayload => ({
  ...content('m.notice', text),
  'm.relates_to': {
    rel_type: 'm.thread',
    event_id: root,
    is_falling_back: replyTo === undefined,
    'm.in_reply_to': { event_id: replyTo ?? root },
  },
});

/** A message outside of threads, of which nobody is notified. @param replyTo the event answered, if any */
export const quietMessage = (text: RoomText, replyTo?: string): JobPayload => ({
  ...content('m.notice', text),
  ...(replyTo === undefined ? {} : { 'm.relates_to': { 'm.in_reply_to': { event_id: replyTo } } }),
});

/** Edits `target`, the original and never an earlier edit. The fallback has no HTML, as only clients without edits read it. */
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
