import type { LookCommand } from './team-command.ts';

/** All commands of the room. "help" alone may be meant for anybody, so it has to be addressed. */
export const help: LookCommand = {
  words: ['help'],
  help: 'room.help.help',
  takesNumber: false,
  room: { alone: () => false },
  commandLine: undefined,
  reply: () => ({ what: 'help' }),
};
