/** What every Porter on one database listens to (LISTEN, NOTIFY). */
export const CHANNEL = 'porter_changed';
