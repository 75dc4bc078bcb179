import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LONGEST_PASTE, readPastedRoom, readPastedToken } from './pasted.ts';

const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJyb29tIjoibG9iYnkifQ.c2lnbmF0dXJl-_';
const meet = 'https://meet.example.org';

test('a token is found in whatever it was pasted with', () => {
  const cut = `${TOKEN.slice(0, 20)}\r\n  ${TOKEN.slice(20, 40)} \u200b${TOKEN.slice(40)}`;
  for (const pasted of [
    TOKEN,
    ` ${TOKEN}\n`,
    cut,
    `"${TOKEN}"`,
    `«${TOKEN}»,`,
    `Bearer ${TOKEN}`,
    `bearer   ${cut}`,
    `Authorization: Bearer ${TOKEN}`,
    `'Authorization: Bearer ${TOKEN}'`,
    `Authorization: ${TOKEN}`,
    `jwt=${TOKEN}`,
    `?jwt=${TOKEN}`,
    `token=${TOKEN}`,
    `{"success":true,"message":"OK","token":"${TOKEN}","time":1780000000,"seq":7}\n\0`,
    `{\n  "ok": true,\n  "token": "${TOKEN}"\n}`,
  ]) {
    assert.deepEqual(readPastedToken(pasted), { token: TOKEN, room: undefined }, pasted);
  }
});

test('a token is found in the address that lets a person in, with the room that the address leads to', () => {
  for (const [pasted, room] of [
    [`${meet}/lobby?jwt=${TOKEN}`, 'lobby'],
    [`<${meet}/Lobby?jwt=${TOKEN}>`, 'Lobby'],
    [`(${meet}/lobby#jwt=${TOKEN})`, 'lobby'],
    [`${meet}/lobby#config.startSilent=true&jwt=%22${TOKEN}%22`, 'lobby'],
    [`${meet}/lobby?lang=de&jwt=${TOKEN}&x=1#config.prejoin=false`, 'lobby'],
    [`${meet}/gr%C3%BC%c3%9fe?jwt=${TOKEN.slice(0, 30)}\n${TOKEN.slice(30)}`, 'grüße'],
    [`https://8x8.vc/vpaas-magic-cookie-1/lobby?jwt=${TOKEN}`, 'lobby'],
    [`${meet}/?jwt=${TOKEN}`, undefined],
    [`wss://${meet.slice(8)}/xmpp-websocket?room=lobby&token=${TOKEN}`, undefined],
  ] as const) {
    assert.deepEqual(readPastedToken(pasted), { token: TOKEN, room }, pasted);
  }
});

test('an address without a token is told from a token', () => {
  const read = readPastedToken('https://join.example.org/meet/c2VjcmV0');
  assert.deepEqual(read, { token: undefined, room: 'c2VjcmV0' });
});

test('of two tokens in one address it is the one that the newest web client reads', () => {
  assert.equal(readPastedToken(`${meet}/lobby?jwt=old#jwt=${TOKEN}`)?.token, TOKEN);
  assert.equal(readPastedToken(`${meet}/lobby?jwt=${TOKEN}#config.x=1`)?.token, TOKEN);
  assert.equal(readPastedToken(`${meet}/lobby#jwt=old&x=1&jwt=${TOKEN}`)?.token, TOKEN);
});

test('a room is found in the address of a meeting, and in nothing else', () => {
  assert.equal(readPastedRoom(` ${meet}/Lobby `), 'Lobby');
  assert.equal(readPastedRoom(`<${meet}/a%20b#config.x=1>`), 'a b');
  for (const other of ['lobby', 'Marrach:OOC', meet, `${meet}/`, 'mailto:a@b', '']) {
    assert.equal(readPastedRoom(other), undefined, other);
  }
});

test('H11: a text is read up to a length far above that of a token, and one character more is refused', () => {
  const fits = TOKEN + ','.repeat(LONGEST_PASTE - TOKEN.length);
  assert.deepEqual(readPastedToken(fits), { token: TOKEN, room: undefined });
  assert.equal(readPastedToken(`${fits},`), undefined);
  const address = `${meet}/lobby#`.padEnd(LONGEST_PASTE, '#&');
  assert.deepEqual(readPastedToken(address), { token: undefined, room: 'lobby' });
  assert.equal(readPastedToken(`${address}&`), undefined);
  assert.equal(readPastedRoom(address), 'lobby');
  assert.equal(readPastedRoom(`${address}&`), undefined);
});

test('H11: whatever is pasted, it is read', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom('', `${meet}/a?jwt=`, '{'),
      (text, before) => {
        assert.equal(typeof readPastedToken(before + text)?.token, 'string');
        readPastedRoom(before + text);
      },
    ),
    { numRuns: 500 },
  );
});
