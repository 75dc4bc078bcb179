import { randomBytes } from 'node:crypto';
import { SERVER_NAME } from './synapse-config.ts';

export interface TestRegistration {
  readonly asToken: string;
  readonly hsToken: string;
  /** The file's content; JSON is YAML. */
  readonly text: string;
}

/**
 * A registration as Porter's `init` writes it.
 *
 * @param url where Synapse pushes to
 * @param teamAlias localpart of the team room's alias, not exclusive
 */
export function makeRegistration(url: string, teamAlias = 'team'): TestRegistration {
  // The words make leaked tokens easy to find in logs and pages.
  const asToken = `canary-as-token-${randomBytes(16).toString('hex')}`;
  const hsToken = `canary-hs-token-${randomBytes(16).toString('hex')}`;
  const server = SERVER_NAME.replaceAll('.', '\\.');
  const registration = {
    id: 'porter',
    url,
    as_token: asToken,
    hs_token: hsToken,
    sender_localpart: 'porter',
    rate_limited: false,
    namespaces: {
      users: [{ exclusive: true, regex: `@porter_.*:${server}$` }],
      aliases: [
        { exclusive: true, regex: `#porter_.*:${server}$` },
        { exclusive: false, regex: `#${teamAlias}:${server}$` },
      ],
      rooms: [],
    },
  };
  return { asToken, hsToken, text: `${JSON.stringify(registration, null, 2)}\n` };
}
