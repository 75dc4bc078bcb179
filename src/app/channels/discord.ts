import { readAddress } from '../../channels/discord/address.ts';
import { DiscordSection } from '../../channels/discord/section.ts';
import { defineMessenger } from './messenger-kind.ts';

/** Messages to Discord: channels, people, webhooks. */
export const discord = defineMessenger({
  name: 'discord',
  section: DiscordSection,
  readAddress,
  async open({ serverUrl, serverurl, ...own }, runtime) {
    const { openDiscord } = await import('../../channels/discord/open-discord.ts');
    return openDiscord({ ...own, serverUrl: serverUrl ?? serverurl }, runtime);
  },
});
