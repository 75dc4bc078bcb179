import { registrationKinds } from '../../registration/rules/jobs.ts';
import { restoreApplications } from '../../storage/registration/after-restore.ts';
import { definePart } from '../part.ts';
import { crossCheckRegistration, needs, sections } from '../registration/config.ts';
import { registrationSteps } from '../registration/steps.ts';

/** Registration: applications on pages, votes in the team room, accounts. */
export const registration = definePart({
  name: 'registration',
  sections,
  needs,
  reads: ['accounts'],
  announces: true,
  crossCheck: crossCheckRegistration,
  steps: registrationSteps,
  check: async (config, asked) => [
    ...(await (await import('../registration/check-notices.ts')).checkNotices(config, asked)),
    ...(asked.practice ? await (await import('../registration/check-practice.ts')).checkPractice(config, asked) : []),
  ],
  restored: restoreApplications,
  tidy: ({ storage }, before) => storage.registration.tidy(before),
  jobs: {
    kinds: registrationKinds,
    places: ['team-room', 'account', 'clock'],
    inWords: async ({ storage: { applications } }, { clock }) =>
      (await import('../../registration/jobs-in-words.ts')).makeJobsInWords({ applications, clock }),
  },
  personal: ({ storage }) => storage.registration.personal,
  open: async (config, ground) =>
    (await import('../registration/open-registration.ts')).openRegistration(config, ground),
});
