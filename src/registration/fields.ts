import { accepted } from './rules/fields/accepted.ts';
import { displayName } from './rules/fields/display-name.ts';
import { email } from './rules/fields/email.ts';
import type { ClaimedField, Field, ToldField } from './rules/fields/field.ts';
import { findableByAddress, findableByName } from './rules/fields/findable.ts';
import { reason } from './rules/fields/reason.ts';
import { username } from './rules/fields/username.ts';
import type { RegistrationSettings } from './settings.ts';

/**
 * The fields of the form, in the order in which it asks. Form, notice, command line and stored document walk this table: one more
 * field is its file, one line here, and its words in `texts/en/fields.ts` and `texts/de/fields.ts`.
 */
export const fields = {
  ...{ username, displayName, email, reason },
  ...{ findableByName, findableByAddress, accepted },
} as const satisfies Readonly<Record<string, ClaimedField<string, string> | ToldField<string>>>;

type Table = typeof fields;
export type FieldName = keyof Table;
type FieldRefusal<Name extends FieldName> = keyof Table[Name]['words']['refusals'];

// Own keys of a literal, in the order in which they are written.
export const fieldNames = Object.keys(fields) as readonly FieldName[];

/** Fields whose text is kept in the order. */
export type ToldFieldName = { [Name in FieldName]: Table[Name]['kept'] extends 'told' ? Name : never }[FieldName];
export const toldFieldNames = fieldNames.filter((name): name is ToldFieldName => fields[name].kept === 'told');

/** What the applicant told, cleaned; '' where nothing was given. */
export type Order = Readonly<Record<ToldFieldName, string>>;

/** Fields as they were typed, neither cleaned nor validated. */
export type TypedFields = Readonly<Record<FieldName, string>>;

/** One field and what is wrong with it; `instead`: what could be meant. */
export type FieldProblem = {
  [Name in FieldName]: {
    readonly field: Name;
    readonly refusal: FieldRefusal<Name>;
    readonly instead?: string;
  };
}[FieldName];

/** One value for each field, in the order of the form. */
export const forEachField = <Value>(make: (name: FieldName) => Value): Readonly<Record<FieldName, Value>> =>
  // Every name of the table is there, which is all that `fromEntries` forgets.
  Object.fromEntries(fieldNames.map((name) => [name, make(name)])) as Record<FieldName, Value>;

/** The fields that the form has under these settings. */
export const askedFields = (settings: RegistrationSettings): ReadonlySet<FieldName> =>
  new Set(fieldNames.filter((name) => (fields[name] as Field<string, string>).isAsked?.(settings) ?? true));
