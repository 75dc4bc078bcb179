import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { minimal } from '../../test/support/config-files.ts';
import { parseConfig } from '../app/load-config.ts';

/** The smallest file with these lines more in its section `site`. */
const withSite = (lines: string) =>
  minimal.replace('{ file: data/porter.key }', 'k').replace(
    /^site: \{ (.*) \}$/m,
    (_, keys: string) =>
      `site:\n${keys
        .split(', ')
        .map((key) => `  ${key}\n`)
        .join('')}${lines}`,
  );

const load = (lines: string, file = 'config.yaml') => parseConfig(file, withSite(lines), 0o600, {});
const problems = (lines: string, file?: string) =>
  load(lines, file).problems.map(({ key, sentence }) => `${key} ${sentence}`);
function siteOf(lines: string, file?: string) {
  const loaded = load(lines, file);
  assert.deepEqual(loaded.problems, []);
  return loaded.config?.site;
}

test('a time zone is an IANA name; another word is refused with the name that was most likely meant', () => {
  assert.equal(siteOf('  timeZone: europe/berlin\n')?.timeZone, 'Europe/Berlin');
  assert.equal(siteOf('  timeZone: UTC\n')?.timeZone, 'UTC');
  const sentence = 'site.timeZone must be the name of a time zone such as Europe/Berlin or UTC';
  assert.deepEqual(problems('  timeZone: Europe/Berln\n'), [`${sentence}; did you mean Europe/Berlin?`]);
  for (const wrong of ['"+01:00"', '"?"', '7']) assert.deepEqual(problems(`  timeZone: ${wrong}\n`), [sentence]);
});

test("a client's address may name the server in braces, and nothing that Porter does not know", () => {
  const clients = (url: string) => `  clients: [{ name: App, url: ${JSON.stringify(url)} }]\n`;
  const good = 'https://app.example/?hs_url={homeserver}&user={userId}#/{server}';
  assert.equal(siteOf(clients(good))?.clients[0]?.url, good);
  const key = 'site.clients.0.url';
  const link = `${key} must be an address that begins with http:// or https://`;
  for (const [url, sentence] of [
    ['https://app.example/{host}', `${key} has {host} in it`],
    ['https://app.example/{server', `${key} has { in it`],
    ['javascript:alert(1)//{server}', link],
    ['app.example', link],
    ['https://ada:secret@app.example/', `${key} must not hold a user name or password`],
  ] as const) {
    assert.deepEqual(problems(clients(url)), [sentence], url);
  }
});

test("the operator's own texts are links, texts, files or one of each per language", async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'porter-own-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(path.join(folder, 'rules.txt'), 'Be kind.\r\n\r\n\r\n\r\nNo \u202eadvertising.\n');
  const site = siteOf(
    `  contact: hello@example.org
  intro: { en: We sing., de: Wir singen. }
  legal:
    terms: https://example.org/terms?v=2#top
    rules: { file: rules.txt }
    privacy: { de: https://example.org/datenschutz, en: "Nothing is kept." }
  accept: [terms, rules]
`,
    path.join(folder, 'config.yaml'),
  );
  assert.deepEqual(site?.contact, [{ language: undefined, text: { kind: 'link', url: 'mailto:hello@example.org' } }]);
  assert.deepEqual(site?.legal?.terms, [
    { language: undefined, text: { kind: 'link', url: 'https://example.org/terms?v=2#top' } },
  ]);
  assert.deepEqual(site?.legal?.rules, [
    { language: undefined, text: { kind: 'text', text: 'Be kind.\n\nNo advertising.' } },
  ]);
  assert.deepEqual(
    site?.legal?.privacy?.map(({ language, text }) => [language, text.kind]),
    [
      ['de', 'link'],
      ['en', 'text'],
    ],
  );
  assert.deepEqual(site?.accept, ['terms', 'rules']);
});

test('a text that cannot be shown is refused with the reason', async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'porter-own-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'config.yaml');
  await writeFile(path.join(folder, 'latin1.txt'), Buffer.from([0x66, 0xfc, 0x72]));
  await writeFile(path.join(folder, 'long.txt'), 'x'.repeat(60_001));
  for (const [value, sentence] of [
    ['https://', 'is no link'],
    ['www.example.org/terms', 'is no link'],
    ['ftp://example.org/terms', 'is no link'],
    ['https://example.org/our terms', 'is no link'],
    ['https://ada:secret@example.org/', 'is no link'],
    ['"<p>Be kind.</p>"', 'is HTML'],
    ['" "', 'is empty'],
    ['7', 'must be text, a link or { file: path }'],
    ['{}', 'is empty'],
    ['{ fr: Bonjour }', 'has the key fr; known are en, de and file'],
    ['{ en: "" }', 'is empty (en)'],
    ['{ file: 7 }', 'must be text, a link or { file: path }'],
    ['{ file: latin1.txt }', `names ${path.join(folder, 'latin1.txt')}, which is no text in UTF-8`],
    ['{ file: long.txt }', 'must have at most 60000 characters, has 60001'],
  ] as const) {
    assert.deepEqual(problems(`  legal: { terms: ${value} }\n`, file), [`site.legal.terms ${sentence}`], value);
  }
  assert.match(
    problems('  legal: { terms: { file: gone.txt } }\n', file)[0] ?? '',
    /names .*gone\.txt, which cannot be read/,
  );
});

test('a text that applicants must accept has to be there', () => {
  assert.deepEqual(problems('  legal: { rules: Be kind. }\n  accept: [terms, rules]\n'), [
    'site.accept names terms, which site.legal does not have',
  ]);
  assert.match(
    problems('  accept: [term]\n')[0] ?? '',
    /^site\.accept\.0 must be terms or rules or privacy or imprint/,
  );
});
