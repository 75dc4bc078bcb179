// Bare node:http, the limit of start and memory: `bare.mjs PORT`. Run without any loader.
import { createServer } from 'node:http';

createServer((_req, res) => {
  res.writeHead(200, { 'Content-Type': 'application/json' });
  res.end('{}');
}).listen(Number(process.argv[2]), '127.0.0.1');
