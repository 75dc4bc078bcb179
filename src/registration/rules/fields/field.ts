import type { Outcome } from '../../../kernel/outcome.ts';
import type { TextKey } from '../../../texts/say.ts';
import type { RegistrationSettings } from '../../settings.ts';

/**
 * How a field is asked for; the form page has one component for each. A `tick` is on the form only while it is required; a `consent` is a
 * box that may stay empty, and is so at first.
 */
export type FieldInput = 'username' | 'email' | 'line' | 'paragraph' | 'tick' | 'consent';

/** Keys of the sentences about one field. */
export interface FieldWords<Refusal extends string> {
  /** Above the input. The form adds "(optional)" where it applies. */
  readonly label: TextKey;
  readonly hint: TextKey;
  /** What is wrong and what to do about it. */
  readonly refusals: Readonly<Record<Refusal, TextKey>>;
}

/** One field of the form: everything that differs between it and the others. */
export interface Field<Refusal extends string, Value extends string> {
  readonly input: FieldInput;
  /** UTF-16 code units that the input takes: more than `validate` lets pass, so that people are told instead of cut short. */
  readonly inputLength: number;
  /** Value of the HTML attribute `autocomplete`; left out where a browser has nothing to offer. */
  readonly autocomplete?: string;
  readonly words: FieldWords<Refusal>;
  /** Is it on the form at all? Left out: always. */
  readonly isAsked?: (settings: RegistrationSettings) => boolean;
  readonly isRequired: (settings: RegistrationSettings) => boolean;
  /** What was typed, as the clean value that is kept. Pure. */
  readonly validate: (typed: string, settings: RegistrationSettings) => Outcome<Value, Refusal>;
}

/**
 * Proved or claimed later, and may change until then. The application has a property of its own for it, and the notice, the
 * letters and the command line show it separately.
 */
export interface ClaimedField<Refusal extends string, Value extends string> extends Field<Refusal, Value> {
  readonly kept: 'claimed';
}

/** Only told: kept as a string in `application.order`, '' when nothing was given, and never changed. */
export interface ToldField<Refusal extends string> extends Field<Refusal, string> {
  readonly kept: 'told';
  readonly input: 'line' | 'paragraph' | 'tick' | 'consent';
  /** Code points. All fields filled up to their caps must fit into one form of 16 KiB (`web/body.ts`). */
  readonly cap: number;
  /** What the team calls it, on the notice and on the command line. */
  readonly name: TextKey;
  /**
   * `title`: the title names the applicant by it. `line`: a labelled line, left out when nothing was given. `quote`: every line of
   * it marked as the applicant's, or the word that there is none.
   */
  readonly onNotice: 'title' | 'line' | 'quote' | 'nowhere';
}
