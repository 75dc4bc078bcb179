import http from 'node:http';

/** A POST in the making. */
export interface BegunPost {
  /** Resolves once its headers are answered with `100 Continue`: from then on the server has a request at work. */
  readonly begun: Promise<void>;
  readonly answered: Promise<{ readonly status: number; readonly text: string }>;
  /** Sends the body, which ends the request. */
  finish(): void;
}

/** Sends the headers of a request on a connection of its own; its body is still to come. */
export function beginPost(url: string, headers: http.OutgoingHttpHeaders, body: string): BegunPost {
  const request = http.request(url, { method: 'POST', agent: false, headers: { ...headers, expect: '100-continue' } });
  const begun = new Promise<void>((resolve, reject) => {
    request.once('continue', resolve);
    request.once('error', reject);
  });
  const answered = new Promise<{ status: number; text: string }>((resolve, reject) => {
    // Not once: the end of a connection may be told twice, and the second time nobody waits for it any more.
    request.on('error', reject);
    request.once('response', (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.once('error', reject);
      answer.once('end', () =>
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(pieces).toString('utf8') }),
      );
    });
  });
  request.flushHeaders();
  return { begun, answered, finish: () => void request.end(body) };
}
