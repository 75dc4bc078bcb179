import { Fault } from '../../../kernel/fault.ts';

/** Jobs for the team room wait until Porter is inside, without using up attempts; nothing else waits for it. */
export const noRoomYet = (): Fault =>
  new Fault('Porter is not in the team room yet', {
    code: 'team-room.not-known',
    retryable: true,
    scope: 'channel',
    place: 'team-room',
    remedy: 'Invite Porter to the room of registration.room; porter check has the line.',
  });
