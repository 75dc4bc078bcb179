import { z } from 'zod';
import { parseUserId, type UserId } from '../../kernel/matrix-id.ts';
import type { ExpiredWhy, Stage } from '../../registration/application.ts';
import type { ApplicationEvent } from '../../registration/ports/application-audit.ts';
import type { LetterKind } from '../../registration/rules/jobs.ts';
import { makeAuditLog } from '../shared/audit.ts';

/** One of these words; the compiler wants all of them. */
const oneOf = <Word extends string>(words: Readonly<Record<Word, true>>) =>
  z.string().transform((text, context) => {
    if (Object.hasOwn(words, text)) return text as Word;
    context.addIssue('no word of this version');
    return z.NEVER;
  });

const stage = oneOf<Stage>({
  ...{ submitted: true, waiting: true, approved: true, admitted: true, settled: true },
  ...{ declined: true, closed: true, expired: true, withdrawn: true },
});
const letter = oneOf<LetterKind>({
  ...{
    prove: true,
    received: true,
    welcome: true,
    'welcome-reminder': true,
    'welcome-chosen': true,
    'approved-delayed': true,
  },
  ...{ 'name-lost': true, refused: true, expired: true, 'address-changed': true, 'already-account': true },
  'already-open': true,
});
const expiredWhy = oneOf<ExpiredWhy>({
  ...{
    'not-proved': true,
    'too-many-codes': true,
    'nobody-decided': true,
    'no-name-picked': true,
    'account-gone': true,
  },
});
const userId = z.string().transform((text, context): UserId => {
  const parsed = parseUserId(text);
  if (parsed !== undefined) return parsed;
  context.addIssue('no user ID');
  return z.NEVER;
});
const count = z.int().nonnegative();
const letterResult = z.enum(['sent', 'refused']);
const stages = { from: stage, to: stage };

const event = <What extends string, Data extends z.ZodRawShape>(what: What, data: Data) =>
  z.strictObject({ what: z.literal(what), ...data });
const move = <What extends string, Data extends z.ZodRawShape>(what: What, data: Data) =>
  event(what, { ...stages, ...data });

const Stored: z.ZodType<ApplicationEvent> = z.discriminatedUnion('what', [
  event('submit', {}),
  move('prove', { proof: z.enum(['link', 'code', 'import']) }),
  move('end-proof', {}),
  move('withdraw', {}),
  move('expire', { why: expiredWhy }),
  move('votes-are', { votes: count, decidedBy: z.array(userId) }),
  move('decide', { reason: z.string().optional() }),
  move('undo', { round: count }),
  move('reopen', { round: count }),
  move('new-round', { round: count, why: z.enum(['room-moved', 'restored', 'notice-removed']) }),
  move('account-made', {}),
  move('account-gone', { userId }),
  move('name-lost', {}),
  move('pick-name', { oldName: z.string(), newName: z.string() }),
  move('refusal-sent', { letter: letterResult }),
  move('link-used', {}),
  event('wrong-code', { wrong: count }),
  event('correct-address', {}),
  event('letter', { letter, result: letterResult }),
  event('resend', { letter }),
  event('address-not-bound', {}),
]);

/** What happened to applications. */
export const applicationAudit = makeAuditLog('application', (value) => Stored.safeParse(value).data);
