import { type Language, say } from '../texts/say.ts';
import { fields, type Order, type ToldFieldName, toldFieldNames } from './fields.ts';
import type { ToldField } from './rules/fields/field.ts';

/** One field of an order for people of the team. */
export interface ToldText {
  readonly field: ToldFieldName;
  /** What the team calls it, in its language. */
  readonly name: string;
  /** As kept: cleaned, not made inert; '' when nothing was given. */
  readonly text: string;
  /** Code points. */
  readonly cap: number;
  /** A `paragraph` may have line breaks. */
  readonly input: ToldField<string>['input'];
  readonly onNotice: ToldField<string>['onNotice'];
}

/** Returns what the applicant told, one element per field, in the order of the form. */
export const toldOrder = (order: Order, language: Language): readonly ToldText[] =>
  toldFieldNames.map((field) => {
    const { name, cap, input, onNotice }: ToldField<string> = fields[field];
    return { field, name: say(language, name), text: order[field], cap, input, onNotice };
  });
