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
export function aSubmission(over: Partial<TypedFields> & Partial<Pick<Submission, 'language'>> = {}): Submission {
  const { language = 'en', ...typed } = over;
  const good = { username: 'lena', displayName: 'Lena', email: 'lena@example.org', reason: 'I live here.' };
  return { typed: typedFields({ ...good, ...typed }), language };
}

/** What was told: '' for every field that is not named. */
export const anOrder = (over: Partial<Order> = {}): Order => ({
  // Every name of an order, which is all that `fromEntries` forgets.
  ...(Object.fromEntries(toldFieldNames.map((name) => [name, ''])) as Record<ToldFieldName, ''>),
  ...over,
});
