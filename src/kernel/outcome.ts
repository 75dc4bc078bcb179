/** A value or a refusal: something a person can be told politely, so it is returned. What breaks is thrown as a `Fault`. */
export type Outcome<Value, Refusal extends string = string, Detail = undefined> =
  | { readonly ok: true; readonly value: Value }
  | Refused<Refusal, Detail>;

/** A refused outcome. `detail` carries the numbers that the sentence needs, e.g. tries left. */
export interface Refused<Refusal extends string = string, Detail = undefined> {
  readonly ok: false;
  readonly refusal: Refusal;
  readonly detail: Detail;
}

export const ok = <Value>(value: Value): { readonly ok: true; readonly value: Value } => ({ ok: true, value });

export function refuse<Refusal extends string>(refusal: Refusal): Refused<Refusal>;
export function refuse<Refusal extends string, Detail>(refusal: Refusal, detail: Detail): Refused<Refusal, Detail>;
export function refuse(refusal: string, detail?: unknown): Refused<string, unknown> {
  return { ok: false, refusal, detail };
}
