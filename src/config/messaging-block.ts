import { isObject } from '../kernel/is-object.ts';
import type { Problem } from './problem.ts';
import type { KeyPath, YamlFile } from './yaml-file.ts';

/** Services of that server to which Porter has no way. */
const elsewhere: ReadonlySet<string> = new Set(['callmebot', 'pushover', 'ntfy', 'zulip', 'slack', 'signal']);

/** Keys whose text is a secret, in lower case. */
const secrets: ReadonlySet<string> = new Set([
  'bottoken',
  'session',
  'apihash',
  'token',
  'password',
  'secret',
  'apikey',
]);

const IN_FILES =
  'put each into a file that only Porter reads, and write { file: NAME } in its place; until then nobody else may read this file';

const NO_PROXY =
  'if only the proxy reaches Telegram, write as a user account (session), or let url name a Bot API server within reach';

type Section = Readonly<Record<string, unknown>>;

/** The keys that Porter knows at a path. */
type KeysAt = (path: KeyPath) => readonly string[];

export interface Folded {
  /** With the block below `channels`, in Porter's spelling. */
  readonly data: unknown;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  /** Secrets stand in the block itself, in what is left out as well. */
  readonly holdsSecrets: boolean;
  /** The path under which the value stands in the file. */
  readonly original: (path: KeyPath) => KeyPath;
}

/**
 * Reads the block `messaging` of the remote-management server MeshCentral, pasted in place of `channels` (or beside other channels),
 * as that server does: upper and lower case are one in names, names that begin with `_` are off, and so is what is empty. What it
 * means is then the same as below `channels`, and is checked there.
 *
 * @param data not changed
 */
export function foldMessaging(yaml: YamlFile, data: unknown, keysAt: KeysAt): Folded {
  const unchanged = { data, problems: [], warnings: [], holdsSecrets: false, original: (path: KeyPath) => path };
  const names = isObject(data) ? Object.keys(data).filter((key) => key.toLowerCase() === 'messaging') : [];
  const [name, second] = names;
  if (!isObject(data) || name === undefined) return unchanged;

  const block = data[name];
  const others = Object.fromEntries(Object.entries(data).filter(([key]) => !names.includes(key)));
  if (second !== undefined) {
    const twice = yaml.problem([second], `is the same as ${name}`, 'leave one of them out', 'key');
    return { ...unchanged, data: others, problems: [twice] };
  }
  const channels = others['channels'] ?? {};
  if (!isObject(block)) {
    const wrong = yaml.problem([name], 'must be a section with telegram, discord or xmpp in it');
    return { ...unchanged, data: others, problems: [wrong] };
  }
  // What is wrong with `channels` itself is told where it is checked.
  if (!isObject(channels)) return { ...unchanged, data: others };
  const { folded, origins, ...said } = foldBlock(yaml, name, block, channels, keysAt);
  const isEmpty = Object.keys(folded).length === 0;
  return {
    ...{ ...said, data: isEmpty ? others : { ...others, channels: { ...channels, ...folded } } },
    holdsSecrets: secretsIn(block).length > 0,
    original: (path) => originOf(origins, path),
  };
}

function foldBlock(yaml: YamlFile, name: string, block: Section, channels: Section, keysAt: KeysAt) {
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const origins = new Map<string, KeyPath>();
  const inClear: string[] = [];
  const folded = new Map<string, unknown>();
  for (const [key, value] of Object.entries(block)) {
    const theirs = [name, key];
    const warn: Warn = (more, ...told) => void warnings.push(yaml.problem([...theirs, ...more], ...told, 'key'));
    const why = whyLeftOut(key, value);
    if (why !== undefined) {
      warn([], why, undefined);
      continue;
    }
    const own = spelled(key, keysAt(['channels']));
    if (Object.hasOwn(channels, own) || folded.has(own)) {
      const where = folded.has(own) ? name : 'channels';
      problems.push(yaml.problem(theirs, `is the same as ${where}.${own}`, 'leave one of them out', 'key'));
      continue;
    }
    inClear.push(...secretsIn({ [key]: value }));
    const section = inOurSpelling(value, { ours: ['channels', own], theirs, keysAt, origins });
    folded.set(own, isObject(section) ? (adapt[own]?.(section, warn, origins) ?? section) : section);
  }
  if (inClear.length > 0) {
    warnings.push(yaml.problem([name], `holds secrets in clear text: ${inClear.join(', ')}`, IN_FILES, 'key'));
  }
  return { folded: Object.fromEntries(folded), problems, warnings, origins };
}

