import { definePart } from '../part.ts';
import { crossCheckRegistration, needs, sections } from '../registration/config.ts';
import { registrationSteps } from '../registration/steps.ts';

/** The door: applications on pages, votes in a room, accounts. */
export const registration = definePart({
  name: 'registration',
  sections,
  needs,
  reads: ['accounts'],
  crossCheck: crossCheckRegistration,
  steps: registrationSteps,
  check: async (config, asked) =>
    asked.practice ? (await import('../registration/check-practice.ts')).checkPractice(config, asked) : [],
  open: async (config, ground) =>
    (await import('../registration/open-registration.ts')).openRegistration(config, ground),
});
