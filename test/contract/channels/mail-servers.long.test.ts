import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { MailerSettings } from '../../../src/channels/email/mailer-settings.ts';
import { makeEmailChannel } from '../../../src/channels/email/make-channel.ts';
import { openMailer } from '../../../src/channels/email/open-mailer.ts';
import { LONGEST_TEXT } from '../../../src/channels/email/render.tsx';
import { Fault } from '../../../src/kernel/fault.ts';
import { makeLazy } from '../../../src/kernel/lazy.ts';
import { Secret } from '../../../src/kernel/secret.ts';
import { aDelivery } from '../../support/deliveries.ts';
import { eventually } from '../../support/eventually.ts';
import { startOpensmtpd } from '../../support/mail-servers/opensmtpd.ts';
import { startPostfix } from '../../support/mail-servers/postfix.ts';
import { BUSY, GONE, LOGIN, type MailServer, needsMailServer } from '../../support/mail-servers/server.ts';
import { never, settings, sorted } from '../../support/mailer.ts';
import { channelContract } from './suite.ts';

/** As an operator writes it. @param over what is different */
const open = ({ port, tls, ca }: MailServer, over: Partial<MailerSettings> = {}) =>
  openMailer(
    settings(port, {
      ...(tls && { starttls: 'required', user: LOGIN.user, password: new Secret(LOGIN.password), ca }),
      ...over,
    }),
  );

for (const [name, part, startServer] of [
  ['Postfix', 'postfix', startPostfix],
  ['OpenSMTPD', 'opensmtpd', startOpensmtpd],
] as const) {
  const server = makeLazy(startServer);
  after(async () => (await server.peek())?.[Symbol.asyncDispose]());

  channelContract(
    `email by ${name}`,
    async () => {
      const one = await server.get();
      const mailer = await open(one);
      one.behind.forget();
      return {
        channel: makeEmailChannel(mailer),
        address: 'ops@example.org',
        // The ids begin with the time.
        shown: async () =>
          one.behind.letters
            .toSorted((before, after) => (before.messageId < after.messageId ? -1 : 1))
            .map(({ subject, text }) => `${subject}\n${text}`),
        async down() {
          await one.stop();
          return { up: one.start };
        },
        limit: LONGEST_TEXT + 1_000,
        remembersIds: false,
        [Symbol.asyncDispose]: () => mailer[Symbol.asyncDispose](),
      };
    },
    needsMailServer(part),
  );

  describe(`${name} as the mail server`, needsMailServer(part), () => {
    let one: MailServer;
    before(async () => {
      one = await server.get();
    });

    const attempt = async (address: string, over: Partial<MailerSettings> = {}) => {
      await using mailer = await open(one, over);
      const channel = makeEmailChannel(mailer);
      return await channel.deliver(aDelivery(address), never).catch((error: unknown) => {
        assert.ok(error instanceof Fault, String(error));
        return error;
      });
    };
    /** The code of what keeps all mail from leaving with these settings. */
    const stops = async (over: Partial<MailerSettings>): Promise<string> => {
      const before = one.behind.letters.length;
      const fault = await attempt('ops@example.org', over);
      assert.ok(fault instanceof Fault);
      assert.equal(fault.scope, 'channel');
      assert.doesNotMatch(`${fault.message} ${fault.words} ${fault.remedy}`, /canary-/);
      assert.equal(one.behind.letters.length, before);
      return fault.code;
    };

    test('N6: each recipient is told in the words of the server: taken, refused for good, or for now', async () => {
      const before = one.behind.letters.length;
      const taken = await attempt('ops@example.org');
      // It passes the letter on after its 250; the next test counts letters.
      await eventually(() => one.behind.letters.length > before);
      assert.ok(!(taken instanceof Fault) && taken.kind === 'done');
      assert.match(taken.receipt?.words ?? '', /^250 2\.0\.0/);
      const gone = await attempt(GONE);
      assert.ok(!(gone instanceof Fault) && gone.kind === 'refused');
      assert.match(gone.receipt?.words ?? '', /^550 5\.1\.1.*no such mailbox/);
      const busy = await attempt(BUSY);
      assert.ok(busy instanceof Fault);
      assert.deepEqual(sorted(busy).slice(1), [true, 'person', undefined]);
      assert.match(busy.words ?? '', /greylisted/);
    });

    test('N6, L3: what is wrong with log-in and TLS concerns the whole channel, and nothing leaves', async () => {
      if (one.tls) {
        assert.equal(await stops({ password: new Secret('canary-wrong-0123456789abcdef') }), 'email.login-refused');
        assert.equal(await stops({ ca: '' }), 'email.tls');
        assert.equal(await stops({ starttls: 'never', user: undefined, password: undefined }), 'email.tls');
      } else {
        assert.equal(await stops({ starttls: 'required' }), 'email.tls');
        assert.equal(await stops({ user: LOGIN.user, password: new Secret(LOGIN.password) }), 'email.no-login');
      }
    });
  });
}
