import assert from 'node:assert/strict';
import { closeSync, fstatSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { emptyFolder } from '../../test/support/installation.ts';
import { startPorter } from '../../test/support/porter-process.ts';
import { Fault } from '../kernel/fault.ts';
import type { Logger } from '../kernel/log.ts';
import { type LogSettings, openLog } from './log-stream.ts';

function someLines(log: Logger): void {
  log.warn('the homeserver does not answer', { code: 'homeserver.down' });
  log.error('it broke\nand the line went on');
  log.debug('nobody asked');
}

/** What is written to a file for these settings; the file may be what `JOURNAL_STREAM` names. */
async function written(file: string, settings: LogSettings, inJournal: boolean, use = someLines): Promise<string> {
  const fd = openSync(file, 'w');
  try {
    const { dev, ino } = fstatSync(fd);
    const journal = inJournal ? `${dev}:${ino}` : `${dev}:${ino + 1}`;
    const log = await openLog(settings, { fd, write: (text) => writeSync(fd, text) }, journal);
    use(log);
  } finally {
    closeSync(fd);
  }
  return readFileSync(file, 'utf8');
}

test('in the journal a line is text with its priority and without a time; elsewhere it is JSON unless text is asked for', async (t) => {
  const file = path.join(await emptyFolder(t), 'log');
  const write = (format: LogSettings['format'], inJournal: boolean) =>
    written(file, { level: 'info', format }, inJournal);
  const journal =
    '<4>WARN: the homeserver does not answer {"code":"homeserver.down"}\n<3>ERROR: it broke\\u000aand the line went on\n';
  assert.equal(await write('auto', true), journal);
  assert.equal(await write('text', true), journal);
  assert.match(
    await write('text', false),
    /^\[\d{4}-\d\d-\d\d [\d:.]+ [+-]\d{4}\] WARN: the homeserver does not answer \{/,
  );
  for (const json of [await write('auto', false), await write('json', true), await write('json', false)]) {
    const [first] = json
      .split('\n')
      .map((line) => line && (JSON.parse(line) as { msg: string; level: string; code: string }));
    assert.ok(first);
    assert.deepEqual(
      [first.level, first.msg, first.code],
      ['warn', 'the homeserver does not answer', 'homeserver.down'],
    );
  }
});

test('L2: an entry with an error is one line of text, in the journal as elsewhere', async (t) => {
  const file = path.join(await emptyFolder(t), 'log');
  const fault = new Fault('it is\ndown', { code: 'a.down', retryable: true, scope: 'channel', remedy: 'start\nit' });
  const use = (log: Logger) => {
    for (const error of [fault, new TypeError('no')]) log.warn('it failed', { error, err: error, deep: { error } });
  };
  for (const inJournal of [true, false]) {
    const said = (await written(file, { level: 'info', format: 'text' }, inJournal, use)).split('\n');
    assert.equal(said.length, 3, said.join('\n'));
    for (const line of said.slice(0, 2))
      assert.match(line, inJournal ? /^<4>WARN: it failed \{.*\}$/ : /^\[.* WARN: it failed \{.*\}$/);
    assert.match(said[0] ?? '', /"error":\{"code":"a.down","message":"it is\\u000adown","remedy":"start\\u000ait"\}/);
  }
});

test('serve writes text where the configuration says so', async () => {
  await using porter = await startPorter({
    config: {
      logging: { format: 'text' },
      meetings: {
        url: 'https://meet.porter.test',
        domain: 'meet.jitsi',
        appId: 'porter',
        secret: 'x'.repeat(32),
        tcp: { inbound: '127.0.0.1:0' },
      },
    },
  });
  await porter.stop();
  const said = await porter.output();
  assert.match(said, /INFO: stopping: finishing what runs$/m);
  assert.doesNotMatch(said, /^\{/m);
});
