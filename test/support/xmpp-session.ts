import { find, parseXml, type XmlElement } from './xml.ts';

const FRAMING = 'urn:ietf:params:xml:ns:xmpp-framing';
const SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';
const BIND = 'urn:ietf:params:xml:ns:xmpp-bind';

/** Milliseconds; a limit against hanging, not a measure. */
const LIMIT = 15_000;

/** Why somebody was not let in: the condition that the server gave, e.g. `not-allowed`, and its text. */
export interface Refusal {
  readonly at: 'sign-in' | 'room';
  readonly condition: string;
  readonly text: string | undefined;
}

export class RefusedError extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(`refused at ${refusal.at}: ${refusal.condition} ${refusal.text ?? ''}`);
    this.refusal = refusal;
  }
}

/** Signed in, with a resource. */
export interface XmppSession extends AsyncDisposable {
  readonly jid: string;
  send(stanza: string): void;
  /** The first element, of all that came or will come, that is wanted. */
  next(what: string, wanted: (element: XmlElement) => boolean): Promise<XmlElement>;
}

/** The condition and the text in a SASL failure or in the `error` of a stanza. */
export function refusalIn(element: XmlElement | undefined, at: Refusal['at']): Refusal {
  const condition = element?.children.find(({ name }) => name !== 'text')?.name ?? 'undefined-condition';
  return { at, condition, text: element && find(element, 'text')?.text };
}

export interface SignIn {
  readonly websocket: string;
  readonly domain: string;
  /** Of the WebSocket's address; the place where Jitsi's web client puts room and token. */
  readonly query?: Readonly<Record<string, string>>;
  /** PLAIN; without it ANONYMOUS. */
  readonly login?: { readonly user: string; readonly password: string };
}

/** A client of XMPP over WebSocket (RFC 7395). Throws `RefusedError` when the server does not let it sign in. */
export async function openXmppSession({ websocket, domain, query = {}, login }: SignIn): Promise<XmppSession> {
  const stream = await openFrames(`${websocket}?${new URLSearchParams(query)}`);
  try {
    const begin = async (): Promise<void> => {
      stream.send(`<open xmlns="${FRAMING}" to="${domain}" version="1.0"/>`);
      await stream.take('features', ({ name }) => name === 'stream:features');
    };
    await begin();
    const plain = login && Buffer.from(`\0${login.user}\0${login.password}`).toString('base64');
    stream.send(`<auth xmlns="${SASL}" mechanism="${login ? 'PLAIN' : 'ANONYMOUS'}">${plain ?? ''}</auth>`);
    const verdict = await stream.take('a verdict', ({ name }) => name === 'success' || name === 'failure');
    if (verdict.name === 'failure') throw new RefusedError(refusalIn(verdict, 'sign-in'));
    await begin();
    stream.send(`<iq xmlns="jabber:client" type="set" id="bind"><bind xmlns="${BIND}"/></iq>`);
    const bound = await stream.take('a resource', ({ attributes }) => attributes['id'] === 'bind');
    const jid = find(bound, 'bind', 'jid')?.text;
    if (jid === undefined) throw new Error(`no resource: ${JSON.stringify(bound)}`);
    return { jid, send: stream.send, next: stream.take, [Symbol.asyncDispose]: stream.close };
  } catch (error) {
    await stream.close();
    throw error;
  }
}

/** Frames of one element each, both ways. */
async function openFrames(url: string) {
  const socket = new WebSocket(url, 'xmpp');
  const came: XmlElement[] = [];
  const changed = new EventTarget();
  let over: string | undefined;
  const tell = (): void => void changed.dispatchEvent(new Event('change'));
  const closed = new Promise<void>((resolve) => {
    socket.addEventListener('close', ({ code, reason }) => {
      over = `the server has closed the stream (${code} ${reason})`;
      tell();
      resolve();
    });
  });
  socket.addEventListener('message', ({ data }) => {
    came.push(parseXml(String(data)));
    tell();
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', () => reject(new Error(`no WebSocket at ${url.split('?')[0]}`)), { once: true });
  });

  return {
    send: (text: string): void => socket.send(text),
    take(what: string, wanted: (element: XmlElement) => boolean): Promise<XmlElement> {
      return new Promise((resolve, reject) => {
        const late = setTimeout(() => settle(new Error(`waited ${LIMIT} ms in vain for ${what}`)), LIMIT);
        const settle = (result: XmlElement | Error): void => {
          clearTimeout(late);
          changed.removeEventListener('change', look);
          if (result instanceof Error) reject(result);
          else resolve(result);
        };
        const look = (): void => {
          const at = came.findIndex(wanted);
          const [found] = at === -1 ? [] : came.splice(at, 1);
          if (found) settle(found);
          else if (over !== undefined) settle(new Error(`${over} while waiting for ${what}`));
        };
        changed.addEventListener('change', look);
        look();
      });
    },
    async close(): Promise<void> {
      if (socket.readyState === WebSocket.OPEN) socket.send(`<close xmlns="${FRAMING}"/>`);
      await closed;
    },
  };
}
