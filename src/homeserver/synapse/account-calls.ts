import { Fault } from '../../kernel/fault.ts';
import { type Localpart, parseUserId, type UserId } from '../../kernel/matrix-id.ts';
import type { HomeserverClient, JsonObject, MatrixResponse } from '../client.ts';
import type { Barred } from '../directory.ts';
import { refusalOf } from '../refusal.ts';
import { ADMIN } from './admin-api.ts';

/** Our name among the `external_ids` of an account; the ID beside it is the application's. */
const PROVIDER = 'porter';

/** What Porter reads of Synapse's user object. */
export interface FoundAccount {
  readonly deactivated: boolean;
  readonly locked: boolean;
  readonly suspended: boolean;
  /** The first reason, if any, why nobody acts with it. */
  readonly barred: Barred | undefined;
  readonly displayname: string | undefined;
  /** Addresses as Synapse keeps them: mail in lower case. A change replaces all of them. */
  readonly threepids: readonly { readonly medium: string; readonly address: string }[];
  /** Those of them that are mail addresses. */
  readonly addresses: readonly string[];
  /** Applications for which Porter made it. */
  readonly markers: readonly string[];
  /** ID of the appservice that it belongs to. */
  readonly appservice: string | undefined;
  /** A user type (`bot`, `support`), an appservice's user or a guest: never a voter. */
  readonly person: boolean;
}

const enc = encodeURIComponent;
const list = (value: unknown): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter((item): item is JsonObject => typeof item === 'object' && item !== null) : [];
const texts = (values: readonly unknown[]) => values.filter((value): value is string => typeof value === 'string');

export function parseAccount(body: JsonObject): FoundAccount {
  const appservice = typeof body['appservice_id'] === 'string' ? body['appservice_id'] : undefined;
  const threepids = list(body['threepids']).flatMap(({ medium, address }) =>
    typeof medium === 'string' && typeof address === 'string' ? [{ medium, address }] : [],
  );
  return {
    deactivated: isTrue(body['deactivated']),
    locked: isTrue(body['locked']),
    suspended: isTrue(body['suspended']),
    barred: barredBy(body),
    displayname: typeof body['displayname'] === 'string' ? body['displayname'] : undefined,
    threepids,
    addresses: threepids.filter(({ medium }) => medium === 'email').map(({ address }) => address),
    markers: texts(
      list(body['external_ids'])
        .filter(({ auth_provider }) => auth_provider === PROVIDER)
        .map(({ external_id }) => external_id),
    ),
    appservice,
    person: appservice === undefined && typeof body['user_type'] !== 'string' && !isTrue(body['is_guest']),
  };
}

/** Older versions of Synapse say 1 for true here and there. */
const isTrue = (value: unknown): boolean => value === true || value === 1;

/** What a shadow-banned user sends reaches nobody, so a vote of before the ban could never be taken back. */
function barredBy(body: JsonObject): Barred | undefined {
  if (isTrue(body['deactivated'])) return 'deactivated';
  if (isTrue(body['locked'])) return 'locked';
  if (isTrue(body['suspended'])) return 'suspended';
  if (isTrue(body['shadow_banned'])) return 'shadow-banned';
  // Only there with MSC3866, where an account cannot log in before an admin has approved it.
  return body['approved'] === false ? 'not approved' : undefined;
}

/** The calls of the admin API that concern one account, as they are. Each throws `Fault` for an unexpected response. */
export function makeAccountCalls(client: HomeserverClient) {
  const user = (userId: UserId) => `${ADMIN}/v2/users/${enc(userId)}`;

  /** 404 means that there is none; any other refusal is thrown. */
  async function lookUp(path: string, signal: AbortSignal | undefined): Promise<JsonObject | undefined> {
    const response = await client.ask('GET', path, { signal });
    if (response.status === 404) return undefined;
    if (response.status >= 300) throw refusalOf(response);
    return response.body;
  }

  async function userIdAt(path: string, signal: AbortSignal | undefined): Promise<UserId | undefined> {
    const body = await lookUp(path, signal);
    if (body === undefined) return undefined;
    const userId = parseUserId(body['user_id']);
    if (userId === undefined) throw unreadable();
    return userId;
  }

  return {
    async find(userId: UserId, signal?: AbortSignal): Promise<FoundAccount | undefined> {
      const body = await lookUp(user(userId), signal);
      return body && parseAccount(body);
    },

    findByMarker: (applicationId: string, signal?: AbortSignal) =>
      userIdAt(`${ADMIN}/v1/auth_providers/${PROVIDER}/users/${enc(applicationId)}`, signal),

    /** @param address lower case: Synapse turns addresses into lower case only when it writes them */
    ownerOf: (address: string, signal?: AbortSignal) =>
      userIdAt(`${ADMIN}/v1/threepid/email/users/${enc(address)}`, signal),

    async verdict(
      localpart: Localpart,
      signal?: AbortSignal,
      timeoutMs?: number,
    ): Promise<'free' | 'taken' | 'refused'> {
      const response = await client.ask('GET', `${ADMIN}/v1/username_available`, {
        ...{ query: { username: localpart }, signal, timeoutMs },
      });
      if (response.status === 200 && response.body['available'] === true) return 'free';
      if (response.errcode === 'M_USER_IN_USE') return 'taken';
      // M_UNKNOWN is what Synapse says about letters outside ASCII.
      const refused = ['M_INVALID_USERNAME', 'M_EXCLUSIVE', 'M_UNKNOWN', 'M_INVALID_PARAM'];
      if (response.status === 400 && response.errcode !== undefined && refused.includes(response.errcode))
        return 'refused';
      throw response.status < 300 ? unreadable() : refusalOf(response);
    },

    /**
     * Creates an account and never changes one that exists. With `displayname: null` a new account gets its usual display name,
     * while for an existing account Synapse refuses (400 `M_INVALID_PARAM`) before it changes anything. So only accounts that
     * this call made carry the marker.
     */
    create: (userId: UserId, applicationId: string, signal?: AbortSignal): Promise<MatrixResponse> =>
      client.ask('PUT', user(userId), {
        body: { displayname: null, external_ids: [{ auth_provider: PROVIDER, external_id: applicationId }] },
        signal,
      }),

    change: (userId: UserId, change: JsonObject, signal?: AbortSignal): Promise<JsonObject> =>
      client.call('PUT', user(userId), { body: change, signal }),

    /** Keeps devices logged in. Resolves with the response: 403 if passwords are switched off on that server. */
    setPassword: (userId: UserId, password: string, signal?: AbortSignal): Promise<MatrixResponse> =>
      client.ask('PUT', user(userId), {
        ...{ body: { password, logout_devices: false }, signal, returnForbidden: true },
      }),

    deactivate: (userId: UserId, signal?: AbortSignal): Promise<JsonObject> =>
      client.call('POST', `${ADMIN}/v1/deactivate/${enc(userId)}`, { body: { erase: false }, signal }),
  };
}

const unreadable = () =>
  new Fault('The homeserver answered about an account in a way that Porter does not understand', {
    ...{ code: 'homeserver.unreadable', retryable: true, scope: 'channel', place: 'account' },
  });
