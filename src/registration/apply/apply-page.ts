import type { LegalName } from '../../kernel/own-texts.ts';
import { askedFields, type FieldName, type FieldProblem, fieldNames, fields, type TypedFields } from '../fields.ts';
import type { DoorState } from '../ports/door-state.ts';
import { toAccept } from '../rules/fields/accepted.ts';
import { validateForm } from '../rules/order.ts';
import { makeSubmit, type Submit, type SubmitNeeds } from './submit.ts';

/** What the page with the form may ask. */
export interface ApplyPageUseCases {
  /** Whether anybody can apply at this moment. */
  readonly isOpen: () => boolean;
  readonly askedFields: ReadonlySet<FieldName>;
  readonly requiredFields: ReadonlySet<FieldName>;
  /** What the box on the form stands for, and the texts in it; '' and none when nothing has to be accepted. */
  readonly accept: { readonly value: string; readonly names: readonly LegalName[] };
  /** People choose their password on it. */
  readonly asksPassword: boolean;
  /** What can be seen to be wrong without asking anybody. Whether the name is taken only `submit` finds out. */
  readonly problemsIn: (typed: TypedFields, sure?: string) => readonly FieldProblem[];
  readonly submit: Submit;
  /** People apply together at this moment, so the limits per network do not hold. */
  readonly isEvent: () => Promise<boolean>;
  /** Call it when a form is turned away because of its network. @param at when it may be sent again */
  readonly networkFull: (at: number) => Promise<void>;
}

export interface ApplyPageNeeds extends SubmitNeeds {
  readonly door: DoorState;
}

export function makeApplyPage(needs: ApplyPageNeeds): ApplyPageUseCases {
  const { door, settings } = needs;
  return {
    isOpen: () => door.isOpen(),
    askedFields: askedFields(settings),
    requiredFields: new Set(fieldNames.filter((name) => fields[name].isRequired(settings))),
    accept: { value: toAccept(settings), names: settings.accept.map(({ name }) => name) },
    asksPassword: settings.passwordOnForm,
    problemsIn(typed, sure) {
      const validated = validateForm(typed, settings, sure);
      return validated.ok ? [] : validated.detail;
    },
    submit: makeSubmit(needs),
    isEvent: async () => (await needs.events.current()) !== undefined,
    networkFull: (at) => needs.sayCapMet('network', { at }),
  };
}
