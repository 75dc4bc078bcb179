import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readMail } from './read-mail.ts';

const mail = (...lines: readonly string[]) => readMail(Buffer.from(lines.join('\r\n')));

async function saidIn(...lines: readonly string[]) {
  const read = await mail(...lines);
  assert.ok(read.ok, JSON.stringify(read));
  return read.value.said;
}

async function refusalOf(raw: string | Buffer): Promise<string> {
  const read = await readMail(Buffer.from(raw as string, 'latin1'));
  return read.ok ? 'taken' : read.detail;
}

test('the subject is the title and the text are the lines, in whatever coding they come', async () => {
  assert.deepEqual(
    await saidIn(
      'Subject: =?utf-8?q?R=C3=A4ume?= voll',
      'Content-Type: text/plain; charset=iso-8859-1',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'sda1 ist =FCber 98 %',
      'bitte r=',
      '=E4umen',
    ),
    { title: 'Räume voll', text: 'sda1 ist über 98 %\nbitte räumen\n', urgency: undefined, facts: [] },
  );
  const raw = await saidIn('Subject: Räume', '', 'schön');
  assert.deepEqual([raw.title, raw.text.trim()], ['Räume', 'schön']);
});

test('HTML is read where there is no text, with its links and without its images and scripts', async () => {
  const html =
    '<style>p{}</style><script>x()</script><h1>Disk full</h1><p>See <a href="https://a.example/x">here</a><img src="cid:1"></p>';
  const only = await saidIn('Subject: s', 'Content-Type: text/html', '', html);
  assert.equal(only.text, 'Disk full\n\nSee here [https://a.example/x]');
  const parts = (text: string) =>
    saidIn(
      ...['Subject: s', 'Content-Type: multipart/alternative; boundary=b', '', '--b', '', text],
      ...['--b', 'Content-Type: text/html', '', html, '--b--'],
    );
  assert.equal((await parts('in words')).text.trim(), 'in words');
  assert.equal((await parts(' ')).text, only.text);
});

test('a table of HTML has its columns', async () => {
  const html = '<table><tr><th>Name</th><th>State</th></tr><tr><td>sda1</td><td>full</td></tr></table>';
  assert.equal(
    (await saidIn('Subject: s', 'Content-Type: text/html', '', html)).text.replace(/ +/g, ' '),
    'Name State\nsda1 full',
  );
});

test('what a header says of its priority is the urgency, and the most urgent counts', async () => {
  for (const [header, urgency] of [
    ['X-Priority: 1 (Highest)', 'now'],
    ['X-Priority: 5', 'quiet'],
    ['Importance: High', 'now'],
    ['Priority: non-urgent', 'quiet'],
    ['X-MSMail-Priority: Normal', 'normal'],
    ['Precedence: bulk', undefined],
    ['X-Priority: constructor', undefined],
    ['X-Priority: 5\r\nImportance: high', 'now'],
  ] as const) {
    assert.equal((await saidIn('Subject: s', header, '', 'x')).urgency, urgency, header);
  }
});

test('attachments are named and left out, images that belong to the HTML are not named', async () => {
  const read = await mail(
    ...['Subject: Report', 'Message-ID: <1@nas>', 'Content-Type: multipart/mixed; boundary=a', ''],
    ...[
      '--a',
      'Content-Type: multipart/related; boundary=b',
      '',
      '--b',
      'Content-Type: text/html',
      '',
      '<p>see it</p>',
    ],
    ...['--b', 'Content-Type: image/png; name=logo.png', 'Content-ID: <logo>', '', 'x', '--b--'],
    ...['--a', 'Content-Disposition: attachment; filename="re\u202eport.pdf"', '', 'x'],
    ...['--a', 'Content-Type: message/rfc822', '', 'Subject: inner', '', 'secret inner text', '--a--'],
  );
  assert.ok(read.ok);
  assert.deepEqual(read.value, {
    said: {
      ...{ title: 'Report', text: 'see it', urgency: undefined },
      facts: [['Attachments, left out', 'report.pdf, message/rfc822']],
    },
    ...{ messageId: '<1@nas>', dropped: 'report.pdf, message/rfc822' },
  });
});

