import { makeIds } from '../../src/kernel/ids.ts';
import type { Delivery, Notification } from '../../src/ports/channel.ts';

/** When the deliveries below were accepted; their ids begin with it. Epoch milliseconds. */
export const DELIVERY_TIME = Date.UTC(2026, 10, 21, 9, 30);
const ids = makeIds(() => DELIVERY_TIME);

/** A delivery with an id of its own, at its first attempt. @param says what differs in its notification */
export const aDelivery = (
  address: string,
  says: Partial<Notification> = {},
  given: Partial<Omit<Delivery, 'notification'>> = {},
): Delivery => ({
  ...{ id: ids.next(), address, show: { origin: true, symbol: true } },
  ...{ waited: undefined, firstTriedAt: undefined, replaces: undefined },
  notification: {
    ...{ title: 'Disk full', lines: ['sda1 at 98 %'], preformatted: false, link: undefined },
    ...{ urgency: 'normal', origin: 'router1', facts: [] },
    ...says,
  },
  ...given,
});

/** Text that tries to be more than text in one of the channels. */
export const hostile: readonly string[] = [
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '</pre></code><h1>x</h1><a href="https://evil.test">',
  '&lt;b&gt; &amp;amp; &#64;room',
  '@room @everyone @here <@1234> <!channel>',
  '**bold** _it_ `code` ~~gone~~ ||hidden|| [a](https://evil.test) ```',
  'https://matrix.to/#/@ada:porter.test matrix:u/ada:porter.test mxc://evil.test/x',
  '\u202eadmin\u202c\u200b\u0000\u0007\ud800',
  'a\r\nBcc: eve@evil.test\r\n\r\nx',
  '.\r\n',
  '=?utf-8?q?=0ABcc: eve@evil.test?=',
  'z\u0336\u0336\u0336\u0336\u0336\u0336\u0336\u0336',
];
