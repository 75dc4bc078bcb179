import { deliveryJobs } from '../../notifications/rules/jobs.ts';
import { plan } from '../../notifications/rules/plan.ts';
import type { NotificationSettings } from '../../notifications/settings.ts';
import type { Announce } from '../../ports/announce.ts';
import { type Config, configFor } from '../config.ts';
import { notifications } from '../parts/notifications.ts';
import { notificationSettings } from './config.ts';

/** Delivers what parts of Porter announce, where the routes of this configuration lead it. */
export function announceFor(config: Config): Announce {
  const own = configFor(notifications, config);
  return own === undefined ? () => [] : announceBy(notificationSettings(own));
}

const announceBy =
  (settings: NotificationSettings): Announce =>
  ({ origin, id, title, lines, urgency, at }) => {
    const order = {
      notification: { title, lines, preformatted: false, link: undefined, facts: [] },
      ...{ urgency, origin, to: undefined },
    };
    // It has no targets of its own: without a route it goes nowhere.
    const planned = plan(order, { name: origin, to: [], everywhere: true }, settings, at);
    if (!planned.ok) return [];
    const { notification, addresses } = planned.value;
    return deliveryJobs({ sender: 'porter', id: `${origin}:${id}` }, notification, addresses, {
      at,
      life: settings.life,
    });
  };
