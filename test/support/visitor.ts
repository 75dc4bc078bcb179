import { Agent, request } from 'undici';
import { type BegunPost, beginPost } from './begin-post.ts';

/** One form of a page as a browser would send it if nobody typed anything. */
export interface Form {
  /** Absolute. */
  readonly action: string;
  readonly method: 'get' | 'post';
  /** By name, the hidden ones included. Buttons are not among them: name one in `typed` to press it. */
  readonly fields: ReadonlyMap<string, string>;
  /** `type` and `autocomplete` of the inputs, by name. */
  readonly kinds: ReadonlyMap<string, { readonly type: string; readonly autocomplete: string }>;
}

export interface VisitedPage {
  readonly url: string;
  readonly status: number;
  /** `Retry-After`, when the answer has one. */
  readonly retryAfter: string | undefined;
  /** Where a redirect leads that is not followed. */
  readonly location: string | undefined;
  readonly html: string;
  readonly title: string;
  readonly forms: readonly Form[];
}

/** A person who reads pages and sends their forms, without scripts. Keeps cookies, follows redirects. */
export interface Visitor {
  open(url: string): Promise<VisitedPage>;
  /** Sends a form as it stood on the page, with `typed` over its fields. */
  send(form: Form, typed?: Readonly<Record<string, string>>): Promise<VisitedPage>;
  /** Begins to send it: the server knows of the request once `begun` has resolved, and has it whole after `finish`. */
  begin(form: Form, typed?: Readonly<Record<string, string>>): BegunPost;
}

/** The first form that has a field which fits; throws with the page's title when there is none. */
export function formWith(page: VisitedPage, fits: (name: string, type: string, autocomplete: string) => boolean): Form {
  const found = page.forms.find((form) =>
    [...form.kinds].some(([name, { type, autocomplete }]) => fits(name, type, autocomplete)),
  );
  if (found === undefined) throw new Error(`the page "${page.title}" (${page.status}) has no such form`);
  return found;
}

export interface VisitorOptions {
  /** false: a redirect is shown as it came. */
  readonly follow?: boolean;
  /** The loopback address that this visitor's machine has, e.g. `127.0.0.2`. */
  readonly from?: string;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** @param language what the browser asks for, as in `Accept-Language` */
export function makeVisitor(language = 'en', { follow = true, from, headers = {} }: VisitorOptions = {}): Visitor {
  const cookies = new Map<string, string>();
  const dispatcher = from === undefined ? undefined : new Agent({ localAddress: from });

  const bodyOf = (form: Form, typed: Readonly<Record<string, string>>): URLSearchParams => {
    const body = new URLSearchParams([...form.fields]);
    for (const [name, value] of Object.entries(typed)) body.set(name, value);
    return body;
  };
  const headersOf = (url: string, isPost: boolean): Record<string, string> => ({
    accept: 'text/html',
    'accept-language': language,
    'sec-fetch-mode': 'navigate',
    'sec-fetch-site': isPost ? 'same-origin' : 'none',
    ...(cookies.size > 0 ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
    ...(isPost ? { origin: new URL(url).origin, 'content-type': 'application/x-www-form-urlencoded' } : {}),
    ...headers,
  });

  async function visit(url: string, body?: URLSearchParams): Promise<VisitedPage> {
    const answer = await request(url, {
      method: body ? 'POST' : 'GET',
      // A kept connection may be closed by the server (its time is up, it is stopped) while the next request is on its way.
      reset: true,
      headersTimeout: 30_000,
      bodyTimeout: 30_000,
      headers: headersOf(url, body !== undefined),
      ...(dispatcher ? { dispatcher } : {}),
      ...(body ? { body: body.toString() } : {}),
    });
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name, value] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined) cookies.set(name, value ?? '');
    }
    const { location, 'retry-after': retryAfter } = answer.headers;
    const html = await answer.body.text();
    if (follow && typeof location === 'string') return visit(new URL(location, url).href);
    return {
      url,
      status: answer.statusCode,
      retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
      location: typeof location === 'string' ? location : undefined,
      html,
      title: clear(/<title>([^<]*)<\/title>/.exec(html)?.[1] ?? ''),
      forms: formsIn(html, url),
    };
  }

  return {
    open: (url) => visit(url),
    send(form, typed = {}) {
      const body = bodyOf(form, typed);
      if (form.method === 'post') return visit(form.action, body);
      const url = new URL(form.action);
      url.search = body.toString();
      return visit(url.href);
    },
    begin: (form, typed = {}) => beginPost(form.action, headersOf(form.action, true), bodyOf(form, typed).toString()),
  };
}

// The only pages read here are our own, and their renderer writes every value in double quotes.
function formsIn(html: string, base: string): Form[] {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, head = '', inner = '']) => {
    const fields = new Map<string, string>();
    const kinds = new Map<string, { type: string; autocomplete: string }>();
    for (const [, tag = '', rest = '', content = ''] of inner.matchAll(
      /<(input|textarea)\b([^>]*)>(?:([^<]*)<\/textarea>)?/g,
    )) {
      const name = attribute(rest, 'name');
      const type = attribute(rest, 'type') ?? (tag === 'input' ? 'text' : tag);
      if (name === undefined || type === 'submit') continue;
      const value = tag === 'textarea' ? clear(content) : (attribute(rest, 'value') ?? '');
      kinds.set(name, { type, autocomplete: attribute(rest, 'autocomplete') ?? '' });
      const ticked = (type !== 'checkbox' && type !== 'radio') || attribute(rest, 'checked') !== undefined;
      if (ticked) fields.set(name, value);
    }
    return {
      action: new URL(attribute(head, 'action') ?? base, base).href,
      method: attribute(head, 'method')?.toLowerCase() === 'post' ? 'post' : 'get',
      fields,
      kinds,
    };
  });
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)${name}(?:="([^"]*)")?(?=[\\s/]|$)`, 'i').exec(tag);
  return found ? clear(found[1] ?? '') : undefined;
}

const clear = (text: string): string =>
  text.replace(
    /&(lt|gt|quot|#39|amp);/g,
    (_, name: string) => ({ lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' })[name] ?? '',
  );
