import { isObject } from '../../kernel/is-object.ts';
import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import { sentences } from './sentences.ts';

/** A request as it came; nothing of it has been checked yet. */
export interface RequestObject {
  readonly fields: Readonly<Record<string, unknown>>;
  /** JSON, as it was sent. */
  readonly seq: string | undefined;
}

/** Reads the object in a frame. The rules of meetings check its fields. `detail` of a refusal is the sentence for the client. */
export function parseFrame(text: string): Outcome<RequestObject, 'request', string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('request', sentences.noJson);
  }
  if (!isObject(value)) return refuse('request', sentences.noObject);
  const { seq } = value;
  if (seq === undefined || Number.isSafeInteger(seq)) return ok({ fields: value, seq: seq?.toString() });
  const written = writeAgain(text, seq);
  return written === undefined ? refuse('request', sentences.seqTooDeep) : ok({ fields: value, seq: written });
}

/** JSON.rawJSON and the third parameter of a reviver, which TypeScript's library does not know yet. */
interface SourceTextJson {
  rawJSON(text: string): unknown;
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
}

/** Writes `seq` with its numbers as they were sent, because reading changes those beyond 2^53. Undefined when nested too deeply. */
function writeAgain(text: string, seq: unknown): string | undefined {
  if (typeof seq === 'string') return JSON.stringify(seq);
  const json = JSON as unknown as SourceTextJson;
  try {
    const read = json.parse(text, (_key, value, { source }) =>
      typeof value === 'number' && source !== undefined ? json.rawJSON(source) : value,
    ) as Record<string, unknown>;
    return JSON.stringify(read['seq']);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
