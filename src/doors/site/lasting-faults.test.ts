import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestGuests } from '../../../test/support/meeting-guests.ts';
import { openNow, waysOn } from '../../../test/support/open-now.ts';
import { openTestSite } from '../../../test/support/site-door.ts';
import { type AllSiteUseCases, siteUseCases } from '../../../test/support/site-use-cases.ts';
import { readSources } from '../../../test/support/source-files.ts';
import { Fault } from '../../kernel/fault.ts';
import { refuse } from '../../kernel/outcome.ts';
import { say } from '../../texts/say.ts';
import { lastingWords } from './words.ts';

/** Faults that last and that no page meets, and who meets them. A folder stands for all of its faults. */
const noPage: Readonly<Record<string, string>> = {
  'src/channels/': 'letters are sent by jobs only',
  'src/doors/intake/': 'programs that notify meet it, or the start ends with it',
  'src/outbox/': 'jobs are read by the outbox only',
  'src/notifications/': 'deliveries are made by jobs only',
  'channel.credential': 'channels are used by jobs only',
  'account.other-name': 'accounts are made by jobs only',
  'homeserver.unreadable': 'commands and jobs alone meet it',
  'key.unreadable': 'the key file is read at the start, which ends with it',
  'listener.in-use': 'the start ends with it',
  'listener.refused': 'the start ends with it',
  'meetings.no-key': 'the start ends with it',
  'meetings.key-unusable': 'the start ends with it',
  'register-bot.no-driver': 'commands alone meet it',
  'site.link': 'the start ends with it',
  'site.logo': 'the start ends with it',
};

interface Found {
  readonly file: string;
  readonly codes: readonly string[];
}

/** Every place in the sources where a fault is made that may last, with the codes that stand beside it. */
function lastingFaults(): readonly Found[] {
  return readSources('src')
    .filter(({ file }) => !/\.test\.tsx?$/.test(file))
    .flatMap(({ file, text }) => {
      return [...text.matchAll(/new \w*(?:Fault|Refusal)\(/g)].flatMap(({ index }) => {
        const made = callAt(text, index);
        const retryable = /retryable:\s*([^,}\n]+)/.exec(made)?.[1];
        // Made of something else's fault, or never lasting.
        if (retryable === undefined || retryable.trim() === 'true') return [];
        const codes = [
          ...(/\bcode:([^,\n]*(?:\n\s+[?:][^,\n]*)*)/.exec(made)?.[1] ?? '').matchAll(/'([^']+\.[^']+)'/g),
        ];
        return [{ file, codes: codes.map(([, code]) => code ?? '') }];
      });
    });
}

/** The text of a call, from its name to the bracket that ends it. */
function callAt(text: string, start: number): string {
  let depth = 0;
  for (let at = text.indexOf('(', start); at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0) return text.slice(start, at + 1);
  }
  return text.slice(start);
}

const found = lastingFaults();

test('every fault that may last has a sentence for pages, or a reason why no page meets it', () => {
  assert.ok(found.length > 15, `${found.length} found`);
  for (const { file, codes } of found) {
    if (Object.keys(noPage).some((folder) => folder.endsWith('/') && file.startsWith(folder))) continue;
    assert.ok(codes.length > 0, `${file}: a fault that may last says no code that can be read here`);
    for (const code of codes) {
      assert.ok(lastingWords.has(code) !== Object.hasOwn(noPage, code), `${file}: what does a page say to ${code}?`);
    }
  }
  const known = new Set(found.flatMap(({ codes }) => codes));
  for (const code of [...lastingWords.keys(), ...Object.keys(noPage)]) {
    assert.ok(code.endsWith('/') || known.has(code), `${code} is made nowhere`);
  }
});

/** Every address whose page asks a use case, and the form that it is asked with. */
const visits: readonly (readonly [string, Record<string, string>?])[] = [
  ['/check/ticket-1'],
  ['/check/ticket-1', { code: '12345678' }],
  ['/check/ticket-1/name', { code: '12345678', username: 'shirin' }],
  ['/check/ticket-1/resend', {}],
  ['/check/ticket-1/address', { email: 'shirin@example.org' }],
  ['/prove/prove-1'],
  ['/prove/prove-1', {}],
  ['/status/status-1'],
  ['/status/status-1/withdraw', {}],
  ['/status/status-1/name', { username: 'shirin' }],
  ['/status/status-1/welcome', {}],
  ['/welcome/welcome-1'],
  ['/welcome/welcome-1', { password: 'seven quiet herons', repeat: 'seven quiet herons' }],
  ['/welcome/welcome-1/renew', {}],
  ['/renew/void-1', {}],
];

