import { isObject } from '../../kernel/is-object.ts';
import { HttpProblem } from '../../web/http-problem.ts';
import type { Asked } from '../../web/json-route.ts';
import { parseStrictJson } from '../../web/strict-json.ts';

/** What a program sent as JSON or in a form, in one shape. */
export interface Fields {
  readonly as: 'json' | 'form';
  /** The first value of each name, as JSON has it; of a form it is text. A Map, in which no name has a special meaning. */
  readonly values: ReadonlyMap<string, unknown>;
  /** Every value of a name of a form in order, as text; of JSON there are none. */
  readonly all: (name: string) => readonly string[];
  /** Names of fields that hold files. */
  readonly files: readonly string[];
}

const MOST_FIELDS = 200;

/**
 * Reads a body of the types `application/json`, `application/x-www-form-urlencoded` and `multipart/form-data`. Throws `HttpProblem`
 * and `JsonProblem`: another type is `media`, what is no object or no form is `bad-request`.
 */
export async function readFields(asked: Asked): Promise<Fields> {
  const type = asked.headers['content-type'] ?? '';
  switch (type.split(';', 1)[0]?.trim().toLowerCase()) {
    case 'application/json': {
      const value = await asked.json();
      if (!isObject(value)) throw new HttpProblem('bad-request');
      return { as: 'json', values: new Map(Object.entries(value)), all: () => [], files: [] };
    }
    case 'application/x-www-form-urlencoded':
      return fieldsOf([...new URLSearchParams(checkForm(await asked.text()))]);
    case 'multipart/form-data':
      return fieldsOf([...(await readMultipart(type, await asked.bytes()))]);
    default:
      throw new HttpProblem('media');
  }
}

/** As `readFields`, for programs that send JSON whatever type they name. Throws `HttpProblem` and `JsonProblem`. */
export async function readObject(asked: Asked): Promise<Readonly<Record<string, unknown>>> {
  const value = parseStrictJson(await asked.text());
  if (!isObject(value)) throw new HttpProblem('bad-request');
  return value;
}

/** `URLSearchParams` would put U+FFFD where the escapes are no UTF-8, and works for minutes on a million fields. */
function checkForm(text: string): string {
  if (text.split('&', MOST_FIELDS + 1).length > MOST_FIELDS) throw new HttpProblem('bad-request');
  for (const [escapes] of text.matchAll(/(?:%[0-9a-f]{2})+/gi)) {
    try {
      decodeURIComponent(escapes);
    } catch {
      throw new HttpProblem('not-utf8');
    }
  }
  return text;
}

async function readMultipart(type: string, bytes: Buffer): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(bytes), { headers: { 'Content-Type': type } }).formData();
  } catch {
    throw new HttpProblem('bad-request');
  }
}

function fieldsOf(entries: readonly (readonly [string, string | File])[]): Fields {
  if (entries.length > MOST_FIELDS) throw new HttpProblem('bad-request');
  const texts = new Map<string, string[]>();
  const files = new Set<string>();
  for (const [name, value] of entries) {
    if (typeof value !== 'string') files.add(name);
    else texts.set(name, [...(texts.get(name) ?? []), value]);
  }
  return {
    as: 'form',
    values: new Map([...texts].map(([name, [first]]) => [name, first])),
    all: (name) => texts.get(name) ?? [],
    files: [...files],
  };
}
