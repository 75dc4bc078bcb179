import type { HostPort } from '../kernel/host-port.ts';
import { ghostPrefix, parseRoomAlias, serverNameOf } from '../kernel/matrix-id.ts';
import type { Problem } from './problem.ts';
import type { ComparableFile } from './registration-file.ts';
import type { Checked } from './shape.ts';
import type { YamlFile } from './yaml-file.ts';

/** The settings that the registration file must fit. */
export interface AppserviceFacts {
  readonly serverName: string;
  readonly listen: HostPort;
  /** Room ID or alias as configured; undefined without a team room. */
  readonly teamRoom: string | undefined;
}

/**
 * Checks the registration file against the configuration: finds what would keep Porter from its users, its room or its pushes.
 */
export function checkRegistrationFile(facts: AppserviceFacts, file: ComparableFile, yaml: YamlFile): Checked {
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const { serverName: server, listen } = facts;
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
    // Real people inside the namespace would vanish from the user directory, and nobody else could sign up with such a name
    // (reference of the registration file).
    const claims = [`@lena:${server}`, `@z.9:${server}`].some((person) => regex.test(person));
    if (claims) problems.push(yaml.problem([...users, index, 'regex'], 'claims real people', wanted('@')));
    else if (regex.test(`${ours}.evil`)) {
      warnings.push(yaml.problem([...users, index, 'regex'], 'is open at its end', wanted('@')));
    }
  }
  if (!file.aliases.some(({ regex }) => regex.test(`#${prefix}a:${server}`))) {
    problems.push(yaml.problem(aliases, `must hold #${prefix}.* of ${server}`, wanted('#')));
  }
  const alias = parseRoomAlias(facts.teamRoom);
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
  warnings.push(...whatSlowsPorter(file, server, yaml));
  if (file.url === null) problems.push(yaml.problem(['url'], 'is empty, so the homeserver would tell Porter nothing'));
  else {
    const port = new URL(file.url).port || (file.url.startsWith('https:') ? '443' : '80');
    if (listen.port !== 0 && Number(port) !== listen.port) {
      const sentence = `says port ${port}, Porter listens on ${listen.port} (appservice.listen)`;
      warnings.push(yaml.problem(['url'], sentence, 'fine if a proxy or container stands between'));
    }
  }
  return { problems, warnings };
}

const RESTART = 'and restart the homeserver';

/** Finds keys with which Porter would work, and slowly: limits that are meant for people, and events that it has no use for. */
function whatSlowsPorter({ rateLimited, ephemeral, rooms, aliases }: ComparableFile, server: string, yaml: YamlFile) {
  const everybodys = (pattern: { readonly regex: RegExp }) =>
    ['lena-and-friends', 'z.9'].some((name) => pattern.regex.test(`#${name}:${server}`));
  return [
    ...(rateLimited
      ? [
          yaml.problem(
            ['rate_limited'],
            'is not false, so the homeserver lets Porter do no more in a minute than a person: notices, marks and accounts come late',
            `write rate_limited: false ${RESTART}`,
          ),
        ]
      : []),
    ...(ephemeral === undefined
      ? []
      : [
          yaml.problem(
            [ephemeral],
            'makes the homeserver send Porter who types and who has read what, which it has no use for',
            `take the line out ${RESTART}`,
          ),
        ]),
    ...rooms.map((_, index) =>
      yaml.problem(
        ['namespaces', 'rooms', index, 'regex'],
        'makes the homeserver send Porter what happens in rooms that are none of its business',
        `write rooms: [] ${RESTART}`,
      ),
    ),
    ...aliases.flatMap((pattern, index) =>
      everybodys(pattern)
        ? [
            yaml.problem(
              ['namespaces', 'aliases', index, 'regex'],
              `takes in the addresses of everybody's rooms: Porter is sent what happens there${pattern.exclusive ? ', and nobody else can give a room an address' : ''}`,
              `use a pattern for #porter_.* and one for the team room, as \`porter init\` writes them, ${RESTART}`,
            ),
          ]
        : [],
    ),
  ];
}

/** The server name in a pattern that `porter init` wrote; undefined for any other pattern. */
function serverOfPattern(regex: RegExp | undefined, prefix: string): string | undefined {
  const [, server] = /^\^\(\?:@(?:.*?)\.\*:([^:]+(?::\d+)?)\$\)$/.exec(regex?.source ?? '') ?? [];
  const plain = server?.replaceAll(/\\(.)/g, '$1');
  return plain !== undefined && regex?.test(`@${prefix}a:${plain}`) && /^[A-Za-z0-9.:[\]-]+$/.test(plain)
    ? plain
    : undefined;
}

// As in a user ID, the server part of an alias begins after the first colon.
const serverPart = (alias: string) => serverNameOf(alias as Parameters<typeof serverNameOf>[0]);

/** Escapes text for a regular expression that Python and JavaScript read alike. */
export const escapePattern = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
