import { type Lane, lanes } from './job.ts';

/** How many jobs may be at work at one place at the same time. */
export interface HandsPerPlace {
  /** Hands of each lane that no other lane may use. Default 2. */
  readonly ofLane: number;
  /** Hands that go to whichever lane comes first. Default 14. */
  readonly shared: number;
}

export const usualHands: HandsPerPlace = { ofLane: 2, shared: 14 };

/**
 * How many more jobs of a lane may begin at a place.
 *
 * Hands belong to places, so a place that hangs uses up its own and no others. Within a place every lane has some of its own,
 * so a code never waits for a hundred notices that hang.
 *
 * @param atWork the lane of each job that is at work at this place
 */
export function freeHands({ ofLane, shared }: HandsPerPlace, lane: Lane, atWork: readonly Lane[]): number {
  const count = (of: Lane) => atWork.filter((each) => each === of).length;
  const sharedInUse = lanes.reduce((sum, of) => sum + Math.max(0, count(of) - ofLane), 0);
  return Math.max(0, ofLane - count(lane)) + Math.max(0, shared - sharedInUse);
}
