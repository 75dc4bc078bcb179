import type { TelegramUser } from '../../src/channels/telegram/section.ts';
import { Secret } from '../../src/kernel/secret.ts';
import type { TelegramMtproto } from './peers/telegram-mtproto.ts';

/** The settings of an account that is signed in at the stand-in. */
export const accountAt = (
  { apiId, apiHash }: Pick<TelegramMtproto, 'apiId' | 'apiHash'>,
  session: string,
  connectionRetries = 2,
): TelegramUser => ({
  ...{ as: 'user', apiId, apiHash: new Secret(apiHash), session: new Secret(session) },
  ...{ useWSS: false, connectionRetries, proxy: undefined },
});
