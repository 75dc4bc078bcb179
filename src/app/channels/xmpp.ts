import { readAddress } from '../../channels/xmpp/address.ts';
import { accountOf, XmppSection } from '../../channels/xmpp/section.ts';
import { isObject } from '../../kernel/is-object.ts';
import { defineMessenger } from './messenger-kind.ts';

/** Notifications over XMPP, to people and group chats. */
export const xmpp = defineMessenger({
  name: 'xmpp',
  label: 'XMPP',
  section: XmppSection,
  displacedBy: ({ service, credentials }) => [
    ...(service === undefined ? [] : ['domain', 'credentials']),
    // A whole address names its domain itself.
    ...(isObject(credentials) && String(credentials['username']).includes('@') ? ['domain'] : []),
  ],
  readAddress,
  cannotHear: () => undefined,
  connectsBeside: () => false,
  async open(own, { clock, log }) {
    const { openXmpp } = await import('../../channels/xmpp/open-xmpp.ts');
    return openXmpp({ account: accountOf(own), clock, log });
  },
});
