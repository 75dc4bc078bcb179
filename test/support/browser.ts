import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { ROOT } from '../../scripts/launch.mjs';
import { getPart } from './needs.ts';
import { type SharedServers, sharedServer } from './servers/shared-servers.ts';

export interface VisitorOptions {
  /** Pages must work without: false switches scripts off. */
  readonly scripts?: boolean;
  readonly scheme?: 'light' | 'dark';
  /** CSS pixels; 1280 unless told. */
  readonly width?: number;
  readonly height?: number;
  /** `Accept-Language`; `en` unless told. */
  readonly language?: string;
}

/** One person at a browser of their own: cookies are theirs, nothing is kept. */
export interface Visitor extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Every address asked for so far. */
  readonly requests: readonly string[];
  /** Requests that were refused because they went to another machine. */
  readonly strangers: readonly string[];
}

export interface TestBrowser extends AsyncDisposable {
  readonly browser: Browser;
  /** A new person. When disposed, fails if a page asked anything of another host than loopback. */
  visitor(options?: VisitorOptions): Promise<Visitor>;
}

/** Contexts whose pages run no scripts. */
const scriptless = new WeakSet<BrowserContext>();

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

const OPTIONS = {
  executablePath: path.join(ROOT, 'test', 'support', 'chromium.sh'),
  timeout: 60_000,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--disable-dev-shm-usage',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    // Nothing outside loopback can even be looked up.
    '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost',
  ],
} as const;

const environment = (): Record<string, string> =>
  ({ ...process.env, PORTER_CHROMIUM: getPart('chromium') }) as Record<string, string>;

/** The browser that all test files of a run use; it ends with this process. */
export async function launchSharedBrowser(): Promise<SharedServers['chromium']> {
  const server = await chromium.launchServer({
    ...OPTIONS,
    args: [...OPTIONS.args],
    env: environment(),
    host: '127.0.0.1',
  });
  return { webSocket: server.wsEndpoint() };
}

/** The browser of this run, or one of its own. */
export async function startBrowser(): Promise<TestBrowser> {
  const shared = await sharedServer('chromium');
  const browser =
    shared === undefined
      ? await chromium.launch({ ...OPTIONS, args: [...OPTIONS.args], env: environment() })
      : await chromium.connect(shared.webSocket);
  return {
    browser,
    async visitor({ scripts = true, scheme = 'light', width = 1280, height = 900, language = 'en' } = {}) {
      const context = await browser.newContext({
        javaScriptEnabled: scripts,
        colorScheme: scheme,
        viewport: { width, height },
        locale: language,
        // What axe measures while a colour fades into another is neither of the two.
        reducedMotion: 'reduce',
        extraHTTPHeaders: { 'accept-language': language },
        serviceWorkers: 'block',
      });
      if (!scripts) scriptless.add(context);
      context.setDefaultTimeout(20_000);
      const requests: string[] = [];
      const strangers: string[] = [];
      await context.route('**/*', async (route) => {
        const url = route.request().url();
        requests.push(url);
        const { protocol, hostname } = new URL(url);
        if (protocol === 'data:' || LOOPBACK.has(hostname)) return route.continue();
        strangers.push(url);
        return route.abort('blockedbyclient');
      });
      return {
        context,
        page: await context.newPage(),
        requests,
        strangers,
        async [Symbol.asyncDispose]() {
          // A request that is on its way now has nobody left to be told how to go on.
          await context.unrouteAll({ behavior: 'ignoreErrors' });
          await context.close();
          assert.deepEqual(strangers, [], 'a page asked something of another machine');
        },
      };
    },
    async [Symbol.asyncDispose]() {
      // Of the browser of this run, it ends the connection only.
      await browser.close();
    },
  };
}

/**
 * Presses what leads to another page, and waits until that page has its style too: a click by itself returns when the
 * answer begins, and what is measured then has the browser's own sizes.
 */
export async function pressThrough(page: Page, press: () => Promise<void>): Promise<void> {
  await Promise.all([page.waitForEvent('load'), press()]);
}

/** The WCAG 2.2 AA rules that a machine can check; lists what is wrong and where. */
export async function expectAccessible(page: Page): Promise<void> {
  // It would wait for ever.
  if (scriptless.has(page.context())) throw new Error('axe is a script itself: look with a visitor who has scripts on');
  const { violations } = await new AxeBuilder({ page })
    // Without a second page for frames, which ours do not have: three times as fast.
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'])
    .analyze();
  const wrong = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.slice(0, 3).map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary ?? ''}`),
  }));
  assert.deepEqual(wrong, [], `axe found barriers on ${page.url()}`);
}

/** Nothing sticks out sideways: a page must not need scrolling in two directions (WCAG 1.4.10). */
export async function expectNoOverflow(page: Page): Promise<void> {
  const { wide, view } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    view: document.documentElement.clientWidth,
  }));
  assert.ok(wide <= view, `${page.url()} is ${wide} px wide in a window of ${view} px`);
}

/** A picture for the docs or for looking at; the folder is made. */
export async function takePicture(page: Page, file: string, options: { fullPage?: boolean } = {}): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await page.screenshot({ path: file, fullPage: options.fullPage ?? true, animations: 'disabled', scale: 'css' });
}
