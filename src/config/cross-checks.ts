import { ghostPrefix, parseRoomAlias, serverNameOf } from '../kernel/matrix-id.ts';
import type { AnyConfig, Config } from './config-schema.ts';
import type { Problem } from './problem.ts';
import type { RegistrationFile } from './registration-file.ts';
import type { YamlFile } from './yaml-file.ts';

export interface Checked {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** What no single value shows: sections against each other. */
export function checkConfig(config: AnyConfig, yaml: YamlFile): Checked {
  const { site } = config;
  const problems = [
    ...(config.registration === undefined ? [] : checkDoor(config, yaml)),
    ...checkMeetings(config, yaml),
    ...checkListeners(config, yaml),
  ];
  const warnings =
    site?.publicUrl.startsWith('http:') && !loopbackUrl(site.publicUrl)
      ? [yaml.problem(['site', 'publicUrl'], 'is not https: passwords would cross the network in the clear')]
      : [];
  return { problems, warnings };
}

function checkDoor({ mail, registration }: Config, yaml: YamlFile): readonly Problem[] {
  const problems: Problem[] = [];
  if (mail.password && mail.smtp.password) {
    problems.push(yaml.problem(['mail', 'password'], 'is also part of mail.smtp', 'leave one of them out'));
  }
  if (mail.password && mail.user === undefined && mail.smtp.user === undefined) {
    problems.push(yaml.problem(['mail', 'password'], 'needs mail.user beside it'));
  }
  const { voters, approvals, declines } = registration;
  if (voters.kind === 'listed' && voters.users.length < Math.max(approvals, declines)) {
    const sentence = `lists ${voters.users.length} people, so ${Math.max(approvals, declines)} votes can never come together`;
    problems.push(yaml.problem(['registration', 'voters'], sentence));
  }
  if (registration.welcomeRooms.includes(registration.room)) {
    const sentence = 'has the team room in it: new members would read every application';
    problems.push(yaml.problem(['registration', 'welcomeRooms'], sentence));
  }
  return problems;
}

/** A section that can do nothing, and ways in that would be open to everybody. */
function checkMeetings({ meetings, site, secrets }: AnyConfig, yaml: YamlFile): readonly Problem[] {
  if (meetings === undefined) return [];
  const problems: Problem[] = [];
  const problem = (key: readonly string[], sentence: string, remedy?: string) =>
    problems.push(yaml.problem(['meetings', ...key], sentence, remedy));
  const { tcp, http, callers, secret, keys, profile, domain } = meetings;
  if (tcp?.inbound === undefined && tcp?.outbound === undefined && http === undefined && site === undefined) {
    problem([], 'has no way in', 'add tcp.inbound, tcp.outbound, http or the section site');
  }
  if (secret === undefined && keys.length === 0) problem(['secret'], 'is required', 'or list keys');
  if (secret !== undefined && keys.length > 0) problem(['keys'], 'stands beside secret', 'leave one of them out');
  if (new Set(keys.map(({ id }) => id)).size < keys.length) problem(['keys'], 'names one id twice');
  if (http !== undefined && Object.keys(callers).length === 0) problem(['callers'], 'is empty, so nobody may ask');
  if (profile === 'hosted' && secret !== undefined) {
    problem(['secret'], 'is nothing that the hosted Jitsi takes', 'list keys instead: it checks with your public key');
  }
  if (profile === 'hosted' && keys.some(({ id }) => !id.startsWith(`${domain}/`))) {
    problem(['keys'], `must have ids that begin with ${domain}/ for the hosted Jitsi`);
  }
  const tokens = Object.values(callers).map(({ token }) => token.reveal());
  if (new Set(tokens).size < tokens.length) problem(['callers'], 'gives one token to two callers');
  if (tcp?.inbound && !loopbackHost(tcp.inbound.host) && tcp.allow === undefined && tcp.secret === undefined) {
    const sentence = 'is open to the network, and whoever reaches it may enter every meeting';
    problem(['tcp', 'inbound'], sentence, 'set tcp.allow or tcp.secret, or listen on 127.0.0.1');
  }
  if (site !== undefined && secrets === undefined) {
    const remedy =
      'make a key file, once (porter init --only key --dir FOLDER-OF-THIS-FILE), and say secrets: { key: { file: data/porter.key } }';
    problems.push(yaml.problem(['secrets'], 'is required for the links of the site', remedy));
  }
  return problems;
}

function checkListeners({ site, appservice, operations, meetings }: AnyConfig, yaml: YamlFile): readonly Problem[] {
  const problems: Problem[] = [];
  const listeners = [
    { key: ['site', 'listen'], at: site?.listen },
    { key: ['appservice', 'listen'], at: appservice?.listen },
    { key: ['operations', 'listen'], at: operations?.listen },
    { key: ['meetings', 'tcp', 'inbound'], at: meetings?.tcp?.inbound },
    { key: ['meetings', 'http', 'listen'], at: meetings?.http?.listen },
  ].flatMap(({ key, at }) => (at === undefined ? [] : [{ key, at }]));
  for (const [index, { key, at }] of listeners.entries()) {
    const same = listeners
      .slice(0, index)
      .find((other) => at.port !== 0 && other.at.port === at.port && other.at.host === at.host);
    if (same) problems.push(yaml.problem(key, `is the same as ${same.key.join('.')}`, 'give each its own port'));
  }
  return problems;
}

const loopbackUrl = (url: string) => loopbackHost(new URL(url).hostname.replace(/^\[|\]$/g, ''));
export const loopbackHost = (host: string) => /^(?:localhost|127\.[0-9.]+|::1)$/.test(host);

/** The registration file against the configuration: what would keep Porter from its users, its room or its pushes. */
export function checkRegistration(config: Config, file: RegistrationFile, yaml: YamlFile): Checked {
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const server = config.homeserver.serverName;
  const users = ['namespaces', 'users'];
  const aliases = ['namespaces', 'aliases'];
  const prefix = ghostPrefix(file.senderLocalpart);
  const wanted = (sigil: '@' | '#') => `use regex: "${sigil}${escapePattern(prefix)}.*:${escapePattern(server)}$"`;
  const ours = `@${prefix}a:${server}`;
  const other = serverOfPattern(file.users[0]?.regex, prefix);
  if (other !== undefined && other !== server && !file.users.some(({ regex }) => regex.test(ours))) {
    const sentence = `is for ${other}, homeserver.serverName says ${server}: one of them is mistyped`;
    return { problems: [yaml.problem(users, sentence, 'correct the one that is wrong')], warnings };
  }
  if (!file.users.some(({ exclusive, regex }) => exclusive && regex.test(ours))) {
    problems.push(yaml.problem(users, `must hold @${prefix}.* of ${server} as exclusive`, wanted('@')));
  }
  for (const [index, { regex }] of file.users.entries()) {
    // Real people in a namespace vanish from the directory, and nobody else can sign up there (reference of the registration file).
    const claims = [`@lena:${server}`, `@z.9:${server}`].some((person) => regex.test(person));
    if (claims) problems.push(yaml.problem([...users, index, 'regex'], 'claims real people', wanted('@')));
    else if (regex.test(`${ours}.evil`)) {
      warnings.push(yaml.problem([...users, index, 'regex'], 'is open at its end', wanted('@')));
    }
  }
  if (!file.aliases.some(({ regex }) => regex.test(`#${prefix}a:${server}`))) {
    problems.push(yaml.problem(aliases, `must hold #${prefix}.* of ${server}`, wanted('#')));
  }
  const alias = parseRoomAlias(config.registration.room);
  if (alias && serverPart(alias) === server && !file.aliases.some(({ regex }) => regex.test(alias))) {
    const remedy = `add { exclusive: false, regex: "${escapePattern(alias)}" } and restart the homeserver`;
    warnings.push(yaml.problem(aliases, `do not hold the team room ${alias}, so Porter cannot make it`, remedy));
  }
  const claimed = alias && file.aliases.findIndex(({ exclusive, regex }) => exclusive && regex.test(alias));
  if (alias && claimed !== undefined && claimed >= 0 && !alias.startsWith(`#${prefix}`)) {
    problems.push(
      yaml.problem(
        [...aliases, claimed, 'exclusive'],
        'must be false for the team room: people may not set it otherwise',
      ),
    );
  }
  if (file.url === null) problems.push(yaml.problem(['url'], 'is empty, so the homeserver would tell Porter nothing'));
  else {
    const port = new URL(file.url).port || (file.url.startsWith('https:') ? '443' : '80');
    const { listen } = config.appservice;
    if (listen.port !== 0 && Number(port) !== listen.port) {
      const sentence = `says port ${port}, Porter listens on ${listen.port} (appservice.listen)`;
      warnings.push(yaml.problem(['url'], sentence, 'fine if a proxy or container stands between'));
    }
  }
  return { problems, warnings };
}

/** The server that a pattern of ours is written for; undefined when it is of another make. */
function serverOfPattern(regex: RegExp | undefined, prefix: string): string | undefined {
  const [, server] = /^\^\(\?:@(?:.*?)\.\*:([^:]+(?::\d+)?)\$\)$/.exec(regex?.source ?? '') ?? [];
  const plain = server?.replaceAll(/\\(.)/g, '$1');
  return plain !== undefined && regex?.test(`@${prefix}a:${plain}`) && /^[A-Za-z0-9.:[\]-]+$/.test(plain)
    ? plain
    : undefined;
}

// The server part of an alias begins after its first colon, as in a user ID.
const serverPart = (alias: string) => serverNameOf(alias as Parameters<typeof serverNameOf>[0]);

/** Text as a regular expression that Python and JavaScript read alike. */
export const escapePattern = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
