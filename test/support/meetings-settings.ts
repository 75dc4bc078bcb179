import { HOUR, SECOND } from '../../src/kernel/clock.ts';
import type { CallerPolicy, MeetingsSettings } from '../../src/meetings/settings.ts';

/** A Jitsi server of one's own, everything else as the configuration has it by default. */
export const meetingsSettings: MeetingsSettings = {
  ...{ url: 'https://meet.example.org', domain: 'meet.jitsi', appId: 'skotos', audience: 'jitsi' },
  ...{ leeway: 10 * SECOND, profile: 'own', features: undefined, group: undefined, lobbyBypass: false, record: 'all' },
};

/** What the configuration gives a program on loopback. */
export const everythingAllowed: CallerPolicy = {
  ...{ longest: 24 * HOUR, rooms: ['*'], everyRoom: true, moderators: true },
};
