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
import { readAddress } from './address.ts';
import { meantAddress } from './misspelt.ts';
import { suggestName } from './suggest-name.ts';

/** A form that can become an application. */
export interface ValidForm {
  readonly localpart: Localpart;
  readonly email: EmailAddress;
  readonly order: Order;
}

type Validated = { readonly [Name in FieldName]: ReturnType<(typeof fields)[Name]['validate']> };

/**
 * Validates every field, because a person who corrects a form wants to correct it once. Problems come in the order of the form.
 *
 * @param sure the address on which somebody insists although it looks misspelt
 */
export function validateForm(
  typed: TypedFields,
  settings: RegistrationSettings,
  sure = '',
): Outcome<ValidForm, 'problems', readonly FieldProblem[]> {
  // Each value came from the field it stands under; a loop over the table cannot say so in types.
  const validated = forEachField((name) => fields[name].validate(typed[name], settings)) as Validated;
  const problems = fieldNames.flatMap((field): readonly FieldProblem[] => {
    const one = validated[field];
    if (field === 'email' && validated.email.ok) return misspelt(validated.email.value, settings, sure);
    if (one.ok) return [];
    const instead = field === 'username' ? suggestName(typed.username, settings.serverName) : undefined;
    return [{ field, refusal: one.refusal, ...(instead === undefined ? {} : { instead }) } as FieldProblem];
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

interface Misspelt {
  readonly field: 'email';
  readonly refusal: 'misspelt';
  readonly instead: string;
}

/** Asks back for an address that looks misspelt, unless somebody insists on it. @param sure the address as it was typed then */
export function misspelt(
  address: EmailAddress,
  settings: Pick<RegistrationSettings, 'limits'>,
  sure: string,
): readonly Misspelt[] {
  const instead = meantAddress(address, settings);
  const insisted = readAddress(sure);
  if (instead === undefined || (insisted.ok && insisted.value === address)) return [];
  return [{ field: 'email', refusal: 'misspelt', instead }];
}
