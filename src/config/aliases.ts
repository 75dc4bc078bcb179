import type { Problem } from './problem.ts';
import type { KeyPath, YamlFile } from './yaml-file.ts';

/** Keys as the programs that Porter replaces, bridges and habit spell them. They are read as ours, with a warning. */
const renamed: Readonly<Record<string, string>> = {
  register_room: 'registration.room',
  register_email: 'mail.from',
  defaultLanguage: 'site.language',
  howToURL: 'site.howToUrl',
  webroot: 'site.publicUrl',
  'homeserver.server_name': 'homeserver.serverName',
  'homeserver.domain': 'homeserver.serverName',
  'homeserver.address': 'homeserver.url',
  'homeserver.admin_url': 'homeserver.adminUrl',
  'site.public_url': 'site.publicUrl',
  'site.howToURL': 'site.howToUrl',
  'site.trusted_proxies': 'site.trustedProxies',
  'mail.require_tls': 'mail.requireTls',
  'mail.reply_to': 'mail.replyTo',
  'registration.team_room': 'registration.room',
  'registration.teamRoom': 'registration.room',
  'registration.adminRoom': 'registration.room',
  'registration.show_email': 'registration.showEmail',
};

/** Keys that are gone, and why. */
const gone: Readonly<Record<string, string>> = {
  access_token: 'is not needed any more: Porter uses the token of its registration file',
  registration_shared_secret: 'is not needed any more: Porter makes accounts by the admin API',
  operationMode: 'is not needed any more: Porter always makes the account itself',
  getPasswordOnRegistration: 'is now registration.password: form, with accounts.store: local',
  smtp: 'is now mail.smtp, written as smtp://host:port, with mail.user and mail.password beside it',
};

export interface Renamed {
  readonly data: unknown;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  /** The path under which the value stands in the file. */
  readonly original: (path: KeyPath) => KeyPath;
}

/** Moves values from old names to new ones. A value under both names is a problem. */
export function applyAliases(yaml: YamlFile, data: unknown): Renamed {
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const moved = new Map<string, KeyPath>();
  const result = structuredClone(data);
  for (const [key, sentence] of Object.entries(gone)) {
    if (isSection(result) && Object.hasOwn(result, key)) {
      problems.push(yaml.problem([key], sentence, undefined, 'key'));
      delete result[key];
    }
  }
  for (const [old, now] of Object.entries(renamed)) {
    const from = old.split('.');
    const to = now.split('.');
    const source = sectionOf(result, from, false);
    const name = from.at(-1) ?? '';
    if (source === undefined || !Object.hasOwn(source, name)) continue;
    const value = source[name];
    delete source[name];
    const target = sectionOf(result, to, true);
    const newName = to.at(-1) ?? '';
    if (target === undefined || Object.hasOwn(target, newName)) {
      problems.push(yaml.problem(from, `is the same as ${now}`, 'leave one of them out', 'key'));
      continue;
    }
    target[newName] = value;
    moved.set(now, from);
    warnings.push(yaml.problem(from, `is now called ${now}`, undefined, 'key'));
  }
  return { data: result, problems, warnings, original: (path) => moved.get(path.join('.')) ?? path };
}

const isSection = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** The section that holds the last key of the path. With `make`, missing sections on the way are created. */
function sectionOf(data: unknown, path: readonly string[], make: boolean): Record<string, unknown> | undefined {
  let at = data;
  for (const step of path.slice(0, -1)) {
    if (!isSection(at)) return undefined;
    if (make && !Object.hasOwn(at, step)) at[step] = {};
    at = Object.hasOwn(at, step) ? at[step] : undefined;
  }
  return isSection(at) ? at : undefined;
}
