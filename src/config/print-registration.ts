import { escapePattern } from './check-registration-file.ts';
import { PLACEHOLDER } from './read-secret.ts';

export interface RegistrationDraft {
  readonly serverName: string;
  /** How the homeserver reaches Porter. */
  readonly url: string;
  /** The team room's alias, if it belongs to this server. */
  readonly teamAlias: string | undefined;
  /** 64 hex digits each. */
  readonly asToken: string;
  readonly hsToken: string;
}

/**
 * Prints `registration.yaml`. The namespaces are complete from the first day, because a later change costs a homeserver restart.
 */
export function printRegistration({ serverName, url, teamAlias, asToken, hsToken }: RegistrationDraft): string {
  const server = escapePattern(serverName);
  const pattern = (text: string) => `'${text.replaceAll("'", "''")}'`;
  const team =
    teamAlias === undefined ? [] : [`    - { exclusive: false, regex: ${pattern(`${escapePattern(teamAlias)}$`)} }`];
  return `${[
    '# Porter as an application service. List this file in homeserver.yaml under app_service_config_files and restart Synapse.',
    '# Whoever reads the tokens can act as Porter: mode 0600, or 0640 with the group of Synapse.',
    'id: porter',
    `url: ${JSON.stringify(url)}`,
    `as_token: "${asToken}"`,
    `hs_token: "${hsToken}"`,
    'sender_localpart: porter',
    'namespaces:',
    '  users:',
    `    - { exclusive: true, regex: ${pattern(`@porter_.*:${server}$`)} }`,
    '  aliases:',
    `    - { exclusive: true, regex: ${pattern(`#porter_.*:${server}$`)} }`,
    ...team,
    '  rooms: []',
    'rate_limited: false',
    'protocols: []',
  ].join('\n')}\n`;
}

/** Prints the checked-in sample. Its tokens are placeholders, which Porter refuses by name. */
export const printRegistrationSample = (): string =>
  printRegistration({
    serverName: 'example.org',
    url: 'http://127.0.0.1:8482',
    teamAlias: '#team:example.org',
    asToken: PLACEHOLDER,
    hsToken: PLACEHOLDER,
  });
