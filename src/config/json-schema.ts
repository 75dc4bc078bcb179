import { z } from 'zod';
import { ConfigSchema } from './config-schema.ts';

/** What the printers need of a JSON schema node; `example` and `sample` are ours and are not part of what editors get. */
export interface SchemaNode {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly SchemaNode[];
  readonly items?: SchemaNode;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly example?: unknown;
  /** Stands in the sample file although it is not required. */
  readonly sample?: true;
}

/** The schema of `config.yaml` as it may be written. */
export const configSchemaTree = (): SchemaNode =>
  z.toJSONSchema(ConfigSchema, { io: 'input', unrepresentable: 'any' }) as unknown as SchemaNode;

/** For editors: `# yaml-language-server: $schema=…` in the first line of a file. */
export function printJsonSchema(): string {
  const clean = JSON.parse(JSON.stringify(configSchemaTree()), (key, value: unknown) => {
    if (key === 'sample') return undefined;
    if (value === null || typeof value !== 'object' || !('example' in value)) return value;
    const { example, ...rest } = value;
    return { ...rest, examples: [example] };
  }) as { readonly required?: readonly string[] };
  const { required, ...rest } = clean;
  // A Porter for meetings alone needs nothing of the door.
  const either = [{ required }, { required: ['meetings'] }];
  return `${JSON.stringify({ title: 'Porter: config.yaml', ...rest, anyOf: either }, null, 2)}\n`;
}
