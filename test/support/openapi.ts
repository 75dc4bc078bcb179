import assert from 'node:assert/strict';
import { z } from 'zod';
import type { Answer } from './ask.ts';

interface Told {
  readonly $ref?: string;
  readonly headers?: Readonly<Record<string, { readonly schema: object }>>;
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

export interface Operation {
  readonly security?: readonly object[];
  readonly responses: Readonly<Record<string, Told>>;
}

/** An OpenAPI document as a test reads it. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  /** Every status that it tells of, as `post /v1/things 201`. */
  readonly told: readonly string[];
  /** Holds an answer to what is told of this method, path and status. @returns the members that it had, if it was JSON */
  holds(method: string, path: string, answer: Answer): readonly string[];
  /** Says whether a value fits the schema of this name. */
  fits(schema: string, value: unknown): boolean;
}

const METHODS = ['get', 'post', 'put', 'delete'];

/** @param document as it is served */
export function readOpenApi(document: object): OpenApi {
  const { paths: all, components } = document as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
    readonly components: { readonly schemas: Readonly<Record<string, object>> };
  };
  const paths = Object.fromEntries(
    Object.entries(all).map(([path, item]) => [
      path,
      Object.fromEntries(Object.entries(item).filter(([method]) => METHODS.includes(method))),
    ]),
  );
  /** What a `$ref` of the document names. */
  function resolve<T extends object>(value: T & { readonly $ref?: string }): T {
    if (value.$ref === undefined) return value;
    const found = value.$ref
      .replace(/^#\//, '')
      .split('/')
      .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document);
    assert.ok(found, value.$ref);
    return found as T;
  }
  /** With everything that it refers to put in its place, because a schema is read alone. */
  const whole = (schema: unknown): unknown => {
    if (Array.isArray(schema)) return schema.map(whole);
    if (typeof schema !== 'object' || schema === null) return schema;
    const found = resolve(schema);
    return found === schema
      ? Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, whole(value)]))
      : whole(found);
  };
  /** The document's schemas are plain data to TypeScript. */
  const judge = (schema: object) => z.fromJSONSchema(whole(schema) as Parameters<typeof z.fromJSONSchema>[0]);

  return {
    paths,
    told: Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).flatMap(([method, { responses }]) =>
        Object.keys(responses).map((status) => `${method} ${path} ${status}`),
      ),
    ),

    holds(method, path, answer) {
      const place = `${method} ${path} ${answer.status}`;
      const told = paths[path]?.[method]?.responses[answer.status];
      assert.ok(told, `${place}: ${answer.body}`);
      const { headers = {}, content = {} } = resolve<Told>(told);
      for (const [name, { schema }] of Object.entries(headers)) {
        const read = judge(schema).safeParse(answer.headers[name.toLowerCase()]);
        assert.ok(read.success, `${place} ${name}: ${answer.headers[name.toLowerCase()]}`);
      }
      const type = answer.headers['content-type'] ?? '';
      assert.deepEqual(Object.keys(content), [type], place);
      if (!/[/+]json$/.test(type)) return [];
      const [{ schema } = { schema: {} }] = Object.values(content);
      const body = JSON.parse(answer.body) as object;
      const read = judge(schema).safeParse(body);
      assert.ok(read.success, `${place}: ${answer.body} ${read.error}`);
      return Object.keys(body);
    },

    fits: (schema, value) => judge(components.schemas[schema] ?? { not: {} }).safeParse(value).success,
  };
}
