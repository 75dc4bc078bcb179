import type { EmailAddress } from '../../kernel/email-address.ts';
import type { Localpart } from '../../kernel/matrix-id.ts';
import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import {
  type FieldName,
  type FieldProblem,
  fieldNames,
  fields,
  forEachField,
  type Order,
  type TypedFields,
  toldFieldNames,
} from '../fields.ts';
import type { RegistrationSettings } from '../settings.ts';

/** A form that can become an application. */
export interface ValidForm {
  readonly localpart: Localpart;
  readonly email: EmailAddress;
  readonly order: Order;
}

type Validated = { readonly [Name in FieldName]: ReturnType<(typeof fields)[Name]['validate']> };

/** Validates every field, because a person who corrects a form wants to correct it once. Problems come in the order of the form. */
export function validateForm(
  typed: TypedFields,
  settings: RegistrationSettings,
): Outcome<ValidForm, 'problems', readonly FieldProblem[]> {
  // Each value came from the field it stands under; a loop over the table cannot say so in types.
  const validated = forEachField((name) => fields[name].validate(typed[name], settings)) as Validated;
  const problems = fieldNames.flatMap((field) => {
    const one = validated[field];
    return one.ok ? [] : [{ field, refusal: one.refusal } as FieldProblem];
  });
  const { username, email } = validated;
  if (!username.ok || !email.ok || problems.length > 0) return refuse('problems', problems);

  const told = toldFieldNames.flatMap((name) => {
    const one = validated[name];
    return one.ok ? [[name, one.value]] : [];
  });
  // Without a problem `told` has every name of an order.
  return ok({ localpart: username.value, email: email.value, order: Object.fromEntries(told) as Order });
}
