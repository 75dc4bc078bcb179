import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMatrixMessage } from './message.ts';

const read = (body: string) => readMatrixMessage({ msgtype: 'm.text', body });

test('the heading that Apprise writes is the title, and the text stays as it is', () => {
  const said = read('# Disk full\r\nsda1 at 98 %\n\n# not a title\n```\nx\n```');
  assert.deepEqual(said, {
    ...{ title: 'Disk full', text: 'sda1 at 98 %\n\n# not a title\n```\nx\n```', urgency: 'normal' },
  });
});

test('what the router scripts write is title, block, link, and since when it waited', () => {
  const block = '## [router1] Disk full\n```\nsda1  98 %\n  of 1 GB\n```';
  const said = { title: '[router1] Disk full', text: 'sda1  98 %\n  of 1 GB', preformatted: true, urgency: 'normal' };
  const link = { url: 'https://status.example/a_(b)', label: 'status.example/a_(b)' };
  assert.deepEqual(read(block), { ...said, link: undefined });
  for (const symbol of ['🔗 ', '🔗', '']) {
    assert.deepEqual(read(`${block}\n${symbol}[${link.label}](${link.url})`), { ...said, link });
  }
  const queued = '⏰ This message was queued since *2026-11-30 12:00:00* and may be obsolete.';
  assert.deepEqual(read(`${block}\n🔗 [${link.label}](${link.url})\n${queued}`), {
    ...{ ...said, text: `${said.text}\n${queued}`, link },
  });
  assert.deepEqual(read('## [router1] Two\n```\na\n```\nb\n```'), {
    ...said,
    title: '[router1] Two',
    text: 'a\n```\nb',
    link: undefined,
  });
});

test('any other text is left alone', () => {
  for (const body of [
    '# alone',
    '#hash\nx',
    '### small\nx',
    'a\n# b\nc',
    '```\nx\n```',
    '[a](https://a.example)',
    '# \nx',
  ]) {
    assert.deepEqual(read(body), { title: '', text: body, urgency: 'normal' }, body);
  }
  assert.deepEqual(read('# T\n```\nnever ends'), { title: 'T', text: '```\nnever ends', urgency: 'normal' });
});

test('hostile text takes no longer than its length', () => {
  for (const piece of ['# a\n```\n', '\n```', '[', '](https://', '🔗', '\r\n']) {
    assert.ok(read(`## x\n\`\`\`\n${piece.repeat(200_000)}\n\`\`\`\n${piece.repeat(200_000)}`));
  }
});
