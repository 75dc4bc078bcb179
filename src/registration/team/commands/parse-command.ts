import { localpartOf, type UserId } from '../../../kernel/matrix-id.ts';
import { plainText } from '../../../kernel/plain-text.ts';
import { folded } from './fold-signs.ts';
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
  const prefixed = /^!\s?porter(?:\s*[:,]\s*|\s+|$)/iu.exec(folded(text));
  if (prefixed !== null) return { request: readAddressed(text.slice(prefixed[0].length)), bare: false };

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
    if (folded(text.slice(0, form.length)).toLowerCase() !== folded(form).toLowerCase()) continue;
    const after = text.slice(form.length);
    // A bare "porter" begins many sentences: it needs a real mention or a colon behind it.
    const divider = form === name && !mentioned ? /^(?:\s?:|,)\s*/u : /^(?:\s?:\s*|,\s*|\s+|$)/u;
    const found = divider.exec(folded(after));
    if (found !== null) return after.slice(found[0].length);
  }
  return undefined;
}

/** A number as people write and copy it: `12`, `#12`, `# 12`, `no. 12`, `Nr. 12`, `"12"`, `<12>`. */
const numberForm = /^["'`<([]?\s?(?:#|№|n[or]\.?)?\s?(\d{1,9})\s?["'`>)\]]?(?=[\s:,.!]|$)\s*/iu;

function takeNumber(text: string): { readonly shortId: number | undefined; readonly rest: string } {
  const found = numberForm.exec(folded(text));
  return found === null
    ? { shortId: undefined, rest: text }
    : { shortId: Number(found[1]), rest: text.slice(found[0].length) };
}

function read(text: string): Understood | undefined {
  const [lead = '', first = ''] = /^([^\s#№]+)\s*/u.exec(folded(text)) ?? [];
  const command = commandOf(first.toLowerCase().replace(/[:,.!]+$/u, ''));
  if (command?.room === undefined) return undefined;
  const tail = text.slice(lead.length);
  const { shortId, rest } = command.takesNumber ? takeNumber(tail) : { shortId: undefined, rest: tail };
  const reason = command.room.reason?.(rest);
  // "approve 12 and 13" is not guessed at: half a command is none.
  if (reason === undefined && !/^[.!]*$/u.test(folded(rest))) return undefined;
  return { command, shortId, reason: reason === '' ? undefined : reason };
}

/** Quotes around all of it are not meant: people copy them from a page that shows the command. */
function readAddressed(text: string): Understood | NotUnderstood {
  const signs = folded(text);
  const quoted = /^(["'`])(.+)\1$/su.exec(signs) === null ? text : text.slice(1, -1);
  return read(quoted) ?? { command: undefined, said: plainText(text, 60) };
}
