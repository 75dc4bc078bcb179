import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { MailerSettings } from '../../src/channels/email/mailer-settings.ts';
import { openMailer } from '../../src/channels/email/open-mailer.ts';
import { type EmailAddress, parseEmailAddress } from '../../src/kernel/email-address.ts';
import { Fault } from '../../src/kernel/fault.ts';

export const address = (text: string): EmailAddress => parseEmailAddress(text) ?? assert.fail(text);
export const JOB = '01a2b3c4-0000-7000-8000-00000000000a';
export const DATE = Date.UTC(2026, 10, 21, 9, 30);
export const letter = (over: Partial<Parameters<Awaited<ReturnType<typeof openMailer>>['send']>[0]> = {}) => ({
  to: address('lena@example.org'),
  subject: 'Prove your address',
  text: 'Hello Lena',
  html: '<p>Hello Lena</p>',
  jobId: JOB,
  date: DATE,
  ...over,
});
export const settings = (port: number, over: Partial<MailerSettings> = {}): MailerSettings => ({
  from: { name: 'Porter', address: address('porter@porter.test') },
  bounce: undefined,
  host: '127.0.0.1',
  port,
  secure: false,
  user: undefined,
  password: undefined,
  starttls: 'never',
  headers: {},
  ...over,
});
export const never = new AbortController().signal;

export async function faultOf(
  port: number,
  over: Partial<MailerSettings> = {},
  to = 'lena@example.org',
): Promise<Fault> {
  await using mailer = await openMailer(settings(port, over));
  const error = await mailer.send(letter({ to: address(to) }), never).then(
    () => assert.fail('the letter left'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Fault, inspect(error));
  return error;
}

export const sorted = ({ code, retryable, scope, outcome }: Fault) => [code, retryable, scope, outcome];
