import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { hiddenFromService } from './service-unit.ts';

const hidden = (command: readonly string[]) => hiddenFromService({ command, dir: '/srv/porter', user: 'porter' });

test('a Node that the service could not see is named with what to do', () => {
  for (const folder of ['root', 'home', 'tmp']) {
    const node = path.join('/', folder, 'ada', 'node');
    assert.match(
      hidden([node, '/usr/lib/main.js']) ?? '',
      new RegExp(`node is at ${node}.*install Node 24.*: porter init --only unit --dir /srv/porter$`),
    );
  }
  const program = path.join('/', 'home', 'ada', 'main.js');
  assert.match(hidden(['/usr/bin/node', program]) ?? '', /Porter is at .*ada.main\.js/);
  assert.equal(hidden(['/usr/bin/node', '/usr/lib/node_modules/matrix-porter/dist/main.js']), undefined);
});
