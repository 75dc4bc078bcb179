import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { languageCodes } from '../kernel/languages.ts';
import { say, type TextKey, texts } from './say.ts';

const english: Readonly<Record<string, string>> = texts.en;
const others = languageCodes.filter((language) => language !== 'en').map((language): typeof english => texts[language]);
const keys = Object.keys(english);

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();
const stem = (key: string) => key.replace(/_(one|other)$/, '');

test('all languages have the same keys, none twice and none empty', () => {
  for (const other of others) assert.deepEqual(Object.keys(other).sort(), keys.toSorted());
  // Joining two tables would silently use the later of two equal keys.
  const written = readdirSync(path.join(import.meta.dirname, 'en'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(path.join(import.meta.dirname, 'en', file), 'utf8'));
  const lines = written.flatMap((text) => [...text.matchAll(/^ {2}'([^']+)':/gm)].map(([, key]) => key));
  assert.deepEqual(lines.sort(), keys.toSorted());
  for (const key of keys) {
    assert.ok(
      [english, ...others].every((texts) => texts[key]?.trim()),
      key,
    );
    assert.doesNotMatch(key, /placeholder/);
  }
});

test('all languages have the same placeholders', () => {
  for (const key of keys) {
    // The form for one may say "one" in words instead of {{count}}.
    if (key.endsWith('_one')) continue;
    for (const other of others) {
      assert.deepEqual(placeholders(other[key] ?? ''), placeholders(english[key] ?? ''), key);
    }
  }
});

test('forms for one and for many come together', () => {
  for (const key of keys.filter((one) => /_(one|other)$/.test(one))) {
    assert.ok(english[`${stem(key)}_one`] && english[`${stem(key)}_other`], key);
  }
});

test('said with its values, no sentence keeps a placeholder', () => {
  for (const key of keys) {
    for (const language of languageCodes) {
      const values = Object.fromEntries(
        placeholders(english[`${stem(key)}_other`] ?? english[key] ?? '').map((name) => [
          name,
          name === 'count' ? 3 : 'x',
        ]),
      );
      // The stem of a plural key can be passed to `say`.
      const said = say(language, stem(key) as TextKey, values);
      assert.doesNotMatch(said, /\{\{|\}\}/, key);
      assert.notEqual(said, stem(key), key);
    }
  }
});

/** Every string of the program that could be a key. Placeholders in template strings match anything. */
function usedPatterns(): readonly RegExp[] {
  const source = path.dirname(import.meta.dirname);
  const ofTexts = new RegExp(`^texts.(${languageCodes.join('|')}).`);
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && !file.endsWith('.test.ts') && !ofTexts.test(file),
  );
  const text = files.map((file) => readFileSync(path.join(source, file), 'utf8')).join('\n');
  return [
    ...new Set(text.match(/['`"](?:site|field|letters|notifications|room|own|times)\.[^'`"\n]*['`"]/g) ?? []),
  ].map((quoted) => {
    const literal = quoted.slice(1, -1).split(/\$\{[^}]*\}/);
    return new RegExp(`^${literal.map((part) => part.replace(/[.\\+*?^$()[\]{}|]/g, '\\$&')).join('.+')}$`);
  });
}

test('every sentence is said somewhere', () => {
  const patterns = usedPatterns();
  const unused = keys.filter((key) => !patterns.some((pattern) => pattern.test(stem(key)) || pattern.test(key)));
  assert.deepEqual(unused, []);
});

test('German has one form for somebody else, and one word for a password that somebody chooses', () => {
  for (const text of Object.values(texts.de)) assert.doesNotMatch(text, /jemand anders\b|Passwort (ge)?setz/);
});
