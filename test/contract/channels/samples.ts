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
