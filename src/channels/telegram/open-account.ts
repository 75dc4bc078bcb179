import type { Credential } from '../../config/fields.ts';
import { type Clock, SECOND } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import { orAborted } from '../../kernel/or-aborted.ts';
import { startLimit } from '../../kernel/time-limit.ts';
import { classifyRpc } from './classify-rpc.ts';
import { connectionLost, sessionEnded } from './faults.ts';
import { makeNews, type News } from './news.ts';
import type { TelegramProxy, TelegramUser } from './section.ts';
import type { Teleproto } from './teleproto.ts';

type Client = InstanceType<Teleproto['TelegramClient']>;
type Request = Parameters<Awaited<ReturnType<Client['getSender']>>['send']>[0];

/** A user account, signed in. */
export interface Account extends AsyncDisposable {
  readonly library: Teleproto;
  /** Its number. */
  readonly id: string;
  readonly news: News;
  /** What it is called, for one line of the log. */
  readonly name: string;
  /** False once its connection was lost or a call stayed without a result: open another one. */
  readonly connected: boolean;
  /**
   * Makes one call; ends with `signal`, because the library waits for a result for ever. Rejects with the library's error.
   * The caller knows by the request of which type the result is.
   */
  ask(request: Request, signal: AbortSignal): Promise<unknown>;
}

/** For connecting, agreeing on a key and asking who we are. */
const PATIENCE = 15 * SECOND;

/**
 * Connects with the session and asks who it belongs to. The library's `start()` is never used: it takes any failure for "not signed
 * in" and begins to sign in.
 *
 * @param signal ends the opening early
 */
export async function openAccount(
  settings: TelegramUser,
  library: Teleproto,
  clock: Clock,
  signal: AbortSignal,
): Promise<Account> {
  const { Api } = library;
  const session = readSession(library, settings.session);
  const client = makeClient(settings, settings.apiHash.reveal(), session, library);
  const news = makeNews();
  client.updateManager.onUpdates = (update) => news.heard(update);
  const close = () => closeClient(client);
  /** Somebody waited in vain: the other end may be gone without a word. */
  let silent = false;
  // The sender behind `invoke` tells the name of an error as it came. `invoke` waits after some errors, tries again, and loses the name.
  const ask: Account['ask'] = async (request, until) => {
    const sender = await client.getSender(0);
    try {
      return await orAborted(sender.send(request) ?? Promise.reject(new Error('the library took no request')), until);
    } catch (error) {
      silent ||= until.aborted;
      throw error;
    }
  };
  try {
    using limit = startLimit(clock, PATIENCE, signal);
    await orAborted(client.connect(), limit.signal);
    // The same call as `checkAuthorization()`, which hides why it says no.
    await ask(new Api.updates.GetState(), limit.signal);
    const [me] = (await ask(new Api.users.GetUsers({ id: [new Api.InputUserSelf()] }), limit.signal)) as unknown[];
    return {
      ...{ library, news, id: me instanceof Api.User ? String(me.id) : '' },
      ...{ name: me instanceof Api.User ? nameOf(me) : 'a user', ask },
      get connected() {
        return client.connected === true && !silent;
      },
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    void close();
    // The service has forgotten the key of this session; the library took it out.
    if (session.authKey?.getKey() === undefined) throw sessionEnded('AUTH_KEY_UNREGISTERED');
    const verdict = classifyRpc(error);
    if (verdict.kind !== 'fault') throw connectionLost(false);
    const { fault } = verdict;
    // Nothing was sent yet, so nothing can have arrived.
    throw fault.outcome === 'unknown' ? connectionLost(false) : fault;
  }
}

/** A client that leaves every retry to the outbox, and writes nothing to the console. */
export function makeClient(
  settings: Pick<TelegramUser, 'apiId' | 'useWSS' | 'connectionRetries' | 'proxy'>,
  apiHash: string,
  session: InstanceType<Teleproto['StringSession']>,
  library: Teleproto,
): Client {
  const { useWSS, connectionRetries, proxy } = settings;
  const client = new library.TelegramClient(session, settings.apiId, apiHash, {
    ...{ connectionRetries, retryDelay: 500, timeout: 10, deviceModel: 'Porter', floodSleepThreshold: 0 },
    // A connection that is lost rejects what waits on it. Otherwise the library would wait for the service for ever.
    autoReconnect: false,
    baseLogger: library.silentLogger(),
    ...(useWSS ? { networkSocket: library.WebSockets } : {}),
    ...(proxy === undefined ? {} : { proxy: proxyOf(proxy) }),
  });
  // The library's loop for news of the chats would go on behind our back, and what rejects in it nobody handles.
  client._loopStarted = true;
  // Without it the library writes such errors to the console.
  client.onError = async () => undefined;
  return client;
}

function proxyOf({ ip, port, timeout, MTProxy, secret, socksType, username, password }: TelegramProxy) {
  const common = { ip, port, ...(timeout === undefined ? {} : { timeout }) };
  if (MTProxy === true) return { ...common, MTProxy: true as const, secret: secret?.reveal() ?? '' };
  return {
    ...{ ...common, socksType: socksType ?? 5 },
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password: password.reveal() }),
  };
}

function readSession({ StringSession }: Teleproto, session: Credential) {
  const text = session.reveal().trim();
  try {
    return new StringSession(text);
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw sessionEnded('what stands there is not a session');
  }
}

const nameOf = (me: InstanceType<Teleproto['Api']['User']>): string =>
  me.username === undefined ? (me.firstName ?? 'a user') : `@${me.username}`;

/** Ends the client; never rejects, because there is nothing left to do about it. */
export async function closeClient(client: Client): Promise<void> {
  await client.destroy().catch(() => undefined);
}
