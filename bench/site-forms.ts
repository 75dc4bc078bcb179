import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';

export interface FormAnswer {
  readonly status: number;
  /** Path of the redirect, '' when there is none. */
  readonly location: string;
  readonly body: string;
  /** From the first byte sent to the last byte of the answer, milliseconds. */
  readonly ms: number;
}

/** One visitor's browser: what every form that it sends carries. */
export interface SiteForms extends AsyncDisposable {
  readonly headers: Readonly<Record<string, string>>;
  /** The body of a form with these fields. */
  body(fields: Readonly<Record<string, string>>): string;
  post(path: string, fields: Readonly<Record<string, string>>): Promise<FormAnswer>;
}

/** Less than that after the page was shown leads to the extra step. */
const MINIMUM_MS = 3_200;

/** Looks at the apply page for long enough; its form token is good for many forms. @param connections at once */
export async function openSiteForms(site: string, connections = 1): Promise<SiteForms> {
  const dispatcher = new Agent({ connections, pipelining: 1 });
  const page = await request(`${site}/`, { dispatcher });
  const html = await page.body.text();
  const token = /name="formToken" value="([^"]+)"/.exec(html)?.[1];
  const cookie = [page.headers['set-cookie'] ?? []].flat().map((line) => line.slice(0, line.indexOf(';')));
  if (page.statusCode !== 200 || token === undefined) throw new Error(`the apply page answered ${page.statusCode}`);
  await sleep(MINIMUM_MS);
  const headers = {
    ...{ cookie: cookie.join('; '), origin: new URL(site).origin, 'sec-fetch-site': 'same-origin' },
    'content-type': 'application/x-www-form-urlencoded',
  };
  const body = (fields: Readonly<Record<string, string>>) =>
    new URLSearchParams({ ...fields, formToken: token }).toString();
  return {
    headers,
    body,
    async post(path, fields) {
      const sent = body(fields);
      const began = performance.now();
      const answer = await request(site + path, { method: 'POST', dispatcher, headers, body: sent });
      const text = await answer.body.text();
      const ms = performance.now() - began;
      const location = String(answer.headers['location'] ?? '');
      return { status: answer.statusCode, location, body: text, ms };
    },
    [Symbol.asyncDispose]: () => dispatcher.destroy(),
  };
}

/** An application as the form holds it; every field that is not told is derived from the name. */
export const orderFields = (username: string, email = `${username}@example.org`): Record<string, string> => ({
  username,
  displayName: `Person ${username}`,
  email,
  reason: 'I would like to talk to people here, and read along.',
});
