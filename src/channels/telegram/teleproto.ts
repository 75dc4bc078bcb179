import { Fault } from '../../kernel/fault.ts';

const load = async () => {
  const [{ Api, TelegramClient, Logger }, sessions, loggers, sockets, helpers, passwords] = await Promise.all([
    import('telegram'),
    import('telegram/sessions/index.js'),
    import('telegram/extensions/Logger.js'),
    import('telegram/extensions/PromisedWebSockets.js'),
    import('telegram/Helpers.js'),
    import('telegram/Password.js'),
  ]);
  return {
    ...{ Api, TelegramClient, StringSession: sessions.StringSession },
    /** Says nothing: the library would write to the console what the account does. */
    silentLogger: () => new Logger(loggers.LogLevel.NONE),
    WebSockets: sockets.PromisedWebSockets,
    bigInt: helpers.returnBigInt,
    computeCheck: passwords.computeCheck,
  };
};

/** The parts of the library that are used. */
export type Teleproto = Awaited<ReturnType<typeof load>>;

/**
 * Loads the library for Telegram user accounts, an optional dependency. Throws `Fault` if it is not installed.
 *
 * @param from for tests: where it comes from
 */
export async function loadTeleproto(from: () => Promise<Teleproto> = load): Promise<Teleproto> {
  try {
    return await from();
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new Fault('The package for Telegram user accounts is not installed', {
      ...{ code: 'telegram.no-library', retryable: false, scope: 'channel', place: 'telegram' },
      remedy:
        'Install Porter again without `--omit=optional` (npm leaves out optional packages then), or use a bot (botToken), which needs none.',
    });
  }
}