const ours = [say('en', 'site.fault.ours'), say('de', 'site.fault.ours')];
const isAsked = ([name, value]: [string, unknown]) =>
  typeof value === 'function' && name !== 'isOpen' && name !== 'problemsIn';

test('no fault that lasts ends on any page as "our fault, try later": each has its own sentence and a way on', async () => {
  const names = Object.entries(siteUseCases().useCases.applyPage).filter(isAsked);
  for (const code of [...lastingWords.keys(), 'made.up-by-a-provisioner']) {
    for (const scope of ['channel', 'message'] as const) {
      const fail = async () => {
        throw new Fault('lasts', { code, retryable: false, scope });
      };
      const failing = Object.fromEntries(names.map(([name]) => [name, fail])) as unknown as Partial<AllSiteUseCases>;
      await using site = await openNow(failing);
      const formToken = /name="formToken" value="([^"]+)"/.exec((await site.get('/')).body)?.[1] ?? '';
      for (const [address, form] of visits) {
        const { status, body, headers } = form
          ? await site.post(address, { ...form, formToken })
          : await site.get(address);
        const about = `${code} at ${form ? 'POST' : 'GET'} ${address}`;
        const text = body.replaceAll('&#39;', "'");
        assert.ok(status === 500 || status === 503, `${about}: ${status}`);
        assert.ok(text.includes(say('en', lastingWords.get(code) ?? 'site.lasting.other')), about);
        assert.ok(!ours.some((sentence) => text.includes(sentence)), about);
        assert.doesNotMatch(text, /try again later|in about a minute|go back one page/, about);
        assert.equal(headers['retry-after'], undefined, about);
        assert.match(text, /mention this number: [0-9a-f]{10}/, about);
        assert.ok(waysOn(body).length > 0, about);
      }
    }
  }
});

test('the form keeps what was typed when a fault that lasts meets it, and says that sending it again does not help', async () => {
  await using site = await openNow({
    submit: async () => {
      throw new Fault('lasts', { code: 'homeserver.not-admin', retryable: false, scope: 'channel' });
    },
  });
  const typed = { username: 'shirin', email: 'shirin@example.org', reason: 'Friends are there.', displayName: '' };
  const { status, body } = await site.post('/apply', typed);
  assert.equal(status, 503);
  assert.ok(body.includes(say('en', 'site.lasting.homeserver')));
  assert.match(body, /Friends are there\./);
  assert.match(body, /mention this number: [0-9a-f]{10}/);
  assert.doesNotMatch(body, /send it again/);
});

test('a mistake of ours is still called one, and an outage still says when to come back', async () => {
  const failing = (error: Error) => ({
    viewStatus: async () => {
      throw error;
    },
  });
  await using bug = await openNow(failing(new Error('a bug')));
  assert.ok((await bug.get('/status/status-1')).body.includes(say('en', 'site.fault.ours')));
  const down = new Fault('down', { code: 'homeserver.down', retryable: true, scope: 'channel' });
  await using outage = await openNow(failing(down));
  assert.match((await outage.get('/status/status-1')).body, /in about a minute/);
});

test('an invitation that the server no longer grants says so, gives its use back, and is no fault', async () => {
  await using guests = await openTestGuests({ issue: () => refuse('policy', 'no longer granted') });
  await using site = await openTestSite({ guests: guests.guests, applicants: undefined });
  const { link } = await guests.invite({ uses: 1, name: 'Ada' });
  const page = await site.get(`/meet/${link}`);
  const formToken = /name="formToken" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  const { status, body } = await site.post(`/meet/${link}`, { formToken });
  assert.equal(status, 409);
  assert.match(body, /This invitation lets nobody in/);
  assert.equal((await guests.invites.listInvitations(1))[0]?.used, 0);
});
