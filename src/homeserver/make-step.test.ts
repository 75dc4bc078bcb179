import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault } from '../kernel/fault.ts';
import { parseUserId, type UserId } from '../kernel/matrix-id.ts';
import type { HomeserverClient } from './client.ts';
import { makeHomeserverStep } from './make-step.ts';
import type { StepNeeds } from './step-needs.ts';

// The step asks nothing of the homeserver here, so the client needs no more than its user.
const needs: StepNeeds = {
  client: { sender: parseUserId('@porter:porter.test') as UserId } as HomeserverClient,
  urls: { client: 'http://127.0.0.1:8008', admin: 'http://127.0.0.1:8008' },
  registration: { id: 'porter', url: null, reserves: () => true },
  listen: '127.0.0.1:8482',
  faults: {},
};

const found = (fault: Fault) => {
  const look = () => Promise.reject(fault);
  return makeHomeserverStep(needs, { name: 'instance', part: 'database', look }).look(new AbortController().signal);
};

test('a database that is away while a step asks it is named, not the homeserver', async () => {
  const options = { code: 'storage.unavailable', retryable: true, scope: 'channel', place: 'storage' } as const;
  const away = new Fault('The PostgreSQL database cannot be used at the moment', { ...options, remedy: 'Start it.' });
  assert.deepEqual(await found(away), {
    code: 'storage.unavailable',
    sentence: 'The PostgreSQL database cannot be used at the moment.',
    remedy: 'Start it. Porter goes on by itself.',
    passing: true,
  });
  const unreadable = new Fault('A row cannot be read', {
    code: 'storage.unreadable',
    retryable: false,
    scope: 'message',
  });
  const trouble = await found(unreadable);
  assert.deepEqual([trouble?.code, trouble?.passing], ['storage.unreadable', false]);
  const other = new Fault('What?', { code: 'homeserver.new', retryable: true, scope: 'channel' });
  assert.equal((await found(other))?.code, 'homeserver.unexpected');
});
