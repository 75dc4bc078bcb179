import { RegistrationSection } from '../../config/sections/registration.ts';
import type { Checked } from '../../config/shape.ts';
import { meantForUs } from '../../config/suggest.ts';
import type { YamlFile } from '../../config/yaml-file.ts';
import type { RoomAlias, RoomId, UserId } from '../../kernel/matrix-id.ts';
import type { PartConfig } from '../part-config.ts';

export const sections = { registration: RegistrationSection.optional() };

export const needs = {
  homeserver: 'accounts are made there',
  appservice: 'the homeserver tells of votes by it',
  secrets: 'links and codes are derived from its key',
  mail: 'letters ask for the proof of the address',
  site: 'people apply on its pages',
};

/** The configuration of a Porter with registration. */
export type RegistrationConfig = PartConfig<'registration', typeof sections, keyof typeof needs>;

/** Finds votes or rooms that could never work, and IDs whose server name is most likely mistyped. */
export function crossCheckRegistration(
  { registration: own, homeserver, accounts }: RegistrationConfig,
  yaml: YamlFile,
): Checked {
  const problem = (...told: Parameters<YamlFile['problem']>) => yaml.problem(...told);
  const { voters, approvals, declines } = own;
  const votes = Math.max(approvals, declines);
  return {
    warnings: mistypedServers(own, homeserver.serverName, yaml),
    problems: [
      ...(own.password === 'form' && accounts.store !== 'local'
        ? [
            problem(
              ['registration', 'password'],
              'is form, but with accounts.store: synapse nobody but Synapse can keep a password until the team has decided',
              'set accounts.store to local, or registration.password to welcome',
            ),
          ]
        : []),
      ...(voters.kind === 'listed' && voters.users.length < votes
        ? [
            problem(
              ['registration', 'voters'],
              `lists ${voters.users.length} people, so ${votes} votes can never come together`,
            ),
          ]
        : []),
      ...(own.welcomeRooms.includes(own.room)
        ? [
            problem(
              ['registration', 'welcomeRooms'],
              'has the team room in it: new members would read every application',
            ),
          ]
        : []),
    ],
  };
}

/** IDs of other servers may be meant, so only those are told that look like a slip of the own name. */
function mistypedServers(
  { admin, voters, room, welcomeRooms }: RegistrationConfig['registration'],
  serverName: string,
  yaml: YamlFile,
): Checked['warnings'] {
  const told: readonly (readonly [key: string, ids: readonly (RoomAlias | RoomId | UserId)[]])[] = [
    ['room', [room]],
    ['admin', admin === undefined ? [] : [admin]],
    ['voters', voters.kind === 'listed' ? voters.users : []],
    ['welcomeRooms', welcomeRooms],
  ];
  return told.flatMap(([key, ids]) =>
    ids.flatMap((id) => {
      const meant = meantForUs(id, serverName);
      const sentence = `names ${id}, but homeserver.serverName is ${serverName}`;
      return meant === undefined ? [] : [yaml.problem(['registration', key], sentence, `did you mean "${meant}"?`)];
    }),
  );
}
