import { MeetingsSection } from '../../config/sections/meetings.ts';
import type { Checked, Listening } from '../../config/shape.ts';
import type { YamlFile } from '../../config/yaml-file.ts';
import { isLoopback } from '../../kernel/host-port.ts';
import type { PartConfig } from '../part-config.ts';

export const sections = { meetings: MeetingsSection.optional() };

/** The section `meetings` and the shared sections. The part needs no other section. */
export type MeetingsPartConfig = PartConfig<'meetings', typeof sections>;
export type MeetingsConfig = MeetingsPartConfig['meetings'];

/** Finds settings that contradict each other, a section without any way in, and ways in that are open to everybody. */
export function crossCheckMeetings({ meetings: own, site }: MeetingsPartConfig, yaml: YamlFile): Checked {
  const problems: Checked['problems'][number][] = [];
  const problem: AddProblem = (key, sentence, remedy) =>
    problems.push(yaml.problem(['meetings', ...key], sentence, remedy));
  const { tcp, http, callers, secret, keys } = own;
  if (tcp?.inbound === undefined && tcp?.outbound === undefined && http === undefined && site === undefined) {
    problem([], 'has no way in', 'add tcp.inbound, tcp.outbound, http or the section site');
  }
  if (secret === undefined && keys.length === 0) problem(['secret'], 'is required', 'or list keys');
  if (secret !== undefined && keys.length > 0) problem(['keys'], 'stands beside secret', 'leave one of them out');
  if (new Set(keys.map(({ id }) => id)).size < keys.length) problem(['keys'], 'names one id twice');
  // With keys the listener publishes them, also where nobody asks there.
  if (http !== undefined && Object.keys(callers).length === 0 && keys.length === 0)
    problem(['callers'], 'is empty, so nobody may ask');
  if (http === undefined && Object.keys(callers).length > 0)
    problem(['callers'], 'is of no use without http', 'add http: { listen: "127.0.0.1:8485" }, or leave callers out');
  if (own.profile === 'hosted') checkHosted(own, problem);
  else if (/[\s/:@?#]/u.test(own.domain)) {
    problem(['domain'], 'must be the XMPP domain alone, as in VirtualHost "…" of Prosody: no https://, port or path');
  }
  // As `makeTokenCheck` compares them: the newline at the end of a file does not count.
  const tokens = Object.values(callers).map(({ token }) => token.reveal().trim());
  for (const [name, { token }] of Object.entries(callers)) {
    if (/\s/u.test(token.reveal().trim()))
      problem(['callers', name, 'token'], 'holds white space, which no header can carry');
  }
  if (new Set(tokens).size < tokens.length) problem(['callers'], 'gives one token to two callers');
  if (tcp?.inbound && !isLoopback(tcp.inbound.host) && tcp.allow === undefined && tcp.secret === undefined) {
    const sentence = 'is open to the network, and whoever reaches it may enter every meeting';
    problem(['tcp', 'inbound'], sentence, 'set tcp.allow or tcp.secret, or listen on 127.0.0.1');
  }
  return { problems, warnings: warnOfTenant(own, yaml) };
}

/** Where the pages are those of a tenant, `https://meet.example.org/tenant`, Prosody wants that name, or *, as `sub`. */
function warnOfTenant({ url, domain, profile }: MeetingsConfig, yaml: YamlFile): Checked['warnings'] {
  const [tenant, ...deeper] = pathOf(url);
  if (profile === 'hosted' || tenant === undefined || deeper.length > 0) return [];
  if (['*', tenant.toLowerCase()].includes(domain.toLowerCase())) return [];
  const sentence = `leads to the rooms of a tenant, ${tenant}, which a token for ${domain} does not open`;
  const remedy = `set meetings.domain to "${tenant}" or "*", unless enable_domain_verification of Prosody is off`;
  return [yaml.problem(['meetings', 'url'], sentence, remedy)];
}

const pathOf = (url: string): readonly string[] => new URL(url).pathname.split('/').filter((part) => part !== '');

type AddProblem = (key: readonly string[], sentence: string, remedy?: string) => void;

/** Finds what the hosted Jitsi refuses in every token: it has one issuer, one audience and public keys of one form of id. */
function checkHosted({ url, secret, keys, domain, appId, audience }: MeetingsConfig, problem: AddProblem): void {
  if (pathOf(url).length > 0) problem(['url'], 'must have no path for the hosted Jitsi: Porter adds the AppID itself');
  if (secret !== undefined) {
    problem(['secret'], 'is nothing that the hosted Jitsi takes', 'list keys instead: it checks with your public key');
  }
  if (keys.some(({ id }) => !id.startsWith(`${domain}/`))) {
    problem(['keys'], `must have ids that begin with ${domain}/ for the hosted Jitsi`);
  }
  if (appId !== 'chat') problem(['appId'], 'must be chat for the hosted Jitsi', 'the AppID is meetings.domain there');
  if (audience !== 'jitsi') problem(['audience'], 'must be jitsi for the hosted Jitsi');
}

export function meetingsListening({ meetings: { tcp, http } }: MeetingsPartConfig): readonly Listening[] {
  const guards = [...(tcp?.allow ? ['meetings.tcp.allow'] : []), ...(tcp?.secret ? ['meetings.tcp.secret'] : [])];
  const clear = ', and all of it is clear text.';
  const who = 'your own programs';
  return [
    ...(tcp?.inbound
      ? [
          {
            ...{ key: ['meetings', 'tcp', 'inbound'], at: tcp.inbound },
            ...{ guard: `guarded by ${guards.join(' and ')}${clear}`, who },
          },
        ]
      : []),
    ...(http
      ? [
          {
            ...{ key: ['meetings', 'http', 'listen'], at: http.listen },
            ...{ guard: `guarded by the callers' tokens alone${clear}`, who },
          },
        ]
      : []),
  ];
}
