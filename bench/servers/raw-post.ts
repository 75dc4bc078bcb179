/** Bare node:http that reads a JSON body and answers: what any door for such requests does at least. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ready } from './ready.ts';

const server = createServer((req, res) => {
  const pieces: Buffer[] = [];
  req.on('data', (piece: Buffer) => pieces.push(piece));
  req.on('end', () => {
    const { title } = JSON.parse(Buffer.concat(pieces).toString('utf8')) as { readonly title: string };
    const body = JSON.stringify({ id: title });
    res.writeHead(202, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
    res.end(body);
  });
});
server.listen(0, '127.0.0.1', () => ready((server.address() as AddressInfo).port));
