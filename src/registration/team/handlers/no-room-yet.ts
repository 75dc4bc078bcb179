import { Fault } from '../../../kernel/fault.ts';

/** Everything for the room waits, without using up attempts, until Porter is inside. */
export const noRoomYet = (): Fault =>
  new Fault('Porter is not in the team room yet', {
    code: 'team-room.not-known',
    retryable: true,
    scope: 'channel',
    remedy: 'Invite Porter to the room of registration.room; porter check has the line.',
  });
