import { hash } from 'node:crypto';
import { digestOf } from '../../../kernel/digest-of.ts';
import { isObject } from '../../../kernel/is-object.ts';
import type { AddressBook } from '../../../notifications/rules/address-book.ts';
import type { Sender } from '../../../notifications/rules/plan.ts';
import { targetOfRoom } from '../../../notifications/rules/target-of-room.ts';
import type { Recognise } from '../../../web/bearer.ts';
import type { JsonResponse } from '../../../web/json-response.ts';
import type { Asked, AskedHead, CallerRoute, JsonCaller, OpenRoute } from '../../../web/json-route.ts';
import { parseStrictJson } from '../../../web/strict-json.ts';
import { type HandIn, type IntakeRoute, type NotHandedIn, sentenceOf } from '../hand-in.ts';
import { headerTokens } from '../shown-tokens.ts';
import { DEVICE, forbidden, logIn, loginFlows } from './login.ts';
import { readMatrixMessage, withPlainBody } from './message.ts';
import { CORS, done, noRoom, roomIdOf, SERVER, sayRefusal, userIdOf, wrong } from './response.ts';
import { makeSync, type SyncNeeds } from './sync.ts';

/** A homeserver takes events of 65,536 bytes, but Apprise sends whatever it has. */
const BODY_BYTES = 1_048_576;
/** Files are not kept, but a program that cannot upload one does not send its text either. */
const FILE_BYTES = 2 * 1_048_576;

export interface MatrixNeeds extends SyncNeeds {
  readonly handIn: HandIn;
  readonly book: AddressBook;
  readonly recognise: Recognise<JsonCaller>;
}

type Responds = CallerRoute<Sender & JsonCaller>['respond'];

/**
 * Stands in for a Matrix homeserver towards programs that only send: the part of the client-server API (spec.matrix.org, `r0` and `v3`)
 * that they call on their way to a message. A room is a target of the sender (`targetOfRoom`).
 */
export function matrixRoutes({ handIn, book, recognise, ...ofSync }: MatrixNeeds): readonly IntakeRoute[] {
  const targetOf = (room: string, sender: Sender) => targetOfRoom(room, sender, book);

  const join: Responds = async (asked, sender) => {
    // The router scripts send no body, shoutrrr sends `null`.
    parseStrictJson((await asked.text()) || '{}');
    const room = asked.param('room');
    const target = targetOf(room, sender);
    if (target === undefined) return noRoom;
    return done({ room_id: room.startsWith('!') ? room : roomIdOf(target) });
  };

  const send: Responds = async (asked, sender) => {
    if (asked.param('type') !== 'm.room.message') {
      return wrong(403, 'M_FORBIDDEN', 'Only m.room.message is taken here, not encrypted');
    }
    const content = await readJson(asked);
    const target = targetOf(asked.param('room'), sender);
    if (target === undefined) return noRoom;
    const message = isObject(content) ? readMatrixMessage(await withPlainBody(content)) : undefined;
    if (message === undefined) return wrong(400, 'M_BAD_JSON', 'The content must be an object with text in body');
    const transaction = asked.param('transaction');
    // The id alone would lose notifications: Apprise uses one for all of a process, and others begin anew at every start.
    const repetition =
      transaction === '' ? undefined : `matrix ${digestOf(JSON.stringify([target, transaction, content]))}`;
    const handed = await handIn({ ...message, to: [target] }, { sender, repetition });
    return handed.ok ? done({ event_id: eventIdOf(handed.id, transaction) }) : refusedBy(handed);
  };

  const known = (method: 'GET' | 'POST' | 'PUT', path: string, respond: Responds): readonly IntakeRoute[] =>
    versioned('client', path).map((at) => ({ ...ofSenders, method, path: at, respond }));
  const open = (method: 'GET' | 'POST', path: string, respond: OpenRoute['respond']): readonly IntakeRoute[] =>
    versioned('client', path).map((at) => ({ ...common, method, path: at, open: true, respond }));

  return withOptions([
    { ...common, method: 'GET', path: '/_matrix/client/versions', open: true, respond: () => versions },
    ...open('GET', 'login', () => loginFlows),
    ...open('POST', 'login', async (asked) => {
      const body = await readJson(asked);
      if (!isObject(body)) return wrong(400, 'M_BAD_JSON', 'The body must be an object');
      const response = logIn(body, recognise);
      if (response === forbidden) await asked.wrongToken();
      return response;
    }),
    ...open('POST', 'register', () => wrong(403, 'M_FORBIDDEN', 'Registration has been disabled')),
    ...known('GET', 'account/whoami', (_, { name }) =>
      done({ user_id: userIdOf(name), device_id: DEVICE, is_guest: false }),
    ),
    ...known('POST', 'logout', () => done()),
    ...known('GET', 'sync', makeSync(ofSync)),
    ...known('GET', 'joined_rooms', (_, { to }) => done({ joined_rooms: to.map(roomIdOf) })),
    ...known('GET', 'directory/room/:room', (asked, sender) => {
      const target = targetOf(asked.param('room'), sender);
      return target === undefined ? noRoom : done({ room_id: roomIdOf(target), servers: [SERVER] });
    }),
    ...known('POST', 'join/:room', join),
    ...known('POST', 'rooms/:room/join', join),
    ...known('PUT', 'rooms/:room/send/:type/:transaction', send),
    ...known('POST', 'rooms/:room/send/:type', send),
    ...versioned('media', 'upload').map((path) => ({
      ...{ ...ofSenders, method: 'POST' as const, path, bodyBytes: FILE_BYTES },
      respond: async (asked: Asked) =>
        done({ content_uri: `mxc://${SERVER}/${hash('sha256', await asked.bytes(), 'base64url')}` }),
    })),
    ...(['GET', 'POST', 'PUT', 'DELETE'] as const).map((method) => ({
      ...common,
      ...{ method, path: '/_matrix/*', open: true as const, respond: () => unrecognized },
    })),
  ]);
}

