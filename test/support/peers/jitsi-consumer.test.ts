import assert from 'node:assert/strict';
import net, { type AddressInfo } from 'node:net';
import { test } from 'node:test';
import { listening } from '../free-port.ts';
import { connectJitsiConsumer, readToken } from './jitsi-consumer.ts';

/** A service that answers everything with these bytes. */
async function service(answer: string): Promise<{ readonly port: number } & AsyncDisposable> {
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', () => socket.write(answer));
  });
  await listening(server, 0);
  return { port: (server.address() as AddressInfo).port, [Symbol.asyncDispose]: async () => void server.close() };
}

const reply = { success: true, message: 'OK', token: 'a.b.c', time: 1, seq: 1 };

test('a reply that the old client would not understand is a problem', async () => {
  for (const [problem, answer] of [
    [/not compact/, `${JSON.stringify(reply, null, 1).replaceAll('\n', '')}\n\0`],
    [/no newline/, `${JSON.stringify(reply)}\0`],
    [/a newline inside/, `${JSON.stringify(reply, null, 1)}\n\0`],
    [/"token" should be a string/, `${JSON.stringify({ ...reply, token: null })}\n\0`],
    [/not JSON/, 'OK\n\0'],
  ] as const) {
    await using tokens = await service(answer);
    await using game = await connectJitsiConsumer({ port: tokens.port });
    game.send('{}\0');
    for (let n = 0; n < 1_000 && game.problems.length === 0; n += 1) await new Promise((r) => setTimeout(r, 2));
    assert.match(game.problems.join('\n'), problem);
  }
});

test('what is no token of this secret is not read', () => {
  assert.throws(() => readToken('abc'), /not a token/);
  const part = Buffer.from('{"alg":"HS256"}').toString('base64url');
  assert.throws(() => readToken(`${part}.${part}.${part}`, 'other'), /not signed/);
});
