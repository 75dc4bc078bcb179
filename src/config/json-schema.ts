import { z } from 'zod';
import type { ConfigShape } from './shape.ts';

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
export const configSchemaTree = ({ sections }: Pick<ConfigShape, 'sections'>): SchemaNode =>
  z.toJSONSchema(z.strictObject(sections), { io: 'input', unrepresentable: 'any' }) as unknown as SchemaNode;

/** For editors: `# yaml-language-server: $schema=…` in the first line of a file. */
export function printJsonSchema(shape: ConfigShape): string {
  const clean = JSON.parse(JSON.stringify(configSchemaTree(shape)), (key, value: unknown) => {
    if (key === 'sample') return undefined;
    if (value === null || typeof value !== 'object' || !('example' in value)) return value;
    const { example, ...rest } = value;
    return { ...rest, examples: [example] };
  }) as object;
  // At least one part, each with what it needs.
  const anyOf = shape.parts.map(({ sections: [own = ''] }) => ({
    required: [own, ...shape.belongsTogether.filter(({ section }) => section === own).map(({ needs }) => needs)],
  }));
  return `${JSON.stringify({ title: 'Porter: config.yaml', ...clean, anyOf }, null, 2)}\n`;
}