const versioned = (api: 'client' | 'media', path: string): readonly string[] =>
  ['r0', 'v3'].map((version) => `/_matrix/${api}/${version}/${path}`);

const common = { headers: CORS, sayRefusal };

/** A browser asks with OPTIONS before every request to another origin. */
const withOptions = (routes: readonly IntakeRoute[]): readonly IntakeRoute[] => [
  ...[...new Set(routes.map(({ path }) => path))].map((path) => ({
    ...common,
    ...{ method: 'OPTIONS' as const, path, open: true as const, respond: () => done() },
  })),
  ...routes,
];

/** The header, or `?access_token=` of version 1.10 and earlier, which is empty as long as shoutrrr has none. */
const shownTokens = (asked: AskedHead): readonly string[] => [
  ...headerTokens(asked),
  ...asked.query.getAll('access_token').filter((text) => text !== ''),
];

const ofSenders = { ...common, bodyBytes: BODY_BYTES, tokens: shownTokens };

/** JSON whatever type is named, as homeservers read it. Throws `HttpProblem` and `JsonProblem`. */
const readJson = async (asked: Asked): Promise<unknown> => parseStrictJson(await asked.text());

/** What clients ask for that look at it: `/v3` belongs to 1.1 and later, `/r0` to what was before. */
const versions = done({ versions: ['r0.6.1', 'v1.1'] });

const unrecognized = wrong(404, 'M_UNRECOGNIZED', 'Unrecognized request');

/** As event IDs have been since room version 4: 256 bits. The same for a repetition. */
const eventIdOf = (id: string, transaction: string): string =>
  `$${hash('sha256', JSON.stringify([id, transaction]), 'base64url')}`;

function refusedBy(handed: NotHandedIn): JsonResponse {
  if (handed.refusal === 'target') return noRoom;
  const error = sentenceOf(handed);
  return handed.refusal === 'order' ? wrong(400, 'M_INVALID_PARAM', error) : wrong(413, 'M_TOO_LARGE', error);
}
