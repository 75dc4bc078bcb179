import assert from 'node:assert/strict';
import { closeSync, fstatSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { emptyFolder } from '../../test/support/installation.ts';
import { startPorter } from '../../test/support/porter-process.ts';
import { type LogSettings, openLog } from './log-stream.ts';

/** What is written to a file for these settings; the file may be what `JOURNAL_STREAM` names. */
async function written(file: string, settings: LogSettings, inJournal: boolean): Promise<string> {
  const fd = openSync(file, 'w');
  try {
    const { dev, ino } = fstatSync(fd);
    const journal = inJournal ? `${dev}:${ino}` : `${dev}:${ino + 1}`;
    const log = await openLog(settings, { fd, write: (text) => writeSync(fd, text) }, journal);
    log.warn('the homeserver does not answer', { code: 'homeserver.down' });
    log.error('it broke\nand the line went on');
    log.debug('nobody asked');
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
