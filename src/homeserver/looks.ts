import { Fault } from '../kernel/fault.ts';
import { localpartOf, type RoomAlias, type RoomId } from '../kernel/matrix-id.ts';
import type { Answer, HomeserverClient } from './client.ts';
import { refusalOf } from './refusal.ts';
import { parseAccount } from './synapse/account-calls.ts';
import type { RoomTrouble, StopReason } from './team-room/team-room.ts';
import type { Trouble, WorldStep } from './world.ts';
import { hasSentence, type SentenceValues, type TroubleCode, troubleOf } from './world-sentences.ts';

/** What every look needs. */
export interface LookNeeds {
  readonly client: HomeserverClient;
  /** Base URLs as people wrote them, for sentences. */
  readonly urls: { readonly client: string; readonly admin: string };
  readonly registration: { readonly id: string; readonly url: string | null };
  readonly listen: string;
}

/** One look at the world: undefined when that step is fine. A fault of the client becomes its trouble. */
export type Look = (needs: LookNeeds) => Promise<Trouble | undefined>;

const enc = encodeURIComponent;

export function valuesOf(needs: LookNeeds): SentenceValues {
  return {
    url: needs.urls.client,
    sender: needs.client.sender,
    listen: needs.listen,
    id: needs.registration.id,
  };
}

/** The trouble that a fault means at this step. */
export function troubleOfFault(step: WorldStep, fault: unknown, needs: LookNeeds): Trouble {
  if (!(fault instanceof Fault)) throw fault;
  const known: TroubleCode = hasSentence(fault.code) ? fault.code : 'homeserver.unexpected';
  const passing = fault.retryable && known !== 'homeserver.unreadable';
  // The client's own words about a connection that failed stand in brackets at the end.
  const why = /\(([^()]+)\)$/.exec(fault.message)?.[1];
  const values = { ...valuesOf(needs), detail: fault.code, ...(why === undefined ? {} : { why }) };
  if (known === 'homeserver.not-admin') return troubleOf(step, known, { ...values, url: needs.urls.admin });
  return { ...troubleOf(step, known, values), passing };
}

/** `/versions` answers, and it is a homeserver that does. */
export const lookAtHomeserver: Look = async (needs) => {
  try {
    const { status, body } = await needs.client.ask('GET', '/_matrix/client/versions');
    if (status < 300 && Array.isArray(body['versions'])) return undefined;
    return troubleOf('homeserver', 'homeserver.unreadable', valuesOf(needs));
  } catch (fault) {
    // Synapse judges a token also where it needs none: it is there, and the next look says what is wrong.
    if (fault instanceof Fault && fault.code === 'homeserver.token-refused') return undefined;
    throw fault;
  }
};

/** 200 means that the Matrix Authentication Service keeps the accounts (Client-Server API, OAuth 2.0 API). */
export const lookForMas: Look = async (needs) => {
  try {
    const { status } = await needs.client.ask('GET', '/_matrix/client/v1/auth_metadata');
    return status < 300 ? troubleOf('mas', 'homeserver.mas', valuesOf(needs)) : undefined;
  } catch (fault) {
    // `M_UNRECOGNIZED` is the good answer here.
    if (fault instanceof Fault && fault.code === 'homeserver.unrecognized') return undefined;
    throw fault;
  }
};

export const lookAtToken: Look = async (needs) => {
  const body = await needs.client.call('GET', '/_matrix/client/v3/account/whoami');
  if (body['user_id'] === needs.client.sender) return undefined;
  return troubleOf('token', 'homeserver.other-server', {
    ...{ ...valuesOf(needs), detail: String(body['user_id']), expected: needs.client.sender },
  });
};

/** Before any profile call: one that comes first makes registering a 500 for ever (seen on Synapse 1.163). */
export const registerSender: Look = async (needs) => {
  const answer = await needs.client.ask('POST', '/_matrix/client/v3/register', {
    body: { type: 'm.login.application_service', username: localpartOf(needs.client.sender), inhibit_login: true },
  });
  if (answer.status < 300 || answer.errcode === 'M_USER_IN_USE') return undefined;
  return troubleOf('sender', 'homeserver.sender-refused', { ...valuesOf(needs), detail: answer.errcode ?? '' });
};

/** Does the homeserver reach us? Wakes a waiting queue of Synapse as well. */
export const lookAtPing: Look = async (needs) => {
  const { client, registration } = needs;
  const values = { ...valuesOf(needs), url: registration.url ?? '' };
  const answer = await client.ask('POST', `/_matrix/client/v1/appservice/${enc(registration.id)}/ping`, {
    ...{ body: { transaction_id: 'porter' }, timeoutMs: 70_000 },
  });
  if (answer.status < 300) return undefined;
  switch (answer.errcode) {
    case 'M_URL_NOT_SET':
      return troubleOf('ping', 'appservice.no-url', values);
    case 'M_BAD_STATUS':
      return troubleOf('ping', 'appservice.refused', { ...values, detail: String(answer.body['status']) });
    case 'M_CONNECTION_FAILED':
    case 'M_CONNECTION_TIMEOUT':
      return troubleOf('ping', 'appservice.unreachable', values);
    case 'M_FORBIDDEN':
      return troubleOf('ping', 'appservice.other-id', values);
    default:
      throw refusalOf(answer);
  }
};

export const lookAtAdmin: Look = async (needs) => {
  const { client } = needs;
  const answer = await client.ask('GET', `/_synapse/admin/v1/users/${enc(client.sender)}/admin`);
  if (answer.status < 300 && answer.body['admin'] === true) return undefined;
  return troubleOf('admin', 'homeserver.not-admin', { ...valuesOf(needs), url: needs.urls.admin });
};

/** The sender is our appservice's and alive: a deactivated one still acts, but has left all rooms. */
export const lookAtSender: Look = async (needs) => {
  const { client, registration } = needs;
  const account = parseAccount(await client.call('GET', `/_synapse/admin/v2/users/${enc(client.sender)}`));
  if (account.appservice !== registration.id)
    return troubleOf('ownership', 'homeserver.sender-not-ours', valuesOf(needs));
  if (account.deactivated || account.locked || account.suspended) {
    return troubleOf('ownership', 'homeserver.sender-deactivated', valuesOf(needs));
  }
  return undefined;
};

/** @param room as configured, for the sentence */
export function roomTrouble(needs: LookNeeds, room: RoomAlias | RoomId, found: RoomTrouble): Trouble {
  return troubleOf('room', `team-room.${found.code}`, { ...valuesOf(needs), room, ...found });
}

export function stopTrouble(needs: LookNeeds, room: RoomAlias | RoomId, reason: StopReason): Trouble {
  return troubleOf('decisions', `team-room.${reason}`, { ...valuesOf(needs), room });
}

export const setDisplayName = async ({ client }: LookNeeds, displayName: string): Promise<void> => {
  const path = `/_matrix/client/v3/profile/${enc(client.sender)}/displayname`;
  const found: Answer = await client.ask('GET', path);
  if (found.body['displayname'] !== displayName) await client.call('PUT', path, { body: { displayname: displayName } });
};
