import type { Socket } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

/** A letter as it went over the wire. */
export interface CaughtLetter {
  /** Of the envelope. */
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  /** By lower-case name; of repeated headers the first. */
  readonly headers: ReadonlyMap<string, string>;
  readonly parsed: Email;
  /** false: the server has taken it, but the connection was cut before it could say so. */
  readonly answered: boolean;
}

export type MailTrouble =
  /** 451 at RCPT, as greylisting does. */
  | 'greylist'
  /** 550 at RCPT: refused for good. */
  | 'refuse'
  /** 421 after the data, and the connection ends. */
  | 'busy'
  /** 451 after the data. */
  | 'later'
  /** Taken, then cut before the 250. */
  | 'cut-before-250'
  /** Cut while the data comes; not taken. */
  | 'cut-in-data'
  /** Takes the data and stays silent. */
  | 'hang';

export interface MailFault {
  readonly trouble: MailTrouble;
  /** How many letters are hit; one unless told, `Infinity` until `heal()`. */
  readonly times?: number;
  /** Only letters to such an address. */
  readonly to?: (address: string) => boolean;
}

export interface MailOptions {
  /** Demands a log-in with exactly these. */
  readonly login?: { readonly user: string; readonly password: string };
  readonly faults?: readonly MailFault[];
}

/** A real SMTP server on loopback that keeps what it takes, and breaks on request. It keeps its port over `down` and `up`. */
export interface TestMail extends AsyncDisposable {
  readonly port: number;
  /** `smtp://127.0.0.1:<port>`. */
  readonly url: string;
  readonly letters: readonly CaughtLetter[];
  /** SMTP connections so far. */
  readonly connections: number;
  lettersTo(address: string): readonly CaughtLetter[];
  /** Resolves with the first letter that fits, in order of arrival, also one that is here already. */
  waitForLetter(fits: (letter: CaughtLetter) => boolean, timeoutMs?: number): Promise<CaughtLetter>;
  fault(fault: MailFault): void;
  /** From now on letters are neither taken nor answered until `heal()`; a connection that ends meanwhile takes its letter along. */
  hold(): void;
  /** Letters that are here as a whole and are being held. */
  readonly held: number;
  /** Letters that a `hang` leaves without a response, as long as their connections are open. */
  readonly unanswered: number;
  /** No fault, and nothing is held. */
  heal(): void;
  /** Refuses connections and cuts those that are open. */
  down(): Promise<void>;
  up(): Promise<void>;
  forget(): void;
}

