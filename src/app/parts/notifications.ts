import { notificationsInWords } from '../../notifications/jobs-in-words.ts';
import { notificationKinds } from '../../notifications/rules/kinds.ts';
import { crossCheckNotifications } from '../notifications/config.ts';
import { intakeListening } from '../notifications/intake-listeners.ts';
import { sections } from '../notifications/sections.ts';
import { notificationsSteps } from '../notifications/steps.ts';
import { definePart } from '../part.ts';

/** Notifications: from programs and from other parts, to people on every channel. */
export const notifications = definePart({
  name: 'notifications',
  sections,
  needs: {},
  reads: ['mail', 'channels', 'homeserver', 'appservice', 'site', 'secrets'],
  crossCheck: crossCheckNotifications,
  listening: intakeListening,
  steps: notificationsSteps,
  check: async (config, { runtime, offline }) => [
    ...(await (
      await import('../notifications/check-notifications.ts')
    ).checkNotifications(config, { runtime, offline })),
    ...(await (await import('../notifications/check-smtp.ts')).checkMailCertificate(config.intake, runtime.clock)),
  ],
  tidy: ({ storage }, before) => storage.notifications.tidy(before),
  jobs: {
    kinds: notificationKinds,
    places: ['clock'],
    inWords: async (_database, { clock }) => notificationsInWords(clock),
  },
  personal: ({ storage }) => storage.notifications.personal,
  open: async (config, ground) =>
    (await import('../notifications/open-notifications.ts')).openNotifications(config, ground),
});
