import { isObject } from '../kernel/is-object.ts';
import { HttpProblem } from './http-problem.ts';
import type { Asked } from './json-route.ts';
import { parseStrictJson } from './strict-json.ts';

/** The body as JSON, whatever type its sender says it has. Throws `HttpProblem` and `JsonProblem`. */
export const readJson = async (asked: Asked): Promise<unknown> => parseStrictJson(await asked.text());

/** The same for a body that must be an object. */
export async function readObject(asked: Asked): Promise<Readonly<Record<string, unknown>>> {
  const body = await readJson(asked);
  if (!isObject(body)) throw new HttpProblem('bad-request');
  return body;
}
