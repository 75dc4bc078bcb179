import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { configShape } from '../app/config.ts';
import { parseConfig } from '../app/load-config.ts';
import { printJsonSchema } from './json-schema.ts';
import { printReference } from './print-reference.ts';
import { printRegistrationSample } from './print-registration.ts';
import { printSample } from './print-sample.ts';

const checkedIn = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

for (const [name, print, option] of [
  ['config.sample.yaml', printSample, '--sample'],
  ['registration.yaml', printRegistrationSample, '--registration'],
  ['docs/config.schema.json', printJsonSchema, ''],
  ['docs/operate/configuration.md', printReference, '--reference'],
] as const) {
  test(`${name} is what the program prints`, () => {
    assert.equal(checkedIn(name), print(configShape), `npm run porter -- schema ${option} > ${name}`);
  });
}

test('the sample is refused for its placeholders alone, and works once they are filled in', () => {
  const keyed = (text: string) => text.replaceAll(/\{ file: [a-z./]+ \}/g, 'k');
  const refused = parseConfig('config.yaml', keyed(printSample(configShape)), 0o600, {}).problems;
  assert.deepEqual(
    refused.map(({ key, sentence }) => [key, sentence]),
    [['mail.password', 'still says CHANGE_ME']],
  );
  const filled = parseConfig('config.yaml', keyed(printSample(configShape)).replace('CHANGE_ME', 'x'), 0o600, {});
  assert.deepEqual(filled.problems, []);
});

test('what is commented out in the sample shows values that the program takes', () => {
  // Uncomments every key: the examples and defaults must pass too, except two storages at once.
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1_024 });
  const pem = JSON.stringify(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const text = printSample(configShape)
    .replace('{ file: dkim.pem }', () => pem)
    .replaceAll(/^( *)# ( *[a-z][A-Za-z0-9]*:( .*)?)$/gm, '$1$2')
    .replace(/^ +postgres:.*$/m, '')
    .replaceAll(/\{ file: [a-z./]+ \}/g, 'k')
    .replace('CHANGE_ME', 'x');
  assert.deepEqual(
    parseConfig('config.yaml', text, 0o600, {}).problems.map(({ line, key, sentence }) => `${line} ${key} ${sentence}`),
    [],
  );
});
