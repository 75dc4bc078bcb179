import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wideLetters } from '../../../test/support/order.ts';
import { type EmailAddress, parseEmailAddress } from '../../kernel/email-address.ts';
import { meantAddress } from './misspelt.ts';

const freeDomains = new Set([
  'gmail.com',
  'outlook.com',
  'yahoo.com',
  'me.com',
  'gmx.de',
  'gmx.net',
  'web.de',
  'posteo.de',
]);
const limits = { ...wideLetters, perDay: 1, open: 1, perDomainPerDay: 1, freeDomains };
const meant = (address: string) => meantAddress(parseEmailAddress(address) as EmailAddress, { limits });

test('one slip of the finger from a large provider is asked back', () => {
  for (const domain of ['gmial.com', 'gmail.con', 'gmai.com', 'gmaill.com', 'gmail.co', 'gnail.com']) {
    assert.equal(meant(`Lena.o@${domain}`), 'Lena.o@gmail.com', domain);
  }
  assert.equal(meant('lena@yaho.com'), 'lena@yahoo.com');
  assert.equal(meant('lena@postoe.de'), 'lena@posteo.de');
});

test('providers themselves, other existing ones, short names and everything else are left alone', () => {
  for (const domain of ['gmail.com', 'mail.com', 'ymail.com', 'we.com', 'gmx.ne', 'gmx.at', 'wed.de', 'example.org']) {
    assert.equal(meant(`lena@${domain}`), undefined, domain);
  }
});
