import { type FieldName, type FieldProblem, fieldNames, fields, type TypedFields } from '../fields.ts';
import type { DoorState } from '../ports/door-state.ts';
import { judgeForm } from '../rules/order.ts';
import { makeSubmit, type Submit, type SubmitNeeds } from './submit.ts';

/** What the page with the form may ask. */
export interface ApplyPageUseCases {
  /** Whether anybody can apply at this moment. */
  readonly isOpen: () => boolean;
  readonly requiredFields: ReadonlySet<FieldName>;
  /** What is wrong with a form in itself: asks nobody, keeps nothing. Whether the name is taken is told by `submit`. */
  readonly problemsIn: (typed: TypedFields) => readonly FieldProblem[];
  readonly submit: Submit;
}

export interface ApplyPageNeeds extends SubmitNeeds {
  readonly door: DoorState;
}

export function makeApplyPage(needs: ApplyPageNeeds): ApplyPageUseCases {
  const { door, settings } = needs;
  return {
    isOpen: () => door.isOpen(),
    requiredFields: new Set(fieldNames.filter((name) => fields[name].isRequired(settings))),
    problemsIn(typed) {
      const judged = judgeForm(typed, settings);
      return judged.ok ? [] : judged.detail;
    },
    submit: makeSubmit(needs),
  };
}
