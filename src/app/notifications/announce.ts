import { ANNOUNCER, announceJob, orderOf } from '../../notifications/rules/announce-job.ts';
import { plan } from '../../notifications/rules/plan.ts';
import type { NotificationSettings } from '../../notifications/settings.ts';
import type { Announce } from '../../ports/announce.ts';
import { type Config, configFor } from '../config.ts';
import { notifications } from '../parts/notifications.ts';
import { notificationSettings } from './config.ts';

/** Hands in what parts of Porter announce when it is due, if the routes of this configuration lead it anywhere. */
export function announceFor(config: Config): Announce {
  const own = configFor(notifications, config);
  return own === undefined ? () => [] : announceBy(notificationSettings(own));
}

const announceBy =
  (settings: NotificationSettings): Announce =>
  (announcement) =>
    plan(orderOf(announcement), ANNOUNCER, settings, announcement.at).ok
      ? [announceJob(announcement, settings.life)]
      : [];
