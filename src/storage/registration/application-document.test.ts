import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import fixture from '../../../test/fixtures/application-v1.json' with { type: 'json' };
import { anOrder } from '../../../test/support/order.ts';
import { endedStages, openStages } from '../../registration/application.ts';
import { applicationFrom, applicationRow, type OwnRow, parseApplication } from './application-document.ts';

const row = (over: Pick<OwnRow, 'stage' | 'document'>): OwnRow => ({
  id: '0199aaaa-0000-7000-8000-000000000001',
  short_id: 17,
  version: 3,
  entry: 2,
  round: 1,
  created_at: 1_795_262_400_000,
  since: 1_795_262_400_000,
  localpart: 'lena',
  address_hash: 'hash',
  email_domain: 'example.org',
  ...over,
});

test('documents of version 1 stay readable in every stage, and are written back the same', () => {
  assert.deepEqual(fixture.rows.map(({ stage }) => stage).sort(), [...openStages, ...endedStages].sort());
  for (const stored of fixture.rows) {
    const found = applicationFrom(row(stored));
    assert.equal(found.stage, stored.stage);
    const again = applicationRow(found);
    assert.deepEqual(applicationFrom(again), found);
    assert.deepEqual(Object.keys(JSON.parse(again.document)).sort(), Object.keys(JSON.parse(stored.document)).sort());
  }
});

test('a field that the form did not have yet when a document was written reads as one that was left empty', () => {
  const [stored] = fixture.rows;
  assert.ok(stored !== undefined);
  const document = { ...JSON.parse(stored.document), order: { reason: 'because' } };
  const found = applicationFrom(row({ stage: stored.stage, document: JSON.stringify(document) }));
  assert.deepEqual(found.order, anOrder({ reason: 'because' }));
});

test('whatever is stored, an application comes out or a fault that names fields and no values', () => {
  const stages = fc.constantFrom(...openStages, ...endedStages);
  fc.assert(
    fc.property(
      stages,
      fc.oneof(fc.string(), fc.json(), fc.constantFrom(...fixture.rows.map((r) => r.document))),
      (stage, document) => {
        try {
          assert.equal(applicationFrom(row({ stage, document })).stage, stage);
        } catch (error) {
          assert.equal((error as { code?: string }).code, 'storage.unreadable');
          assert.doesNotMatch(String(error), /lena@|example/);
        }
      },
    ),
  );
  assert.throws(() => parseApplication(null), { code: 'storage.unreadable' });
});
