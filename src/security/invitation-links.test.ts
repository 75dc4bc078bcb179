import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeIds } from '../kernel/ids.ts';
import { Secret } from '../kernel/secret.ts';
import { makeDerivations } from './derivations.ts';
import { makeInvitationLinks } from './invitation-links.ts';
import { newKeyLine, parseKeyRing } from './key-ring.ts';

const ids = makeIds(() => 1_700_000_000_000);
const keys = parseKeyRing(new Secret(newKeyLine(ids, 'k1')));
const links = makeInvitationLinks(keys, 1);
const id = ids.next();

test('a guest’s link is the same whenever it is computed, until a restore or a new key', () => {
  const token = links.token(id);
  assert.match(token, /^[A-Za-z0-9_-]{22}$/);
  assert.equal(makeInvitationLinks(keys, 1).token(id), token);
  assert.notEqual(makeInvitationLinks(keys, 2).token(id), token);
  assert.notEqual(links.token(ids.next()), token);
  assert.notEqual(makeInvitationLinks(parseKeyRing(new Secret(newKeyLine(ids, 'k2'))), 1).token(id), token);
});

test('what is kept of it is a hash, and no link of an applicant is the link of a guest', () => {
  const token = links.token(id);
  assert.match(links.hash(token), /^[0-9a-f]{64}$/);
  assert.ok(!links.hash(token).includes(token));
  const derivations = makeDerivations(keys, 1);
  for (const purpose of ['prove', 'status', 'welcome'] as const) {
    assert.notEqual(derivations.linkToken(purpose, id, 1), token);
  }
});
