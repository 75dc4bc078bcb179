import { readAddress } from '../../channels/discord/address.ts';
import { DiscordSection } from '../../channels/discord/section.ts';
import { defineMessenger } from './messenger-kind.ts';

/** Messages to Discord: channels, people, webhooks. */
export const discord = defineMessenger({
  name: 'discord',
  label: 'Discord',
  section: DiscordSection,
  displacedBy: ({ serverUrl, serverurl, api }) => [
    ...(serverUrl === undefined && serverurl === undefined ? [] : ['serverUrl', 'serverurl']),
    ...(api === undefined ? [] : ['token']),
  ],
  readAddress,
  cannotHear: (_, address) => (address.startsWith('webhook:') ? 'is a webhook, and only a bot hears' : undefined),
  cannotReach({ token, webhooks }, address, name) {
    const [, webhook] = /^webhook:(.*)$/.exec(address) ?? [];
    if (webhook === undefined)
      return token === undefined ? `needs ${name}.token, because only a bot reaches it` : undefined;
    return Object.hasOwn(webhooks, webhook) ? undefined : `needs ${name}.webhooks.${webhook}`;
  },
  connectsBeside: () => true,
  async open({ serverUrl, serverurl, ...own }, runtime) {
    const { openDiscord } = await import('../../channels/discord/open-discord.ts');
    return openDiscord({ ...own, serverUrl: serverUrl ?? serverurl }, runtime);
  },
});
