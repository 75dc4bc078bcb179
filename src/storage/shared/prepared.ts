import type { Compilable, CompiledQuery, Kysely, QueryResult } from 'kysely';
import type { Tables } from './tables.ts';

/** Stands in a compiled query for a value that each run brings. */
class Placeholder {
  readonly name: string;
  readonly index: number | undefined;

  constructor(name: string, index?: number) {
    this.name = name;
    this.index = index;
  }
}

type Value = string | number | null;
export type Values = Readonly<Record<string, Value>>;

export interface Slots<Named extends Values> {
  /** The value of this name, as the type it will have. */
  of<Name extends keyof Named & string>(name: Name): Named[Name];
}

/** Runs on a database or inside a transaction. */
export type Prepared<Named extends Values, Row> = (on: Kysely<Tables>, values: Named) => Promise<QueryResult<Row>>;

const slots = <Named extends Values>(): Slots<Named> => ({
  // The query builder passes objects that it does not know on as parameters; `fill` replaces them with the values.
  of: (name) => new Placeholder(name) as never,
});

/** Keeps one thing per kind of database: a process may have several kinds open, and each has its own SQL. */
function forEachKind<Thing>(make: () => Thing): (on: Kysely<Tables>) => Thing {
  const things = new WeakMap<object, Thing>();
  return (on) => {
    const kind = on.getExecutor().adapter.constructor;
    const thing = things.get(kind) ?? make();
    things.set(kind, thing);
    return thing;
  };
}

/** A query that is compiled once, at its first run: building it costs several times what SQLite needs to answer it. */
export function prepare<Named extends Values, Row>(
  build: (db: Kysely<Tables>, slot: Slots<Named>) => Compilable<Row>,
): Prepared<Named, Row> {
  const formOf = forEachKind((): { compiled?: CompiledQuery<Row> } => ({}));
  return (on, values) => {
    const form = formOf(on);
    form.compiled ??= build(on, slots<Named>()).compile();
    return on.executeQuery(fill(form.compiled, ({ name }) => values[name]));
  };
}

/** As `prepare`, for a query with one list of at least one element. The list is padded with its last element to a power of two. */
export function prepareList<Item extends Value, Named extends Values, Row>(
  build: (db: Kysely<Tables>, list: readonly Item[], slot: Slots<Named>) => Compilable<Row>,
): (on: Kysely<Tables>, list: readonly Item[], values: Named) => Promise<QueryResult<Row>> {
  const formsOf = forEachKind(() => new Map<number, CompiledQuery<Row>>());
  return (on, list, values) => {
    const bySize = formsOf(on);
    let size = 1;
    while (size < list.length) size *= 2;
    let compiled = bySize.get(size);
    if (compiled === undefined) {
      const placeholders = Array.from({ length: size }, (_, index) => new Placeholder('', index) as never);
      compiled = build(on, placeholders, slots<Named>()).compile();
      bySize.set(size, compiled);
    }
    const last = list.length - 1;
    return on.executeQuery(
      fill(compiled, ({ name, index }) => (index === undefined ? values[name] : list[Math.min(index, last)])),
    );
  };
}

/** How many rows one statement inserts: only these sizes, so that few statements are compiled. */
const ROW_CHUNKS = [100, 20, 5, 1];

/** Prepares an insert of any number of rows. It returns how many rows were inserted or changed. */
export function prepareRows<Row extends Values>(
  build: (db: Kysely<Tables>, rows: readonly Row[]) => Compilable<unknown>,
  columns: readonly (keyof Row & string)[],
): (on: Kysely<Tables>, rows: readonly Row[]) => Promise<number> {
  const formsOf = forEachKind(() => new Map<number, CompiledQuery>());
  return async (on, rows) => {
    const bySize = formsOf(on);
    let changed = 0;
    for (let from = 0; from < rows.length; ) {
      const size = ROW_CHUNKS.find((chunk) => chunk <= rows.length - from) ?? 1;
      let compiled = bySize.get(size);
      if (compiled === undefined) {
        const placeholders = Array.from({ length: size }, (_, index) =>
          Object.fromEntries(columns.map((column) => [column, new Placeholder(column, index)])),
        );
        compiled = build(on, placeholders as never).compile();
        bySize.set(size, compiled);
      }
      const start = from;
      const { numAffectedRows } = await on.executeQuery(
        fill(compiled, ({ name, index }) => rows[start + (index ?? 0)]?.[name]),
      );
      changed += Number(numAffectedRows ?? 0n);
      from += size;
    }
    return changed;
  };
}

function fill<Row>(
  compiled: CompiledQuery<Row>,
  get: (placeholder: Placeholder) => Value | undefined,
): CompiledQuery<Row> {
  const parameters = compiled.parameters.map((parameter) => {
    if (!(parameter instanceof Placeholder)) return parameter;
    const value = get(parameter);
    if (value === undefined) throw new Error(`no value for ${parameter.name}`);
    return value;
  });
  return { ...compiled, parameters };
}
