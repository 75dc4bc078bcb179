import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { ask } from '../../test/support/ask.ts';
import { openTestSite } from '../../test/support/site-door.ts';
import { Fault } from '../kernel/fault.ts';
import { openAssets } from './assets.ts';
import { stylesheet } from './stylesheet.ts';

test('our own rules stay below 7 kB and fetch nothing', () => {
  assert.ok(Buffer.byteLength(stylesheet) < 7_168);
  assert.doesNotMatch(stylesheet, /url\(|@import|data:/);
});

test('a first visit, page and style sheet packed, stays below 25 kB', async () => {
  await using site = await openTestSite();
  const page = await site.get('/');
  const style = /href="(\/assets\/site\.[^"]+\.css)"/.exec(page.body)?.[1] ?? '';
  const css = await site.get(style);
  assert.equal(css.status, 200);
  assert.match(String(css.headers['cache-control']), /immutable/);
  assert.ok(gzipSync(page.body).length + gzipSync(css.body).length < 25_000);
});

test('style sheet and logo are packed for browsers that take it', async () => {
  await using site = await openTestSite();
  for (const address of (await openAssets()).paths) {
    const headers = { 'accept-encoding': 'gzip' };
    const packed = await fetch(`${site.publicUrl}${address}`, { headers });
    assert.equal(packed.headers.get('content-encoding'), 'gzip');
    const plain = await ask(site.port, address);
    assert.equal(await packed.text(), plain.body);
    assert.equal((await ask(site.port, address, { method: 'HEAD' })).body, '');
  }
  assert.equal((await site.get('/assets/site.css')).status, 404);
});

test("the operator's picture takes the place of our door; one that cannot be used is refused with the key to set", async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'porter-logo-'));
  try {
    const file = path.join(folder, 'logo.png');
    await writeFile(file, Buffer.from('89504e470d0a1a0a', 'hex'));
    const assets = await openAssets(file);
    assert.match(assets.logo, /^\/assets\/logo\..+\.png$/);
    assert.equal(assets.iconType, 'image/png');
    await writeFile(file, Buffer.alloc(300_000));
    for (const bad of [file, path.join(folder, 'missing.svg'), path.join(folder, 'logo.exe')]) {
      await assert.rejects(openAssets(bad), (error) => error instanceof Fault && /site\.logo/.test(error.remedy ?? ''));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
