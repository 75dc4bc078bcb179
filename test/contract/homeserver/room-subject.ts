import { after, afterEach, before } from 'node:test';
import { parseRoomId, parseUserId, type RoomAlias, type RoomId, type UserId } from '../../../src/kernel/matrix-id.ts';
import { openRig, type Rig } from '../../support/homeserver/rig.ts';
import type { MatrixUser } from '../../support/matrix-user.ts';
import { type SynapseOptions, startSynapse, type TestSynapse } from '../../support/synapse.ts';

export const porter = '@porter:porter.test';
export const id = (text: string) => parseUserId(text) as UserId;
export const room_ = (text: string) => parseRoomId(text) as RoomId;

/** A Synapse with people, for one `describe`; filled before its first test. */
export interface RoomSubject {
  synapse: TestSynapse;
  /** The only server admin. */
  boss: MatrixUser;
  ada: MatrixUser;
  bo: MatrixUser;
  /** A rig for a room of this name or ID; Porter is not inside yet. It is closed after the test. */
  rigFor(room: string, change?: Parameters<typeof openRig>[1]): Promise<Rig>;
}

/** Call it inside a `describe`. Every alias `#team…` is reserved for Porter, as far as people may have it too. */
export function roomSubject(options: SynapseOptions = {}): RoomSubject {
  let rigs: Rig[] = [];
  const subject = {
    async rigFor(room, change = {}) {
      const rig = await openRig(subject.synapse, { ...change, room: { room: room as RoomAlias, ...change.room } });
      rigs.push(rig);
      return rig;
    },
  } as RoomSubject;
  before(async () => {
    subject.synapse = await startSynapse({ teamAlias: 'team.*', ...options });
    subject.boss = await subject.synapse.registerAdmin('boss');
    subject.ada = await subject.synapse.registerUser('ada');
    subject.bo = await subject.synapse.registerUser('bo');
    await subject.synapse.promotePorter(subject.boss);
  });
  after(() => subject.synapse?.[Symbol.asyncDispose]());
  afterEach(async () => {
    for (const rig of rigs) await rig[Symbol.asyncDispose]();
    rigs = [];
  });
  return subject;
}
