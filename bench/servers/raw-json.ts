import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ready } from './ready.ts';

const server = createServer((req, res) => {
  const body = JSON.stringify({ url: req.url });
  res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  res.end(body);
});
server.listen(0, '127.0.0.1', () => ready((server.address() as AddressInfo).port));