export async function startMail(options: MailOptions = {}): Promise<TestMail> {
  const letters: CaughtLetter[] = [];
  let faults = (options.faults ?? []).map((fault) => ({ fault, left: fault.times ?? 1 }));
  let gate: PromiseWithResolvers<void> | undefined;
  let held = 0;
  let unanswered = 0;
  let connections = 0;
  let server: SMTPServer | undefined;
  const port = await freePort();

  function hit(troubles: readonly MailTrouble[], addresses: readonly string[]): MailTrouble | undefined {
    const found = faults.find(
      ({ fault }) => troubles.includes(fault.trouble) && addresses.some((address) => fault.to?.(address) ?? true),
    );
    if (found === undefined) return undefined;
    found.left -= 1;
    if (found.left <= 0) faults = faults.filter((other) => other !== found);
    return found.fault.trouble;
  }

  async function take(raw: Buffer, session: SMTPServerSession, answered: boolean): Promise<void> {
    const parsed = await PostalMime.parse(raw);
    const headers = new Map<string, string>();
    for (const { key, value } of parsed.headers) if (!headers.has(key)) headers.set(key, value);
    const { mailFrom, rcptTo } = session.envelope;
    letters.push({
      from: mailFrom ? mailFrom.address : '',
      to: rcptTo.map(({ address }) => address),
      raw: raw.toString('utf8'),
      subject: parsed.subject ?? '',
      text: parsed.text ?? '',
      html: parsed.html ?? '',
      messageId: parsed.messageId ?? '',
      headers,
      parsed,
      answered,
    });
  }

  function open(): Promise<void> {
    const smtp = new SMTPServer({
      disabledCommands: options.login ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
      authOptional: options.login === undefined,
      allowInsecureAuth: true,
      disableReverseLookup: true,
      // Ending must not wait for clients that keep their connection.
      closeTimeout: 1,
      onConnect(_session, done) {
        connections += 1;
        done();
      },
      onAuth({ username, password }, _session, done) {
        const right = username === options.login?.user && password === options.login?.password;
        if (!right) return done(answer(535, 'wrong user or password'));
        return done(null, { user: username });
      },
      onRcptTo({ address }, _session, done) {
        const trouble = hit(['greylist', 'refuse'], [address]);
        if (trouble === 'greylist') return done(answer(451, 'greylisted, come again'));
        if (trouble === 'refuse') return done(answer(550, 'no such mailbox'));
        return done();
      },
      onData(stream, session, done) {
        const addresses = session.envelope.rcptTo.map(({ address }) => address);
        const trouble = hit(['busy', 'later', 'cut-before-250', 'cut-in-data', 'hang'], addresses);
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => {
          if (trouble === 'cut-in-data') socketOf(smtp, session)?.destroy();
          chunks.push(chunk);
        });
        stream.on('end', () => {
          const answerWith = async (): Promise<void> => {
            if (gate !== undefined) {
              const socket = socketOf(smtp, session);
              held += 1;
              await Promise.race([gate.promise, new Promise((resolve) => socket?.once('close', resolve))]);
              held -= 1;
              if (socket === undefined || socket.destroyed) return;
            }
            if (trouble === 'cut-in-data') return;
            if (trouble === 'hang') {
              unanswered += 1;
              socketOf(smtp, session)?.once('close', () => {
                unanswered -= 1;
              });
              return;
            }
            if (trouble === 'later') return done(answer(451, 'try again later'));
            if (trouble === 'busy') {
              done(answer(421, 'closing'));
              return void setTimeout(() => socketOf(smtp, session)?.destroy(), 20);
            }
            await take(Buffer.concat(chunks), session, trouble === undefined);
            if (trouble === 'cut-before-250') socketOf(smtp, session)?.destroy();
            else done();
          };
          answerWith().catch((error: unknown) => done(error instanceof Error ? error : new Error(String(error))));
        });
      },
    });
    smtp.on('error', () => {});
    server = smtp;
    return new Promise((resolve, reject) => {
      smtp.server.once('error', reject);
      smtp.listen(port, '127.0.0.1', () => resolve());
    });
  }

  await open();
  const mail: TestMail = {
    port,
    url: `smtp://127.0.0.1:${port}`,
    letters,
    get connections() {
      return connections;
    },
    lettersTo: (address) => letters.filter(({ to }) => to.includes(address)),
    waitForLetter: (fits, timeoutMs = 20_000) =>
      eventually(() => letters.find(fits), { timeoutMs, what: `a letter that fits ${fits.toString()}` }),
    fault(fault) {
      faults.push({ fault, left: fault.times ?? 1 });
    },
    hold() {
      gate ??= Promise.withResolvers<void>();
    },
    get held() {
      return held;
    },
    get unanswered() {
      return unanswered;
    },
    heal() {
      faults = [];
      gate?.resolve();
      gate = undefined;
    },
    async down() {
      const ending = server;
      server = undefined;
      if (ending === undefined) return;
      const closed = new Promise<void>((resolve) => ending.close(() => resolve()));
      for (const { _socket } of connectionsOf(ending)) _socket?.destroy();
      await closed;
    },
    async up() {
      if (server === undefined) await open();
    },
    forget() {
      letters.length = 0;
    },
    [Symbol.asyncDispose]: () => mail.down(),
  };
  return mail;
}

function answer(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

interface Connection {
  readonly id: string;
  readonly _socket?: Socket;
}

/** smtp-server keeps its sockets to itself; to cut one there is no other way. */
function connectionsOf(server: SMTPServer): Iterable<Connection> {
  return (server as unknown as { connections: Set<Connection> }).connections;
}

function socketOf(server: SMTPServer, session: SMTPServerSession): Socket | undefined {
  for (const connection of connectionsOf(server)) if (connection.id === session.id) return connection._socket;
  return undefined;
}

/** The first address in the letter's text that fits, e.g. `linkIn(letter, '/prove/')`. Throws when there is none. */
export function linkIn(letter: CaughtLetter, part = ''): string {
  const links = letter.text.match(/https?:\/\/[^\s<>"]+/g) ?? [];
  const found = links.find((link) => link.includes(part));
  if (found === undefined) throw new Error(`no link with "${part}" in the letter "${letter.subject}":\n${letter.text}`);
  return found;
}

/** The 8 digits that stand alone in the letter's text, without the space between them. */
export function codeIn(letter: CaughtLetter): string {
  const found = letter.text.match(/(?<![\w/.=-])(\d{4})[\s\u00a0-]?(\d{4})(?![\w/=-]|\.\w)/);
  if (found === null) throw new Error(`no code in the letter "${letter.subject}":\n${letter.text}`);
  return `${found[1]}${found[2]}`;
}
