import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { fileTrouble, tighten } from '../kernel/file-trouble.ts';
import type { Secret } from '../kernel/secret.ts';
import { field, url } from './fields.ts';
import type { Problem } from './problem.ts';
import { bad, good, openToOthers, readSecret } from './read-secret.ts';
import { validate } from './validate.ts';
import { readYaml, type YamlFile } from './yaml-file.ts';

const token = () =>
  field<Secret>({ type: 'string', minLength: 32 }, (value) => {
    if (typeof value !== 'string') return bad('must be text');
    const read = readSecret(value);
    if (!read.ok) return read;
    return /^[A-Za-z0-9._~-]{32,255}$/.test(value)
      ? read
      : bad('must have 32 to 255 letters and digits', 'run `porter init` in an empty folder for a fresh one');
  });

/** A regular expression that Synapse can read too. Like Synapse, it matches from the start but not to the end. */
const pattern = () =>
  field<RegExp>({ type: 'string', format: 'regex' }, (value) => {
    if (typeof value !== 'string' || value === '' || value.length > 500) return bad('must be a regular expression');
    try {
      return good(new RegExp(`^(?:${value})`));
    } catch {
      return bad('is not a regular expression');
    }
  });

const Namespace = z.object({ exclusive: z.boolean(), regex: pattern() });

/** Synapse reads YAML 1.1, in which these words are false, too. */
const isFalse = (value: unknown): boolean =>
  value === false || (typeof value === 'string' && /^(?:no|off)$/i.test(value));

/** Keys for events that people make by reading and typing: the one of the specification, and those of Synapse before it. */
const EPHEMERAL = ['receive_ephemeral', 'de.sorunome.msc2409.push_ephemeral', 'push_ephemeral'] as const;

/** Unknown keys are allowed: they are for the homeserver (unstable features). */
const RegistrationFileSchema = z.object({
  id: field<string>({ type: 'string' }, (value) =>
    typeof value === 'string' && /^[A-Za-z0-9._-]{1,100}$/.test(value)
      ? good(value)
      : bad('must be a word such as porter'),
  ).meta({ description: 'Unique on the homeserver. Never change it.', example: 'porter' }),
  url: url().nullable().meta({ description: 'How the homeserver reaches Porter.', example: 'http://127.0.0.1:8482' }),
  as_token: token().meta({ description: 'Porter shows this to the homeserver.' }),
  hs_token: token().meta({ description: 'The homeserver shows this to Porter.' }),
  sender_localpart: field<string>({ type: 'string' }, (value) =>
    typeof value === 'string' && /^[a-z0-9._-]{1,100}$/.test(value)
      ? good(value)
      : bad('must be a word such as porter'),
  ).meta({ description: "Porter's own user.", example: 'porter' }),
  namespaces: z.object({
    users: z.array(Namespace).prefault([]),
    aliases: z.array(Namespace).prefault([]),
    rooms: z.array(Namespace).prefault([]),
  }),
  rate_limited: z.unknown().optional(),
  receive_ephemeral: z.unknown().optional(),
  'de.sorunome.msc2409.push_ephemeral': z.unknown().optional(),
  push_ephemeral: z.unknown().optional(),
});

/** The part of the registration file that Porter needs. */
export interface RegistrationFile {
  readonly id: string;
  /** How the homeserver reaches us; with null it pushes nothing. */
  readonly url: string | null;
  readonly asToken: Secret;
  readonly hsToken: Secret;
  readonly senderLocalpart: string;
  readonly users: readonly Pattern[];
  readonly aliases: readonly Pattern[];
}

export interface Pattern {
  readonly exclusive: boolean;
  readonly regex: RegExp;
}

/** What can be compared with the configuration. */
export interface ComparableFile extends Omit<RegistrationFile, 'id' | 'asToken' | 'hsToken'> {
  readonly rooms: readonly Pattern[];
  /** Does the homeserver slow Porter down as it does people? */
  readonly rateLimited: boolean;
  /** The key that asks for what people type and read, if one does. */
  readonly ephemeral: string | undefined;
}

export interface ReadRegistration {
  readonly value: RegistrationFile | undefined;
  /** Present also when only the ID or a token is wrong. */
  readonly comparable: ComparableFile | undefined;
  readonly problems: readonly Problem[];
  /** For further checks against the configuration. */
  readonly yaml: YamlFile;
}

/** Reads and checks `registration.yaml`. Never throws; a file that is missing or open to other users is a problem too. */
export async function readRegistrationFile(file: string): Promise<ReadRegistration> {
  const refused = (sentence: string, remedy: string | undefined): ReadRegistration => {
    const yaml = readYaml(file, '');
    return { value: undefined, comparable: undefined, problems: [yaml.problem([], sentence, remedy)], yaml };
  };
  let text: string;
  try {
    const found = await stat(file);
    if (openToOthers(found.mode)) return refused('can be read by other users', tighten(file, found, '640'));
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return refused('does not exist', '`porter init` makes it');
    const { why, remedy } = fileTrouble(file, error);
    return refused(`cannot be read: ${why}`, remedy);
  }
  const yaml = readYaml(file, text);
  if (yaml.data === null) {
    const empty = yaml.problems.length > 0 ? yaml.problems : [yaml.problem([], 'is empty', '`porter init` makes it')];
    return { value: undefined, comparable: undefined, problems: empty, yaml };
  }
  const { value, problems } = validate(RegistrationFileSchema, yaml, yaml.data);
  const comparable = value ?? validate(RegistrationFileSchema.omit(notCompared), yaml, yaml.data).value;
  // A placeholder is reported once, not a second time as a malformed token.
  const placeholders = new Set(yaml.problems.map(({ key }) => key));
  return {
    value: value === undefined || yaml.problems.length > 0 ? undefined : fileFrom(value),
    comparable: comparable && comparableFrom(comparable),
    problems: [...yaml.problems, ...problems.filter(({ key }) => !placeholders.has(key))],
    yaml,
  };
}

const notCompared = { id: true, as_token: true, hs_token: true } as const;
type Parsed = z.output<typeof RegistrationFileSchema>;

const comparableFrom = (parsed: Omit<Parsed, keyof typeof notCompared>): ComparableFile => ({
  ...{ url: parsed.url, senderLocalpart: parsed.sender_localpart },
  ...parsed.namespaces,
  rateLimited: !isFalse(parsed.rate_limited),
  ephemeral: EPHEMERAL.find((key) => parsed[key] !== undefined && !isFalse(parsed[key])),
});

const fileFrom = (parsed: Parsed): RegistrationFile => ({
  ...{ url: parsed.url, senderLocalpart: parsed.sender_localpart },
  ...{ users: parsed.namespaces.users, aliases: parsed.namespaces.aliases },
  ...{ id: parsed.id, asToken: parsed.as_token, hsToken: parsed.hs_token },
});
