import { accountChannel, isAccountName } from '../kernel/channel-name.ts';

export const NO_ACCOUNT_NAME = '--account takes a name with a-z, 0-9, - and _, such as alarm.';

/** The channel that a person means with `--account`; undefined if no account can have that name. @param account undefined: none was given */
export function channelNamed(service: string, account: string | undefined): string | undefined {
  if (account === undefined) return service;
  return isAccountName(account) ? accountChannel(service, account) : undefined;
}
