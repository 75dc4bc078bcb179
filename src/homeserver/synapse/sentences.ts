import type { Sentences } from '../../kernel/step.ts';
import type { FaultSentences, HomeserverValues } from '../step-needs.ts';
import { ADMIN } from './admin-api.ts';

const enc = encodeURIComponent;
const curl = (more: string) => `curl -H "Authorization: Bearer <your access token>" ${more}`;

/** What the admin API's faults mean, and those that only the admin API can mend. */
export const synapseFaults = {
  'homeserver.unrecognized': () => ({
    sentence: 'A path that Porter needs is unknown there.',
    remedy: `A proxy hides it, ${ADMIN} most likely: set homeserver.url (or homeserver.adminUrl) to the internal listener of Synapse and restart Porter.`,
  }),
  'homeserver.sender-deactivated': ({ sender }) => ({
    sentence: `${sender} is deactivated, locked or suspended.`,
    remedy: `As a server admin: PUT ${ADMIN}/v2/users/${enc(sender)} with {"deactivated":false,"locked":false}; a suspension ends with PUT ${ADMIN}/v1/suspend/${enc(sender)} {"suspend":false}.`,
  }),
  // Whose account it is, the homeserver tells to admins only, so the call that promotes comes after the one that looks.
  'homeserver.not-admin': ({ sender, adminUrl, id }) => {
    const user = `${adminUrl}${ADMIN}/v2/users/${enc(sender)}`;
    const look = `after ${curl('')}"${user}" shows "appservice_id": "${id}", and only then`;
    const promote = curl(`-X PUT -H "Content-Type: application/json" -d '{"admin":true}' "${user}"`);
    return {
      sentence: `${sender} is not a server admin yet, so Porter cannot make accounts.`,
      remedy: `As a server admin, once: porter init --promote, with --config and your configuration file (it looks first whether that user is Porter's own). By hand: ${look}: ${promote}`,
    };
  },
} as const satisfies FaultSentences;

/** What the steps of Synapse find. */
export const synapseSentences = {
  'homeserver.sender-deactivated': synapseFaults['homeserver.sender-deactivated'],
  'homeserver.not-admin': synapseFaults['homeserver.not-admin'],
  'homeserver.mas': () => ({
    sentence:
      'Accounts of this homeserver are kept by the Matrix Authentication Service: an approval would make accounts that nobody can enter.',
    remedy: 'Porter cannot make accounts there yet; it stays closed until the service is gone.',
  }),
  'homeserver.passwords-off': () => ({
    sentence:
      'Passwords are off at Synapse (password_config: enabled or localdb_enabled): an approval would make accounts that nobody can enter.',
    remedy:
      'Set both to true under password_config in homeserver.yaml and restart Synapse; Porter goes on by itself. Where people log in another way (LDAP, SSO), Porter cannot make accounts yet.',
  }),
  'homeserver.sender-not-ours': ({ sender, id }) => ({
    sentence: `${sender} exists already and does not belong to appservice "${id}": it is somebody's account.`,
    remedy:
      'Choose another sender_localpart in registration.yaml, restart Synapse and Porter, and take admin rights from that user again.',
  }),
} as const satisfies Sentences<HomeserverValues>;
