import { IdentityApiSection, SignInSection } from '../../config/sections/accounts.ts';
import type { Checked, Listening } from '../../config/shape.ts';
import type { YamlFile } from '../../config/yaml-file.ts';
import { serverNameOf } from '../ground-sections.ts';
import type { PartConfig } from '../part-config.ts';

export const sections = { identityApi: IdentityApiSection.optional(), signIn: SignInSection.prefault({}) };

export type AccountsConfig = PartConfig<'accounts', typeof sections>;

/** Finds settings that contradict each other, and secrets that no header can carry. */
export function crossCheckAccounts(config: AccountsConfig, yaml: YamlFile): Checked {
  const { accounts, homeserver, identityApi, signIn } = config;
  const problems: Checked['problems'][number][] = [];
  const problem = (key: readonly string[], sentence: string, remedy?: string) =>
    void problems.push(yaml.problem(key, sentence, remedy));

  if (accounts.store === 'local' && serverNameOf(config) === undefined) {
    problem(['accounts', 'serverName'], 'is required', 'say what stands after the colon in user IDs');
  }
  if (homeserver && accounts.serverName !== undefined && accounts.serverName !== homeserver.serverName) {
    const sentence = `is another name than homeserver.serverName, ${homeserver.serverName}`;
    problem(['accounts', 'serverName'], sentence, 'leave it out');
  }
  if (signIn.idleTimeout > signIn.absoluteTimeout)
    problem(['signIn', 'idleTimeout'], 'is longer than signIn.absoluteTimeout', 'make it shorter');
  const clients = Object.entries(identityApi?.clients ?? {});
  for (const [name, secret] of clients) {
    if (/[\s/:@]/u.test(secret.reveal().trim()))
      problem(['identityApi', 'clients', name], 'holds white space, /, : or @, which no URL can carry');
  }
  if (new Set(clients.map(([, secret]) => secret.reveal().trim())).size < clients.length)
    problem(['identityApi', 'clients'], 'gives one secret to two clients');
  const idle = yaml.problem(['identityApi'], 'is off while accounts live in Synapse', 'set accounts.store to local');
  if (accounts.store !== 'local') return { problems, warnings: [idle] };
  const deaf = yaml.problem(
    ['accounts', 'store'],
    'is local, and no homeserver can ask whether a password is right, so nobody can log in',
    'say identityApi: { listen: "127.0.0.1:8483" }',
  );
  return { problems, warnings: homeserver && identityApi === undefined ? [deaf] : [] };
}

export const identityListening = ({ accounts, identityApi }: AccountsConfig): readonly Listening[] =>
  identityApi === undefined || accounts.store !== 'local'
    ? []
    : [
        {
          ...{ key: ['identityApi', 'listen'], at: identityApi.listen },
          ...{ guard: guardOf(Object.keys(identityApi.clients)), who: 'the homeserver and the identity server' },
        },
      ];

const guardOf = (clients: readonly string[]): string =>
  clients.length === 0
    ? 'whoever reaches it may try passwords and ask who has an address.'
    : "guarded by the clients' secrets alone, and all of it is clear text.";
