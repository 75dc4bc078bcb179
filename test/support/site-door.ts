import { createHmac } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';
import { type ApplicantPagesNeeds, applicantPages } from '../../src/doors/site/applicant-pages.ts';
import { guestPages } from '../../src/doors/site/guest-pages.ts';
import type { ApplicantLimits, GuestLimits, Pages, SiteNeeds } from '../../src/doors/site/settings.ts';
import type { OpenSite } from '../../src/doors/site/site.ts';
import { openSite } from '../../src/doors/site/site.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { silentLog } from '../../src/kernel/log.ts';
import type { GuestUseCases } from '../../src/meetings/use-cases.ts';
import { type Answer, ask } from './ask.ts';
import { freePort } from './free-port.ts';
import { siteUseCases } from './site-use-cases.ts';
import { makeTestClock, type TestClock } from './test-clock.ts';

export interface TestSite extends AsyncDisposable {
  readonly site: OpenSite;
  readonly port: number;
  readonly publicUrl: string;
  readonly clock: TestClock;
  /** A page, with this visitor's cookies. */
  get(path: string, headers?: OutgoingHttpHeaders): Promise<Answer>;
  /** Sends the fields as a browser would; without a `formToken` a page with a form is fetched and looked at for 5 s first. */
  post(path: string, fields: Readonly<Record<string, string>>, headers?: OutgoingHttpHeaders): Promise<Answer>;
  /** Token and cookie of this visitor, for requests put together by hand. */
  credentials(): Promise<{ readonly token: string; readonly cookie: string }>;
}

export interface TestSiteOptions extends Partial<Omit<SiteNeeds, 'pages'> & Omit<ApplicantPagesNeeds, 'limits'>> {
  readonly limits?: Partial<ApplicantLimits & GuestLimits>;
  /** Leave out the pages of applicants. */
  readonly applicants?: undefined;
  readonly guests?: GuestUseCases;
  /** Pages of another part. */
  readonly more?: readonly Pages[];
  /** A page with a form, whose token `post` sends. */
  readonly formPage?: string;
}

/** The public site on a free port of loopback, with doubles and a test clock; `over` changes any of it. */
export async function openTestSite(over: TestSiteOptions = {}): Promise<TestSite> {
  const port = await freePort();
  const publicUrl = over.publicUrl ?? `http://127.0.0.1:${port}`;
  const clock = makeTestClock();
  const site = await openSite({
    listen: { host: '127.0.0.1', port },
    title: 'Example Matrix',
    logo: undefined,
    trustedProxies: ['127.0.0.0/8', '::1'],
    pages: [
      ...('applicants' in over
        ? []
        : [
            applicantPages({
              clients: over.clients ?? [{ name: 'Element', url: 'https://element.io/download' }],
              intro: over.intro ?? [],
              howToUrl: 'howToUrl' in over ? over.howToUrl : 'https://example.org/matrix',
              homeserverUrl: over.homeserverUrl ?? 'https://matrix.porter.test',
              serverName: over.serverName ?? 'porter.test',
              forgotten: over.forgotten ?? false,
              useCases: over.useCases ?? siteUseCases().useCases,
              ...(over.limits && { limits: over.limits }),
            }),
          ]),
      ...(over.guests ? [guestPages(over.guests, over.limits)] : []),
      ...(over.more ?? []),
    ],
    defaultLanguage: 'en',
    timeZone: 'UTC',
    own: { pages: {}, versions: {} },
    sign: (text) => createHmac('sha256', 'test').update(text).digest('base64url'),
    seenToken: 'seen-token',
    checkLetterLink: (token) => token === 'as-sent',
    clock,
    ids: makeIds(() => clock.now()),
    log: silentLog,
    ...over,
    publicUrl,
  });
  const { origin } = new URL(publicUrl);
  let jar = new Map<string, string>();
  const keep = (answer: Answer): Answer => {
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [pair = ''] = line.split(';');
      jar = new Map([...jar, [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]]);
    }
    return answer;
  };
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const withCookie = (): OutgoingHttpHeaders => (jar.size === 0 ? {} : { cookie: cookie() });

  const test: TestSite = {
    site,
    port,
    publicUrl,
    clock,
    get: async (path, headers = {}) => keep(await ask(port, path, { headers: { ...withCookie(), ...headers } })),
    async post(path, fields, headers = {}) {
      const formToken = fields['formToken'] ?? (await test.credentials()).token;
      const body = new URLSearchParams({ ...fields, formToken }).toString();
      return keep(
        await ask(port, path, {
          method: 'POST',
          body,
          headers: {
            'content-type': 'application/x-www-form-urlencoded',
            origin,
            'sec-fetch-site': 'same-origin',
            ...withCookie(),
            ...headers,
          },
        }),
      );
    },
    async credentials() {
      const page = await test.get(over.formPage ?? '/prove/prove-1');
      const token = /name="formToken" value="([^"]+)"/.exec(page.body)?.[1];
      if (token === undefined) throw new Error(`no form on the page: ${page.status}`);
      await clock.advance(5_000);
      return { token, cookie: cookie() };
    },
    [Symbol.asyncDispose]: () => site[Symbol.asyncDispose](),
  };
  return test;
}
