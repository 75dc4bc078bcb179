import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { onEveryDatabase } from './databases.ts';

onEveryDatabase((database, open) => {
  describe(`facts about the database: ${database}`, () => {
    test('server name, key check and instance id are kept; the id is made once', async () => {
      await using opened = await open();
      const { meta } = opened.storage;
      assert.equal(await meta.serverName(), undefined);
      await meta.setServerName('porter.test');
      await meta.setKeyCheck('k1 abc');
      const id = await meta.instanceId();
      assert.match(id, /^[0-9a-f]{32}$/);
      await opened.reopen();
      assert.equal(await opened.storage.meta.instanceId(), id);
      assert.equal(await opened.storage.meta.serverName(), 'porter.test');
      assert.equal(await opened.storage.meta.keyCheck(), 'k1 abc');
      assert.equal(await opened.storage.meta.epoch(), 1);
      assert.equal(await opened.storage.meta.pendingNewRound(), false);
    });

    test('the database says whether it can be written', async () => {
      await using opened = await open();
      await opened.storage.assertWritable();
    });
  });
});
