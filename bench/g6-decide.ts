import { event, openTeam, teamRoom, user } from '../test/support/team.ts';
import type { GrowthMeasure } from './growth.ts';

export const growth: GrowthMeasure = {
  name: 'deciding an application, by votes: read from the room, kept, counted, decided',
  budget: 1.1,
  operations: 5,
  async open(size) {
    const team = await openTeam({ quorum: { approve: size, decline: size } });
    const people = Array.from({ length: size }, (_, n) => user(`voter${n}`));
    team.room.members = people;
    return {
      async porter(n) {
        const application = await team.waiting();
        const target = await team.posted(application);
        team.room.reactions = people.map((sender, at) => ({
          ...{ eventId: event(`vote-${n}-${at}`), roomId: teamRoom, target, sender, key: '✅', at: 0 },
        }));
        const began = performance.now();
        const counted = await team.counter.recount(application.id);
        const cost = performance.now() - began;
        const found = await team.found(application);
        if (counted !== 'counted' || found.stage !== 'approved' || found.by.length !== size) {
          throw new Error(`${counted}, ${found.stage}`);
        }
        return cost;
      },
      [Symbol.asyncDispose]: () => team[Symbol.asyncDispose](),
    };
  },
};
