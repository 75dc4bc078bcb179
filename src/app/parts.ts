import { meetings } from './parts/meetings.ts';
import { registration } from './parts/registration.ts';

/** Everything that can be configured or left out as a whole: one more part is its files and one entry here. */
export const parts = [registration, meetings] as const;
