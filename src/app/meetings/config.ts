import { MeetingsSection } from '../../config/sections/meetings.ts';
import type { Checked, Listening } from '../../config/shape.ts';
import type { YamlFile } from '../../config/yaml-file.ts';
import { isLoopback } from '../../kernel/host-port.ts';
import type { PartConfig } from '../part.ts';

export const sections = { meetings: MeetingsSection.optional() };

/** The section `meetings` and the shared sections. The part needs no other section. */
export type MeetingsPartConfig = PartConfig<typeof sections>;
export type MeetingsConfig = MeetingsPartConfig['meetings'];

/** Finds settings that contradict each other, a section without any way in, and ways in that are open to everybody. */
export function crossCheckMeetings({ meetings: own, site }: MeetingsPartConfig, yaml: YamlFile): Checked {
  const problems: Checked['problems'][number][] = [];
  const problem = (key: readonly string[], sentence: string, remedy?: string) =>
    problems.push(yaml.problem(['meetings', ...key], sentence, remedy));
  const { tcp, http, callers, secret, keys, profile, domain } = own;
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
  // As `makeBearerCheck` compares them: the newline at the end of a file does not count.
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
  return { problems, warnings: [] };
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
