import { type EmailAddress, parseEmailAddress } from '../../kernel/email-address.ts';
import type { Localpart } from '../../kernel/matrix-id.ts';
import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import { plainText } from '../../kernel/plain-text.ts';
import type { RegistrationSettings } from '../settings.ts';
import type { Order, OrderProblem } from '../use-cases.ts';
import { judgeName, type NameFor } from './name.ts';

/** Code points. */
const LONGEST_DISPLAY_NAME = 100;
export const LONGEST_REASON = 1_000;

/** A form that can become an application. */
export interface GoodOrder {
  readonly localpart: Localpart;
  readonly displayName: string;
  readonly email: EmailAddress;
  readonly reason: string;
}

/** Every field at once: a person who corrects a form wants to correct it once. */
export function judgeOrder(
  order: Order,
  settings: NameFor & Pick<RegistrationSettings, 'reasonRequired'>,
): Outcome<GoodOrder, 'problems', readonly OrderProblem[]> {
  const problems: OrderProblem[] = [];
  const name = judgeName(order.username, settings);
  if (!name.ok) problems.push({ field: 'username', refusal: name.refusal });

  const displayName = plainText(order.displayName, Number.POSITIVE_INFINITY);
  if (length(displayName) > LONGEST_DISPLAY_NAME) problems.push({ field: 'displayName', refusal: 'too-long' });

  const email = parseEmailAddress(order.email);
  if (email === undefined) {
    problems.push({ field: 'email', refusal: order.email.trim() === '' ? 'empty' : 'not-an-address' });
  }

  const reason = plainText(order.reason, Number.POSITIVE_INFINITY, true);
  if (reason === '' && settings.reasonRequired) problems.push({ field: 'reason', refusal: 'empty' });
  if (length(reason) > LONGEST_REASON) problems.push({ field: 'reason', refusal: 'too-long' });

  if (!name.ok || email === undefined || problems.length > 0) return refuse('problems', problems);
  return ok({ localpart: name.value, displayName, email, reason });
}

const length = (text: string) => [...text].length;
