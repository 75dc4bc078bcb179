import { loopbackOfOnesOwn, needsLowPorts } from '../../support/low-ports.ts';
import { needs } from '../../support/needs.ts';

/** One line of `porter doctor --json`. */
export interface DoctorLine {
  readonly part: string;
  readonly level: string;
  readonly code?: string;
  readonly sentence: string;
  readonly remedy?: string;
}

const own = await loopbackOfOnesOwn();

/** The address at which this test file's nginx stands for the world. */
export const here = String(own);

/** For `describe`, see `needs`. */
export const worldParts = { ...needs('nginx'), ...needsLowPorts(own) };
