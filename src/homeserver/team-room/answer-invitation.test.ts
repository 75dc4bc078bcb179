import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault } from '../../kernel/fault.ts';
import { makeLog } from '../../kernel/log.ts';
import { parseUserId, type RoomAlias, type RoomId, type UserId } from '../../kernel/matrix-id.ts';
import type { HomeserverClient, MatrixResponse } from '../client.ts';
import { answerInvitation } from './answer-invitation.ts';

const id = (text: string) => parseUserId(text) as UserId;
const porter = id('@porter:porter.test');
const ada = id('@ada:porter.test');
const [teamRoom, elsewhere] = ['!team' as RoomId, '!elsewhere' as RoomId];

/** `invite_room_state` of a room that says it replaces another one. */
const replacing = (room: string) => [
  {
    type: 'm.room.create',
    state_key: '',
    sender: ada,
    content: { room_version: '11', predecessor: { room_id: room } },
  },
];

interface Around {
  readonly state?: readonly unknown[];
  readonly sender?: UserId;
  readonly otherRooms?: readonly (RoomAlias | RoomId)[];
  /** Is the inviter a server admin? Undefined: unknown to the homeserver. */
  readonly isAdmin?: boolean | undefined;
  readonly joined?: readonly string[];
  readonly isAcceptedElsewhere?: (by: UserId) => boolean;
  readonly leave?: () => Partial<MatrixResponse>;
  readonly join?: () => Partial<MatrixResponse>;
}

/** How often Porter left and entered, and the one line that it logged. */
async function invited(around: Around = {}) {
  const { state = [], sender = ada, otherRooms = [], joined = [], leave, join } = around;
  const lines: string[] = [];
  let left = 0;
  let entered = 0;
  const answers: readonly (readonly [string, () => Partial<MatrixResponse>])[] = [
    ['GET /_matrix/client/v3/directory/room/%23lobby%3Aporter.test', () => ({ body: { room_id: elsewhere } })],
    [
      'GET /_matrix/client/v3/directory/room/%23lobby%3Aaway.test',
      () => ({ status: 502, body: {}, errcode: 'M_UNKNOWN' }),
    ],
    ['GET /_matrix/client/v3/joined_rooms', () => ({ body: { joined_rooms: joined } })],
    [
      'POST /_matrix/client/v3/join/!elsewhere',
      () => {
        entered += 1;
        return join?.() ?? {};
      },
    ],
    [
      'POST /_matrix/client/v3/rooms/!elsewhere/leave',
      () => {
        left += 1;
        return leave?.() ?? {};
      },
    ],
  ];
  const ask: HomeserverClient['ask'] = async (method, path) => {
    const [, answer] = answers.find(([line]) => line === `${method} ${path}`) ?? [];
    assert.ok(answer, `${method} ${path}`);
    return { status: 200, body: {}, errcode: undefined, ...answer() };
  };
  const client: HomeserverClient = {
    ...{ sender: porter, serverName: 'porter.test', deviceId: 'PORTER', ask },
    call: async (method, path) => (await ask(method, path)).body,
    onTrouble: () => () => {},
    [Symbol.asyncDispose]: async () => {},
  };
  const log = makeLog('info', (line) => void lines.push(line));
  const directory = { isAdmin: async () => ('isAdmin' in around ? around.isAdmin : false) };
  const { isAcceptedElsewhere } = around;
  await answerInvitation(
    { client, directory, teamRoom, otherRooms, isAcceptedElsewhere, log },
    { roomId: elsewhere, sender, state },
  );
  assert.equal(lines.length, 1);
  return { left, entered, line: lines[0] ?? '' };
}

test('an invitation of somebody of our server who is no admin is declined, with one line', async () => {
  for (const around of [{}, { state: replacing('!another') }, { state: [null, 7] }, { otherRooms: [teamRoom] }]) {
    const { left, line } = await invited(around);
    assert.equal(left, 1);
    assert.match(line, /declined/);
    assert.ok(line.includes(ada) && line.includes(elsewhere));
  }
});

test('an invitation that may lead somewhere stays open', async () => {
  const open: readonly Around[] = [
    { isAdmin: true },
    { isAdmin: undefined },
    { sender: id('@ada:elsewhere.test') },
    // Whoever upgrades the team room may invite before the tombstone is there.
    { state: replacing(teamRoom) },
    { joined: [elsewhere] },
    { isAcceptedElsewhere: (by) => by === ada },
    // It may lead to this room.
    { otherRooms: ['#lobby:away.test' as RoomAlias] },
  ];
  for (const around of open) {
    const { left, entered } = await invited(around);
    assert.deepEqual({ left, entered }, { left: 0, entered: 0 }, JSON.stringify(around));
  }
});

test('Porter enters a room that the configuration names, whoever of our server invites it', async () => {
  for (const room of [elsewhere, '#lobby:porter.test' as RoomAlias]) {
    const { left, entered, line } = await invited({ otherRooms: [room] });
    assert.deepEqual({ left, entered }, { left: 0, entered: 1 });
    assert.match(line, /entered/);
  }
  const behindOther = await invited({ otherRooms: ['#lobby:away.test' as RoomAlias, elsewhere] });
  assert.equal(behindOther.entered, 1, 'an alias of a server that is away keeps no other room from being entered');
  const refused = await invited({ otherRooms: [elsewhere], join: () => ({ status: 403, errcode: 'M_FORBIDDEN' }) });
  assert.equal(refused.left, 0);
  assert.match(refused.line, /left an invitation/);
  const stranger = await invited({ otherRooms: [elsewhere], sender: id('@ada:elsewhere.test') });
  assert.equal(stranger.entered, 0);
});

test('an invitation that cannot be answered now stays open and keeps nothing waiting', async () => {
  const refused = await invited({ leave: () => ({ status: 403, errcode: 'M_FORBIDDEN' }) });
  assert.match(refused.line, /left an invitation/);
  const down = await invited({
    leave: () => {
      throw new Fault('down', { code: 'homeserver.down', retryable: true, scope: 'channel' });
    },
  });
  assert.match(down.line, /could not be answered/);
});
