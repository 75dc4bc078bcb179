import type { Submission } from '../../src/registration/apply/submit.ts';
import {
  forEachField,
  type Order,
  type ToldFieldName,
  type TypedFields,
  toldFieldNames,
} from '../../src/registration/fields.ts';

/** What was typed: nothing but what is named. */
export const typedFields = (over: Partial<TypedFields> = {}): TypedFields => ({ ...forEachField(() => ''), ...over });

/** A form that can become an application. */
export function aSubmission(
  over: Partial<TypedFields> & Partial<Pick<Submission, 'language' | 'network' | 'form' | 'password'>> = {},
): Submission {
  const { language = 'en', network, form, password, ...typed } = over;
  const good = { username: 'lena', displayName: 'Lena', email: 'lena@example.org', reason: 'I live here.' };
  const more = { ...(form !== undefined && { form }), ...(password !== undefined && { password }) };
  return { typed: typedFields({ ...good, ...typed }), language, network, ...more };
}

/** What was told: '' for every field that is not named. */
export const anOrder = (over: Partial<Order> = {}): Order => ({
  // Every name of an order, which is all that `fromEntries` forgets.
  ...(Object.fromEntries(toldFieldNames.map((name) => [name, ''])) as Record<ToldFieldName, ''>),
  ...over,
});

/** For tests that are not about letters to strangers. */
export const wideLetters = { unprovedPerHour: 10_000, unprovedPerDomainPerDay: 10_000 };
