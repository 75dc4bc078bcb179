import { makeIds } from '../../../src/kernel/ids.ts';
import type { Delivery, Notification } from '../../../src/ports/channel.ts';

const ids = makeIds(() => Date.UTC(2026, 10, 30, 12));

const aNotification = (given: Partial<Notification> = {}): Notification => ({
  ...{ title: 'Disk full', lines: ['sda1 at 98 %'], preformatted: false, link: undefined },
  ...{ urgency: 'normal', origin: 'router1', facts: [] },
  ...given,
});

/** A delivery with an id of its own, at its first attempt. */
export const aDelivery = (
  address: string,
  notification: Partial<Notification> = {},
  given: Partial<Delivery> = {},
): Delivery => ({
  ...{ id: ids.next(), address, notification: aNotification(notification), show: { origin: true, symbol: true } },
  ...{ waited: undefined, firstTriedAt: undefined, replaces: undefined },
  ...given,
});
