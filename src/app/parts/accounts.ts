import { accountsInWords } from '../../accounts/jobs-in-words.ts';
import { addressKinds } from '../../accounts/rules/address-jobs.ts';
import { FOLLOW_ACCOUNT } from '../../accounts/rules/follow-job.ts';
import { SEND_LINK } from '../../accounts/rules/link-jobs.ts';
import { SET_NAME } from '../../accounts/rules/name-job.ts';
import { passwordKinds } from '../../accounts/rules/password-jobs.ts';
import { restoreAccounts } from '../../storage/accounts/after-restore.ts';
import { crossCheckAccounts, identityListening, sections } from '../accounts/config.ts';
import { definePart } from '../part.ts';

/**
 * Accounts that Porter keeps: password checks for the homeserver, look-ups for the identity server, password changes for Matrix clients,
 * links for forgotten passwords, the account page. A restore brings back passwords and states of its time; links, open changes of addresses and
 * sessions end with it.
 */
export const accounts = definePart({
  name: 'accounts',
  sections,
  isOn: ({ accounts: { store }, identityApi }) => store === 'local' || identityApi !== undefined,
  needs: {},
  reads: ['homeserver', 'appservice', 'secrets', 'site', 'mail'],
  crossCheck: crossCheckAccounts,
  listening: identityListening,
  check: async ({ accounts: { store } }, asked) =>
    store === 'local' ? (await import('../accounts/check-accounts.ts')).checkAccounts(asked) : [],
  restored: restoreAccounts,
  async tidy({ storage }, before) {
    await storage.accounts.links.tidy(before);
    await storage.accounts.addressChanges.tidy(before);
    await storage.sessions.tidy(before);
  },
  jobs: {
    kinds: [FOLLOW_ACCOUNT, SET_NAME, SEND_LINK, ...passwordKinds, ...addressKinds],
    places: ['account'],
    inWords: async () => accountsInWords,
  },
  personal: ({ storage }) => storage.accounts.personal,
  open: async (config, ground) => (await import('../accounts/open-accounts.ts')).openAccounts(config, ground),
});
