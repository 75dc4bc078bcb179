import type { Manners } from '../../notifications/rules/address-book.ts';
import type { NotificationsConfig } from './sections.ts';

type Zoned = Pick<NotificationsConfig, 'notifications' | 'site'>;

/** The zone whose clocks count for notifications. */
export const zoneOf = ({ notifications: { timeZone }, site }: Zoned): string => timeZone ?? site?.timeZone ?? 'UTC';

/** How the targets hold back what goes to them. */
export function mannersOf(config: Zoned): Manners {
  const zone = zoneOf(config);
  return new Map(
    Object.entries(config.notifications.targets).map(([of, { quiet, digest }]) => [
      of,
      {
        ...(quiet === undefined ? {} : { quiet: { of, ...quiet, zone } }),
        ...(digest === undefined ? {} : { digest: { of, every: digest } }),
      },
    ]),
  );
}
