import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aDelivery, DELIVERY_TIME } from '../../../test/support/deliveries.ts';
import { never, settings } from '../../../test/support/mailer.ts';
import { startSmtpScript, startSmtpServer, wellBut } from '../../../test/support/smtp.ts';
import { Fault } from '../../kernel/fault.ts';
import { makeEmailChannel } from './make-channel.ts';
import { openMailer } from './open-mailer.ts';

test('a notification arrives as one mail to one person, with the id and the date of its job', async () => {
  await using server = await startSmtpServer();
  await using mailer = await openMailer(settings(server.port));
  const delivery = aDelivery('ops@example.org');
  const result = await makeEmailChannel(mailer).deliver(delivery, never);
  const id = `<${delivery.id}@porter.test>`;
  assert.ok(result.kind === 'done' && result.receipt?.id === id, JSON.stringify(result));
  const [caught, ...more] = server.caught;
  assert.equal(more.length, 0);
  assert.deepEqual(
    [caught?.to, caught?.mail.subject, caught?.mail.messageId],
    [['ops@example.org'], '[router1] Disk full', id],
  );
  assert.equal(Date.parse(caught?.mail.date ?? ''), DELIVERY_TIME);
  // Whoever is named in a target is the operator's team: there is no list that they could leave.
  assert.ok(!caught?.mail.headers.some(({ key }) => key.startsWith('list-')));
});

test('a notification that replaces an earlier one stands beside it', async () => {
  await using server = await startSmtpServer();
  await using mailer = await openMailer(settings(server.port));
  const channel = makeEmailChannel(mailer);
  const first = await channel.deliver(aDelivery('ops@example.org'), never);
  const replaces = first.kind === 'done' ? first.receipt?.id : undefined;
  await channel.deliver(aDelivery('ops@example.org', { title: 'Disk free again' }, { replaces }), never);
  const { mail } = server.caught[1] ?? assert.fail();
  assert.deepEqual([mail.inReplyTo, mail.references], [replaces, replaces]);
});

test('an address that the mail server will never take is refused in its words, without the address', async () => {
  await using server = await startSmtpScript(wellBut({ RCPT: '550 5.1.1 <ops@example.org> no such user here' }));
  await using mailer = await openMailer(settings(server.port));
  assert.deepEqual(await makeEmailChannel(mailer).deliver(aDelivery('ops@example.org'), never), {
    kind: 'refused',
    receipt: { words: '550 5.1.1 no such user here' },
  });
});

test('N6: greylisting concerns one person and is tried later, a refused log-in concerns them all', async () => {
  const faultFor = async (answers: Record<string, string>) => {
    await using server = await startSmtpScript(wellBut(answers));
    await using mailer = await openMailer(settings(server.port));
    return await makeEmailChannel(mailer)
      .deliver(aDelivery('ops@example.org'), never)
      .then(
        () => assert.fail('it arrived'),
        (error: unknown) => error,
      );
  };
  const later = await faultFor({ RCPT: '451 4.7.1 greylisted' });
  assert.ok(later instanceof Fault && later.scope === 'person' && later.retryable && (later.afterMs ?? 0) >= 60_000);
  const blocked = await faultFor({ MAIL: '530 5.7.0 log in first' });
  assert.ok(blocked instanceof Fault && blocked.scope === 'channel' && !blocked.retryable);
});

test('connecting sends nothing and says as whom; it ends when it is told to', async () => {
  await using server = await startSmtpServer();
  await using mailer = await openMailer(settings(server.port));
  assert.equal(await makeEmailChannel(mailer).connect(never), 'connected as porter@porter.test');
  assert.equal(server.caught.length, 0);
  await using silent = await startSmtpScript(() => undefined);
  await using waiting = await openMailer(settings(silent.port));
  const giveUp = new AbortController();
  const connecting = makeEmailChannel(waiting).connect(giveUp.signal);
  giveUp.abort();
  await assert.rejects(connecting, (error: Fault) => error.code === 'email.stopped');
});
