import { type CheckAfter, type CheckLine, warn } from '../../kernel/check-line.ts';
import { DAY, HOUR } from '../../kernel/clock.ts';
import { serverNameOf } from '../../kernel/matrix-id.ts';
import type { RoomState } from '../rooms/room-state.ts';
import { checkVoters, type TeamRoomCheckNeeds } from './check-voters.ts';
import type { TeamRoomSteps } from './steps.ts';
import { whoBringsVoters } from './who-brings-voters.ts';

const PART = 'team room';

/**
 * Who may vote in the team room now, whether enough of them can, who could bring in others, and what else in the room is in the
 * way of the team's work. Asks, and changes nothing.
 */
export const teamRoomChecks = (needs: TeamRoomCheckNeeds, { seen }: TeamRoomSteps): readonly CheckAfter[] => [
  {
    after: 'decisions',
    async run() {
      const state = seen()?.state;
      if (state === undefined) return [];
      return [...(await checkVoters(needs, state)), ...whoBringsVoters(needs, state), ...checkOpenness(needs, state)];
    },
  },
];

/** What others than the team may see there, and what the room keeps from Porter or forgets; none of it stops anything. */
function checkOpenness({ client, decideWithin }: TeamRoomCheckNeeds, state: RoomState): readonly CheckLine[] {
  const strangers = [...state.members].filter(
    ([user, { membership }]) => membership === 'join' && serverNameOf(user) !== client.serverName,
  );
  const { keptFor } = state;
  return [
    ...(strangers.length > 0 ? [outsiders(strangers.length)] : []),
    ...(state.encrypted ? [encrypted()] : []),
    ...(state.worldReadable ? [worldReadable()] : []),
    ...(keptFor !== undefined && keptFor < decideWithin ? [forgetful(keptFor, decideWithin)] : []),
  ];
}

const outsiders = (count: number) =>
  warn(PART, {
    code: 'team-room.outside-members',
    sentence: `${count} members belong to other servers; they read every application.`,
    remedy: 'They vote only if registration.voters lists their ids; remove them if they should not read along.',
  });

const encrypted = () =>
  warn(PART, {
    code: 'team-room.encrypted',
    sentence: 'The team room is encrypted: reactions count, replies and commands cannot be read by Porter.',
    remedy:
      'If you want to type commands, make another room without encryption (switch it off in Element when you make the room; it cannot be taken off later) and set registration.room to it.',
  });

const worldReadable = () =>
  warn(PART, {
    code: 'team-room.world-readable',
    sentence: 'Anybody can read the history of the team room without being a member.',
    remedy: 'Set "who can read history" of that room to members only.',
  });

const forgetful = (keptFor: number, decideWithin: number) =>
  warn(PART, {
    code: 'team-room.forgetful',
    sentence: `The team room asks the homeserver to delete messages after ${inDays(keptFor)} (m.room.retention), but an application may wait ${inDays(decideWithin)} for its votes (registration.decideWithin).`,
    remedy: `Let the room keep messages longer, or set registration.decideWithin to less than ${inDays(keptFor)}.`,
  });

function inDays(ms: number): string {
  if (ms < 2 * HOUR) return `${Math.max(1, Math.floor(ms / (HOUR / 60)))} minutes`;
  return ms < 2 * DAY ? `${Math.floor(ms / HOUR)} hours` : `${Math.floor(ms / DAY)} days`;
}
