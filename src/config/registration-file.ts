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

/** Unknown keys are allowed: they are for the homeserver (`rate_limited`, unstable features). */
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
export type JudgedFile = Omit<RegistrationFile, 'id' | 'asToken' | 'hsToken'>;

export interface ReadRegistration {
  readonly value: RegistrationFile | undefined;
  /** Present also when only the ID or a token is wrong. */
  readonly judged: JudgedFile | undefined;
  readonly problems: readonly Problem[];
  /** For further checks against the configuration. */
  readonly yaml: YamlFile;
}

/** Reads and checks `registration.yaml`. Never throws; a file that is missing or open to other users is a problem too. */
export async function readRegistrationFile(file: string): Promise<ReadRegistration> {
  const refused = (sentence: string, remedy: string | undefined): ReadRegistration => {
    const yaml = readYaml(file, '');
    return { value: undefined, judged: undefined, problems: [yaml.problem([], sentence, remedy)], yaml };
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
    return { value: undefined, judged: undefined, problems: empty, yaml };
  }
  const { value, problems } = validate(RegistrationFileSchema, yaml, yaml.data);
  const judged = value ?? validate(RegistrationFileSchema.omit(notJudged), yaml, yaml.data).value;
  // A placeholder is reported once, not a second time as a malformed token.
  const placeholders = new Set(yaml.problems.map(({ key }) => key));
  return {
    value: value === undefined || yaml.problems.length > 0 ? undefined : fileFrom(value),
    judged: judged && judgedFrom(judged),
    problems: [...yaml.problems, ...problems.filter(({ key }) => !placeholders.has(key))],
    yaml,
  };
}

const notJudged = { id: true, as_token: true, hs_token: true } as const;
type Parsed = z.output<typeof RegistrationFileSchema>;

const judgedFrom = ({ url, sender_localpart, namespaces }: Omit<Parsed, keyof typeof notJudged>): JudgedFile => ({
  ...{ url, senderLocalpart: sender_localpart },
  ...{ users: namespaces.users, aliases: namespaces.aliases },
});

const fileFrom = (parsed: Parsed): RegistrationFile => ({
  ...judgedFrom(parsed),
  ...{ id: parsed.id, asToken: parsed.as_token, hsToken: parsed.hs_token },
});
