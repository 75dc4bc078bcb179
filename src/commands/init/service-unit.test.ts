import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hiddenFromService } from './service-unit.ts';

test('a Node that the service could not see is named with what to do', () => {
  for (const node of ['/root/.nvm/node', '/home/ada/node', '/tmp/node']) {
    assert.match(
      hiddenFromService([node, '/usr/lib/main.js']) ?? '',
      new RegExp(`node is at ${node}.*install Node 24`),
    );
  }
  assert.match(hiddenFromService(['/usr/bin/node', '/home/ada/main.js']) ?? '', /Porter is at \/home\/ada/);
  assert.equal(hiddenFromService(['/usr/bin/node', '/usr/lib/node_modules/matrix-porter/dist/main.js']), undefined);
});
