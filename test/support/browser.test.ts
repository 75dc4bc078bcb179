import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import { expectAccessible, expectNoOverflow, startBrowser } from './browser.ts';
import { listening } from './free-port.ts';
import { needs } from './needs.ts';

const page = (body: string): string =>
  `<!doctype html><html lang="en"><head><title>Door</title><meta name="viewport" content="width=device-width"></head><body><main>${body}</main></body></html>`;

describe('the real browser of a test', needs('chromium'), () => {
  test('barriers, overflow and requests to strangers are found, with scripts and without', async () => {
    const pages: Record<string, string> = {
      '/good': page(
        '<h1>Welcome</h1><form method="post"><label>Name <input name="n"></label><button>Go</button></form>',
      ),
      '/bad': page('<h1>Welcome</h1><input name="n">'),
      '/wide': page('<h1>Welcome</h1><div style="width:900px;height:1px"></div>'),
      '/stranger': page('<h1>Welcome</h1><img alt="" src="http://192.0.2.1/x.png">'),
    };
    const server = http.createServer((req, res) => {
      res.setHeader('content-type', 'text/html; charset=utf-8').end(pages[req.url ?? ''] ?? page('<h1>?</h1>'));
    });
    await listening(server, 0);
    await using stack = new AsyncDisposableStack();
    stack.defer(() => {
      server.closeAllConnections();
      server.close();
    });
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await using browser = await startBrowser();
    for (const scripts of [true, false]) {
      await using visitor = await browser.visitor({ scripts, width: 320, scheme: 'dark' });
      await visitor.page.goto(`${base}/good`);
      await expectNoOverflow(visitor.page);
      if (scripts) await expectAccessible(visitor.page);
      await visitor.page.goto(`${base}/bad`);
      await assert.rejects(expectAccessible(visitor.page));
      await visitor.page.goto(`${base}/wide`);
      await assert.rejects(expectNoOverflow(visitor.page));
    }
    const visitor = await browser.visitor();
    await visitor.page.goto(`${base}/stranger`);
    await assert.rejects(async () => visitor[Symbol.asyncDispose](), /another machine/);
  });
});
