import { type Lane, lanes } from './job.ts';

/** How many jobs may be at work at one place at the same time. */
export interface HandsPerPlace {
  /** Jobs per lane that no other lane can displace. Default 2. */
  readonly ofLane: number;
  /** Further jobs, of whichever lane comes first. Default 14. */
  readonly shared: number;
}

export const usualHands: HandsPerPlace = { ofLane: 2, shared: 14 };

/**
 * Returns how many more jobs of a lane may begin at a place.
 *
 * Every place has its own hands, so a place that hangs uses up no hands of other places. Within a place every lane has some of its
 * own, so a code never waits for a hundred notices that hang.
 *
 * @param atWork the lane of each job at work at this place
 */
export function freeHands({ ofLane, shared }: HandsPerPlace, lane: Lane, atWork: readonly Lane[]): number {
  const count = (of: Lane) => atWork.filter((each) => each === of).length;
  const sharedInUse = lanes.reduce((sum, of) => sum + Math.max(0, count(of) - ofLane), 0);
  return Math.max(0, ofLane - count(lane)) + Math.max(0, shared - sharedInUse);
}
