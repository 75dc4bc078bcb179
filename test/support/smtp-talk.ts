import net from 'node:net';
import type { Readable } from 'node:stream';

/** A conversation with an SMTP server, byte by byte as the test says. */
export interface SmtpTalk extends AsyncDisposable {
  /** Sends exactly this. */
  send(bytes: string | Buffer): void;
  /** The next reply as a whole, its lines joined by LF; 'closed' once the server ended the connection. */
  reply(): Promise<string>;
  /** A line and its reply. */
  say(line: string): Promise<string>;
}

export async function openSmtpTalk(port: number): Promise<SmtpTalk> {
  const socket = net.connect({ port, host: '127.0.0.1' });
  socket.on('error', () => undefined);
  const replies = repliesOf(socket);
  const reply = async () => {
    const { value, done } = await replies.next();
    return done ? 'closed' : value;
  };
  return {
    send: (bytes) => void socket.write(bytes),
    reply,
    async say(line) {
      socket.write(`${line}\r\n`);
      return reply();
    },
    async [Symbol.asyncDispose]() {
      socket.destroy();
    },
  };
}

/** A reply ends with the line that has a blank behind its code. */
async function* repliesOf(socket: Readable): AsyncGenerator<string, undefined> {
  let rest = '';
  try {
    for await (const piece of socket as AsyncIterable<Buffer>) {
      rest += piece.toString('latin1');
      for (let whole = nextReply(rest); whole !== undefined; whole = nextReply(rest)) {
        rest = rest.slice(whole.length);
        yield whole.trimEnd().replaceAll('\r\n', '\n');
      }
    }
  } catch {
    // A reset is an end too.
  }
  return undefined;
}

const nextReply = (text: string): string | undefined => /^(?:\d{3}-[^\n]*\n)*\d{3} [^\n]*\n/.exec(text)?.[0];

/** The line that logs in. */
export const authPlain = (name: string, token: string): string =>
  `AUTH PLAIN ${Buffer.from(`\0${name}\0${token}`).toString('base64')}`;
