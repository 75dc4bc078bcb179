import { readAddress } from '../../channels/telegram/address.ts';
import { displacedBy, TelegramSection } from '../../channels/telegram/section.ts';
import { defineMessenger } from './messenger-kind.ts';

/** Telegram, as a bot or as a user account. */
export const telegram = defineMessenger({
  name: 'telegram',
  label: 'Telegram',
  section: TelegramSection,
  displacedBy,
  readAddress,
  cannotHear: () => undefined,
  connectsBeside: ({ as }) => as === 'bot',
  open: async (own, { clock, memory, log }) =>
    own.as === 'bot'
      ? (await import('../../channels/telegram/open-bot.ts')).openBot(own, clock)
      : (await import('../../channels/telegram/open-user.ts')).openUser(own, clock, {
          ...{ memory, log: log.with({ part: 'telegram' }) },
        }),
});
