import { RegistrationSection } from '../../config/sections/registration.ts';
import type { Checked } from '../../config/shape.ts';
import type { YamlFile } from '../../config/yaml-file.ts';
import type { PartConfig } from '../part.ts';

export const sections = { registration: RegistrationSection.optional() };

export const needs = {
  homeserver: 'accounts are made there',
  appservice: 'the homeserver tells of votes by it',
  secrets: 'links and codes are derived from its key',
  mail: 'letters ask for the proof of the address',
  site: 'people apply on its pages',
};

/** The configuration of a Porter with registration. */
export type RegistrationConfig = PartConfig<typeof sections, keyof typeof needs>;

/** Finds votes or rooms that could never work. */
export function crossCheckRegistration({ registration: own }: RegistrationConfig, yaml: YamlFile): Checked {
  const problem = (key: readonly string[], sentence: string) => yaml.problem(key, sentence);
  const { voters, approvals, declines } = own;
  const votes = Math.max(approvals, declines);
  return {
    warnings: [],
    problems: [
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