test('S9: a dot alone on a line that does not end in CR LF is refused, because servers differ about it', async () => {
  const wrong = 'has a line with nothing but a dot that does not end in CR LF';
  for (const end of ['\n.\n', '\n.\r\n', '\r\n.\n', '\r.\r', '\r.\r\n', '\r\n.\r', '\n.\r', '\r\n.\rx']) {
    assert.equal(await refusalOf(`Subject: s\r\n\r\na${end}MAIL FROM:<x@y>\r\n`), wrong, JSON.stringify(end));
  }
  for (const fine of ['a\r\n.\r\nb', 'a\n.b\n', 'a.\nb', '..\n', 'a\n..\n', 'one\ntwo\n']) {
    assert.equal(await refusalOf(`Subject: s\r\n\r\n${fine}`), 'taken', JSON.stringify(fine));
  }
});

test('H2: mails that take too long to read are refused: lines, parts within parts, headers', async () => {
  const head = 'Subject: s\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n';
  assert.match(await refusalOf(`Subject: s\r\n\r\n${'\r\n'.repeat(60_000)}`), /more than 60000 lines/);
  assert.match(await refusalOf(`${head}${'--b\r\n\r\n'.repeat(30_000)}`), /more than 60000 lines/);
  assert.match(await refusalOf(`Subject: s\r\n${'name: value\r\n'.repeat(15_000)}\r\nx`), /bytes of headers/);
  const nested = Array.from(
    { length: 22 },
    (_, at) => `Content-Type: multipart/mixed; boundary=b${at}x\r\n\r\n--b${at}x\r\n`,
  );
  assert.match(await refusalOf(`Subject: s\r\n${nested.join('')}\r\nx`), /more than 20 parts within each other/);
});

test('H2: of the HTML of all parts together five thousand tags are read, however little text they hold', async () => {
  const part = (text: string) =>
    ['--b', 'Content-Type: text/html', '', `<p>${text}</p>${'<br>'.repeat(3_000)}`].join('\r\n');
  const said = await saidIn(
    ...['Content-Type: multipart/mixed; boundary=b', '', part('one'), part('two'), part('three'), '--b--'],
  );
  assert.match(said.text, /^one\s+two\s+…\s+…$/);
});

test('H2: HTML that nests without end, and one line of a megabyte, are cut', async () => {
  const deep = await saidIn('Subject: s', 'Content-Type: text/html', '', '<div>a'.repeat(100_000));
  assert.ok(deep.text.length < 1_000, `${deep.text.length}`);
  const long = await saidIn('Subject: s', 'Content-Type: text/html', '', 'a'.repeat(1_000_000));
  assert.ok(long.text.length <= 200_010);
});

test('H3: bytes that are no mail at all are read as text or refused, and never throw', async () => {
  assert.equal(await refusalOf(''), 'taken');
  const broken = await saidIn('Subject: s', 'Content-Type: text/plain; charset=klingon', '', 'a\0b');
  assert.match(broken.text, /a.?b/);
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
      await readMail(Buffer.from(bytes));
    }),
  );
  const piece = fc.constantFrom(
    ...[
      'Content-Type: ',
      'multipart/mixed; boundary=',
      'b',
      '--b',
      '--',
      '\r\n',
      '\n',
      '\r',
      'text/html',
      '=?utf-8?q?',
      '?=',
    ],
    ...['Content-Transfer-Encoding: base64', '=', '=4', '; charset="', '"', '<', '&#x0;', 'name*0*=', '\0', 'ü'],
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 60 }), async (pieces) => {
      await readMail(Buffer.from(pieces.join('')));
    }),
  );
});

test('H4: a cell takes no more room than its text, whatever it says that it spans', async () => {
  for (const span of ['', ' colspan="3"', ' rowspan="3"']) {
    const html = `<table><tr><td${span}>Disk full</td><td>98 %</td></tr></table>`;
    const { text } = await saidIn('Subject: s', 'Content-Type: text/html', '', html);
    assert.equal(text, 'Disk full  98 %');
  }
});

test('H4: HTML beside a text is read by the same converter as HTML alone', async () => {
  const { text } = await saidIn(
    ...['Subject: s', 'Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'in words'],
    ...['--b', 'Content-Type: text/html', '', '<p>See <a href="https://a.example/x">here</a></p>', '--b--'],
  );
  assert.match(text, /^in words\n+See here \[https:\/\/a\.example\/x\]$/);
});
