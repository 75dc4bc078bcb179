import { z } from 'zod';
import type { ConfigShape } from './shape.ts';

/** The parts of a JSON schema node that the printers need. `example` and `sample` are our own; editors never see them. */
export interface SchemaNode {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly SchemaNode[];
  readonly items?: SchemaNode;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly example?: unknown;
  /** The sample file shows this key although it is not required. */
  readonly sample?: true;
}

/** The schema of `config.yaml`, before defaults and conversions. */
export const configSchemaTree = ({ sections }: Pick<ConfigShape, 'sections'>): SchemaNode =>
  z.toJSONSchema(z.strictObject(sections), { io: 'input', unrepresentable: 'any' }) as unknown as SchemaNode;

/** The JSON schema for editors, named as `# yaml-language-server: $schema=…` in the first line of a file. */
export function printJsonSchema(shape: ConfigShape): string {
  const clean = JSON.parse(JSON.stringify(configSchemaTree(shape)), (key, value: unknown) => {
    if (key === 'sample') return undefined;
    if (value === null || typeof value !== 'object' || !('example' in value)) return value;
    const { example, ...rest } = value;
    return { ...rest, examples: [example] };
  }) as object;
  // At least one part must be configured, with everything it needs.
  const anyOf = shape.parts.map(({ section: own }) => ({
    required: [own, ...shape.belongsTogether.filter(({ section }) => section === own).map(({ needs }) => needs)],
  }));
  return `${JSON.stringify({ title: 'Porter: config.yaml', ...clean, anyOf }, null, 2)}\n`;
}
