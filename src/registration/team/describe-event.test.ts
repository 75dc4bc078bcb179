import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ada } from '../../../test/support/team.ts';
import { languageCodes } from '../../kernel/languages.ts';
import type { ApplicationEvent } from '../ports/application-audit.ts';
import { describeEvent } from './describe-event.ts';

test('an entry of the audit log is told in the language of its reader', () => {
  const declined: ApplicationEvent = { what: 'decide', from: 'waiting', to: 'declined', reason: 'spam' };
  assert.deepEqual(describeEvent(declined, 'en'), {
    what: 'decided by command',
    detail: 'waiting for votes → declined, refusal not sent yet, spam',
  });
  assert.deepEqual(describeEvent(declined, 'de'), {
    what: 'per Befehl entschieden',
    detail: 'wartet auf Stimmen → abgelehnt, Absage noch nicht verschickt, spam',
  });
});

test('what changed no stage tells its data alone, and what has none tells nothing beside it', () => {
  const told = (event: ApplicationEvent) => describeEvent(event, 'en').detail;
  assert.equal(told({ what: 'wrong-code', wrong: 3 }), '3 of 10');
  assert.equal(told({ what: 'votes-are', from: 'waiting', to: 'waiting', votes: 1, decidedBy: [] }), '1 vote');
  assert.equal(
    told({ what: 'votes-are', from: 'waiting', to: 'approved', votes: 2, decidedBy: [ada] }),
    `waiting for votes → approved, 2 votes, ${ada}`,
  );
  assert.equal(told({ what: 'letter', letter: 'welcome', result: 'refused' }), 'welcome, refused by the mail server');
  assert.equal(told({ what: 'name-lost', from: 'approved', to: 'approved' }), '');
});

test('both languages have a word for every letter and every reason', () => {
  const events: readonly ApplicationEvent[] = [
    { what: 'resend', letter: 'welcome-reminder' },
    { what: 'new-round', from: 'waiting', to: 'waiting', round: 2, why: 'notice-removed' },
    { what: 'expire', from: 'submitted', to: 'expired', why: 'not-proved' },
    { what: 'prove', from: 'submitted', to: 'waiting', proof: 'code' },
  ];
  for (const event of events) {
    const told = languageCodes.map((language) => describeEvent(event, language).detail);
    assert.notEqual(told[0], told[1]);
    for (const detail of told) assert.doesNotMatch(detail, /room\./);
  }
});
