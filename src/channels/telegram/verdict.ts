import type { Fault } from '../../kernel/fault.ts';

/** What a response of the service means for a message. */
export type Verdict =
  /** @property id the service's own; undefined if it only says that it has the message */
  | { readonly kind: 'taken'; readonly id: string | undefined }
  /** An edit would change nothing: the message is there already. */
  | { readonly kind: 'unchanged' }
  /** The message to be edited is not there, or too old. */
  | { readonly kind: 'not-editable' }
  /** The group became a supergroup with this number. */
  | { readonly kind: 'moved'; readonly to: number }
  /** It must be sent as shorter, plain text. */
  | { readonly kind: 'too-rich' }
  | { readonly kind: 'refused'; readonly words: string }
  /** A refusal that was seen to pass, or that nothing is known of. */
  | { readonly kind: 'doubtful'; readonly words: string }
  | { readonly kind: 'fault'; readonly fault: Fault };
