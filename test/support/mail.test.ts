import assert from 'node:assert/strict';
import { test } from 'node:test';
import nodemailer from 'nodemailer';
import { eventually } from './eventually.ts';
import { codeIn, linkIn, startMail, type TestMail } from './mail.ts';

async function send(mail: TestMail, to = 'ada@example.org', socketTimeout = 60_000): Promise<void> {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: mail.port, socketTimeout });
  try {
    await transport.sendMail({
      from: 'Porter <porter@porter.test>',
      to,
      subject: 'Grüße',
      messageId: '<one@porter.test>',
      text: 'Your code is 1234 5678.\nOr open http://127.0.0.1:8480/prove/abc?lang=de and press the button.',
    });
  } finally {
    transport.close();
  }
}

test('a letter is caught as it was sent, with its link and its code', async () => {
  await using mail = await startMail();
  await send(mail);
  const letter = await mail.waitForLetter(({ to }) => to.includes('ada@example.org'));
  assert.equal(letter.subject, 'Grüße');
  assert.equal(letter.messageId, '<one@porter.test>');
  assert.equal(letter.from, 'porter@porter.test');
  assert.equal(codeIn(letter), '12345678');
  assert.equal(linkIn(letter, '/prove/'), 'http://127.0.0.1:8480/prove/abc?lang=de');
  assert.throws(() => linkIn(letter, '/nothing/'));
});

test('every trouble shows as its own answer, once, and then the letter passes', async () => {
  await using mail = await startMail();
  for (const [trouble, expected] of [
    ['greylist', { responseCode: 451 }],
    ['refuse', { responseCode: 550 }],
    ['later', { responseCode: 451 }],
    ['busy', { responseCode: 421 }],
  ] as const) {
    mail.fault({ trouble });
    await assert.rejects(send(mail), expected);
    assert.equal(mail.letters.length, 0, trouble);
  }
  mail.fault({ trouble: 'cut-in-data' });
  await assert.rejects(send(mail));
  mail.fault({ trouble: 'hang' });
  await assert.rejects(send(mail, undefined, 1_000), { code: 'ETIMEDOUT' });
  assert.equal(mail.letters.length, 0);
  mail.heal();
  mail.fault({ trouble: 'cut-before-250' });
  await assert.rejects(send(mail));
  assert.deepEqual(
    mail.letters.map(({ answered }) => answered),
    [false],
  );
  await send(mail);
  assert.deepEqual(
    mail.letters.map(({ answered }) => answered),
    [false, true],
  );
});

test('a fault can be meant for one address', async () => {
  await using mail = await startMail({
    faults: [{ trouble: 'refuse', times: Infinity, to: (to) => to.startsWith('no') }],
  });
  await send(mail);
  await assert.rejects(send(mail, 'nobody@example.org'), { responseCode: 550 });
  mail.heal();
  await send(mail, 'nobody@example.org');
  assert.equal(mail.lettersTo('nobody@example.org').length, 1);
});

test('a server that is down refuses, and comes back on the same port', async () => {
  await using mail = await startMail();
  await mail.down();
  await assert.rejects(send(mail), { code: 'ESOCKET' });
  await mail.up();
  await send(mail);
  assert.equal(mail.letters.length, 1);
});

test('a letter that is held is taken when it is let go, unless its connection has ended', async () => {
  await using mail = await startMail();
  mail.hold();
  const sent = send(mail);
  await eventually(() => mail.held === 1);
  assert.equal(mail.letters.length, 0);
  mail.heal();
  await sent;
  assert.deepEqual([mail.letters.length, mail.held], [1, 0]);
  mail.hold();
  await assert.rejects(send(mail, undefined, 1_000), { code: 'ETIMEDOUT' });
  await eventually(() => mail.held === 0);
  mail.heal();
  await send(mail);
  assert.equal(mail.letters.length, 2);
});

test('a server may demand a log-in', async () => {
  await using mail = await startMail({ login: { user: 'porter', password: 'canary-mail-password' } });
  await assert.rejects(send(mail), { responseCode: 530 });
});