/** Continues after the key; undefined for what is to be read. */
function whyLeftOut(key: string, value: unknown): string | undefined {
  if (key.startsWith('_')) return 'is left out: its name begins with _';
  if (elsewhere.has(key.toLowerCase())) return 'is left out: Porter does not send there';
  return value ? undefined : 'is left out: it is empty';
}

/** The known key that differs in case alone; the key itself if there is none. */
const spelled = (key: string, known: readonly string[]): string =>
  known.includes(key) ? key : (known.find((one) => one.toLowerCase() === key.toLowerCase()) ?? key);

interface Spelling {
  readonly ours: KeyPath;
  readonly theirs: KeyPath;
  readonly keysAt: KeysAt;
  /** Filled: where each of our paths stands in the file. */
  readonly origins: Map<string, KeyPath>;
}

function inOurSpelling(value: unknown, at: Spelling): unknown {
  const { ours, theirs, keysAt, origins } = at;
  origins.set(ours.join('.'), theirs);
  if (!isObject(value)) return value;
  const known = keysAt(ours);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !key.startsWith('_'))
      .map(([key, inner]) => {
        const name = spelled(key, known);
        return [name, inOurSpelling(inner, { ...at, ours: [...ours, name], theirs: [...theirs, key] })];
      }),
  );
}

/** The dotted keys of all secrets that stand there as text. */
const secretsIn = (section: Section): readonly string[] =>
  Object.entries(section).flatMap(([key, value]) => {
    if (typeof value === 'string') return secrets.has(key.toLowerCase()) ? [key] : [];
    return isObject(value) ? secretsIn(value).map((below) => `${key}.${below}`) : [];
  });

/** Of the path, or of the closest part around it that stands in the file, with the rest behind it. */
function originOf(origins: ReadonlyMap<string, KeyPath>, path: KeyPath): KeyPath {
  for (let length = path.length; length > 0; length -= 1) {
    const origin = origins.get(path.slice(0, length).join('.'));
    if (origin !== undefined) return [...origin, ...path.slice(length)];
  }
  return path;
}

/** @param more keys below the provider, as they stand in the file */
type Warn = (more: readonly string[], sentence: string, remedy: string | undefined) => void;
type Adapt = (section: Section, warn: Warn, origins: Map<string, KeyPath>) => Section;

/** What that server takes together and Porter does not. */
const adapt: Readonly<Record<string, Adapt>> = {
  telegram(section, warn, origins) {
    const { session, ...bot } = section;
    if ((section['bottoken'] ?? section['botToken']) === undefined) return section;
    const told = (key: string) => [String(origins.get(`channels.telegram.${key}`)?.at(-1))];
    if (session !== undefined) {
      warn(told('session'), 'is left out: beside a bot token that server never read it', undefined);
    }
    if (section['proxy'] !== undefined)
      warn(told('proxy'), 'is not used: Porter asks the Bot API over https', NO_PROXY);
    return bot;
  },

  // Its XMPP library takes both forms.
  xmpp(section, _, origins) {
    const { username, password, ...others } = section;
    if (username === undefined || section['credentials'] !== undefined) return section;
    for (const key of ['username', 'password']) {
      const origin = origins.get(`channels.xmpp.${key}`);
      if (origin !== undefined) origins.set(`channels.xmpp.credentials.${key}`, origin);
    }
    return { ...others, credentials: { username, ...(password === undefined ? {} : { password }) } };
  },
};
