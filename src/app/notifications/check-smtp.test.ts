import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { makeAuthority } from '../../../test/support/certificates.ts';
import { needsOpenssl } from '../../../test/support/smtp.ts';
import { DAY, systemClock } from '../../kernel/clock.ts';
import { checkMailCertificate } from './check-smtp.ts';

const listen = { host: '127.0.0.1', port: 587 };

test('where mail is not taken nothing is said of it, and without a certificate who can send', async () => {
  assert.deepEqual(await checkMailCertificate(undefined, systemClock), []);
  assert.deepEqual(await checkMailCertificate({}, systemClock), []);
  const [line] = await checkMailCertificate({ smtp: { listen } }, systemClock);
  assert.equal(line?.level, 'note');
});

test('the certificate for mail is looked at: whether it works, and for how long', needsOpenssl(), async (t) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'porter-check-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const tls = { cert: path.join(folder, 'cert.pem'), key: path.join(folder, 'key.pem') };
  const said = async (days: number) => {
    const now = () => systemClock.now() + days * DAY;
    const [line] = await checkMailCertificate({ smtp: { listen, tls } }, { now });
    return `${line?.level} ${line?.code} ${line?.sentence} ${line?.remedy}`;
  };
  assert.match(await said(0), /^bad intake\.certificate .*cert\.pem cannot be read/);
  const { cert, key } = makeAuthority().issue('mail.example', 60);
  await writeFile(tls.cert, cert);
  await writeFile(tls.key, key);
  assert.match(await said(0), /^fine undefined Mail is taken with STARTTLS; the certificate is valid until \d{4}-/);
  assert.match(await said(45), /^warn intake\.certificate The certificate for mail ends on .* Renew it/);
  assert.match(await said(61), /^bad intake\.certificate The certificate for mail ended on .* Renew it/);
});
