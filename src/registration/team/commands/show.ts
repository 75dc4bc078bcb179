import type { LookCommand } from './team-command.ts';

/** One application and everything that happened to it. */
export const show: LookCommand = {
  words: ['show'],
  help: 'room.help.show',
  takesNumber: true,
  room: { alone: () => true },
  commandLine: { help: 'one application and all that happened to it', page: 'show' },
  reply: (shortId) => ({ what: 'show', shortId }),
};
