import { accounts } from './parts/accounts.ts';
import { meetings } from './parts/meetings.ts';
import { notifications } from './parts/notifications.ts';
import { registration } from './parts/registration.ts';

/** The parts. To add one, add its files and list it here. */
export const parts = [registration, notifications, meetings, accounts] as const;
