import { localpartOf, type UserId } from '../../../kernel/matrix-id.ts';
import { plainText } from '../../../kernel/plain-text.ts';
import { commandOf } from './table.ts';
import type { TeamCommand } from './team-command.ts';

/** A message of the team room. */
export interface Spoken {
  readonly body: string;
  readonly mentions: readonly UserId[];
  /** A reply, or a message in a thread. */
  readonly answering: boolean;
}

/** What somebody wants of Porter. */
export interface Understood {
  readonly command: TeamCommand;
  /** Undefined: the application whose notice was answered, if the command is about one. */
  readonly shortId: number | undefined;
  readonly reason: string | undefined;
}

/** Addressed to Porter, but no command of the table. */
export interface NotUnderstood {
  readonly command: undefined;
  readonly said: string;
}

export interface Parsed {
  readonly request: Understood | NotUnderstood;
  /** Neither `!porter` nor a mention: meant for Porter only when it answers something of Porter's. */
  readonly bare: boolean;
}

/**
 * Reads a message of the team room as a command; undefined when it is none. What is not addressed to Porter counts only as a
 * reply and only when it is nothing but the command, because people also talk in threads. A mention alone addresses nobody:
 * clients mention the author of whatever is replied to, so "Don't approve." under a notice mentions Porter.
 *
 * @param self Porter's own user ID
 * @param displayName Porter's name in the room; clients write it for a mention
 */
export function parseCommand(
  { body, mentions, answering }: Spoken,
  self: UserId,
  displayName: string = localpartOf(self),
): Parsed | undefined {
  const text = plainText(body, 2_000);
  const prefixed = /^!porter(?:[:,]?\s+(.*))?$/isu.exec(text);
  if (prefixed !== null) return { request: readAddressed(prefixed[1] ?? ''), bare: false };

  const rest = afterMention(text, mentions.includes(self), self, displayName);
  if (rest !== undefined) return { request: readAddressed(rest), bare: false };

  const request = answering ? read(text) : undefined;
  return request?.command.room?.alone(text) ? { request, bare: true } : undefined;
}

function afterMention(text: string, mentioned: boolean, self: UserId, displayName: string): string | undefined {
  const name = localpartOf(self);
  // Whoever names themselves as Porter does would be obeyed by a colon alone, so a display name needs a real mention.
  const forms = mentioned && displayName !== '' ? [self, `@${name}`, displayName, name] : [self, `@${name}`, name];
  for (const form of forms) {
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

function read(text: string): Understood | undefined {
  const [, first = '', tail = ''] = /^(\S+)\s*(.*)$/su.exec(text) ?? [];
  const command = commandOf(first.toLowerCase().replace(/[:,.!]+$/u, ''));
  if (command?.room === undefined) return undefined;
  const { shortId, rest } = takeNumber(tail);
  if (shortId !== undefined && !command.takesNumber) return undefined;
  const reason = command.room.reason?.(rest);
  // "approve 12 and 13" is not guessed at: half a command is none.
  if (reason === undefined && !/^[.!]*$/u.test(rest)) return undefined;
  return { command, shortId, reason: reason === '' ? undefined : reason };
}

const readAddressed = (text: string): Understood | NotUnderstood =>
  read(text) ?? { command: undefined, said: plainText(text, 60) };
