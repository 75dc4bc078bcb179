import { localpartOf, type UserId } from '../../../kernel/matrix-id.ts';
import { plainText } from '../../../kernel/plain-text.ts';

/** What somebody wants of Porter. `shortId` undefined: the application whose notice was answered. */
export type RoomCommand =
  | { readonly word: 'list' }
  | { readonly word: 'help' }
  | { readonly word: 'show'; readonly shortId: number | undefined }
  | { readonly word: 'approve' | 'resend' | 'undo' | 'reopen'; readonly shortId: number | undefined }
  | { readonly word: 'decline'; readonly shortId: number | undefined; readonly reason: string | undefined }
  /** Addressed to Porter, but not understood. */
  | { readonly word: 'unknown'; readonly said: string };

export interface Spoken {
  readonly body: string;
  readonly mentions: readonly UserId[];
  /** A reply, or a message in a thread. */
  readonly answering: boolean;
}

export interface Parsed {
  readonly command: RoomCommand;
  /** Neither `!porter` nor a mention: meant for Porter only when it answers something of Porter's. */
  readonly bare: boolean;
}

const LONGEST_REASON = 500;
const words = ['approve', 'show', 'resend', 'undo', 'reopen'] as const;

/**
 * Reads a message of the team room as a command; undefined when it is none. What is not addressed to Porter counts only as an
 * answer and only when it is nothing but the command, because people also talk in threads.
 *
 * @param self Porter's own user ID
 */
export function parseCommand({ body, mentions, answering }: Spoken, self: UserId): Parsed | undefined {
  const text = plainText(body, 2_000);
  const prefixed = /^!porter(?:[:,]?\s+(.*))?$/isu.exec(text);
  if (prefixed !== null) return { command: read(prefixed[1] ?? '') ?? unknown(prefixed[1] ?? ''), bare: false };

  const rest = afterMention(text, mentions.includes(self), self);
  if (rest !== undefined) return { command: read(rest) ?? unknown(rest), bare: false };

  // A mention under a display name that we do not know, or in mid-sentence: only if a command follows.
  if (mentions.includes(self)) {
    const command = read(text.replace(/^[^:]{0,100}:\s*/u, '')) ?? read(text.replace(/^\S+\s+/u, ''));
    if (command !== undefined) return { command, bare: false };
  }

  const bare = answering ? readBare(text) : undefined;
  return bare && { command: bare, bare: true };
}

function afterMention(text: string, mentioned: boolean, self: UserId): string | undefined {
  const name = localpartOf(self);
  for (const form of [self, `@${name}`, name]) {
    if (text.slice(0, form.length).toLowerCase() !== form.toLowerCase()) continue;
    const after = text.slice(form.length);
    // A bare "porter" begins many sentences: it needs a real mention or a colon behind it.
    const divider = form === name && !mentioned ? /^[:,]\s*/u : /^(?:[:,]\s*|\s+|$)/u;
    if (divider.test(after)) return after.replace(divider, '');
  }
  return undefined;
}

const numberForm = /^#?(\d{1,9})(?=[\s:,.!]|$)\s*/u;

function takeNumber(text: string): { readonly shortId: number | undefined; readonly rest: string } {
  const found = numberForm.exec(text);
  return found === null
    ? { shortId: undefined, rest: text }
    : { shortId: Number(found[1]), rest: text.slice(found[0].length) };
}

const reasonLead = /^(?:[:,.!–-]+\s*|because\b(?:\s+of\b)?[:,]?\s*|(?:weil|wegen)\b[:,]?\s*)+/iu;

function read(text: string): RoomCommand | undefined {
  const [, first = '', tail = ''] = /^(\S+)\s*(.*)$/su.exec(text) ?? [];
  const word = first.toLowerCase().replace(/[:,.!]+$/u, '');
  const { shortId, rest } = takeNumber(tail);
  if (word === 'decline') {
    const reason = plainText(rest.replace(reasonLead, ''), LONGEST_REASON);
    return { word, shortId, reason: reason === '' ? undefined : reason };
  }
  // "approve 12 and 13" is not guessed at: half a command is none.
  if (!/^[.!]*$/u.test(rest)) return undefined;
  const acting = words.find((known) => known === word);
  if (acting !== undefined) return { word: acting, shortId };
  if (shortId !== undefined) return undefined;
  if (word === 'list') return { word };
  return word === 'help' ? { word } : undefined;
}

function readBare(text: string): RoomCommand | undefined {
  if (/^(?:list|help)\b/iu.test(text)) return undefined;
  const command = read(text);
  if (command?.word !== 'decline') return command;
  return /^decline(?:\s+#?\d{1,9})?\s*(?:$|[.!]*$|:|because\b|weil\b|wegen\b)/iu.test(text) ? command : undefined;
}

const unknown = (text: string): RoomCommand => ({ word: 'unknown', said: plainText(text, 60) });
