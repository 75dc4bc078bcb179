import assert from 'node:assert/strict';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { test } from 'node:test';
import { listening } from '../free-port.ts';
import { resetSocket } from './reset-socket.ts';

for (const ending of [false, true]) {
  test(`a socket is closed without an error of its own ${ending ? 'while its end is being sent' : 'at once'}`, async () => {
    await using server = net.createServer({ allowHalfOpen: true });
    await listening(server, 0);
    const socket = net.connect((server.address() as AddressInfo).port, '127.0.0.1');
    const [[peer]] = (await Promise.all([once(server, 'connection'), once(socket, 'connect')])) as [
      [net.Socket],
      unknown,
    ];
    const told = once(peer.resume(), ending ? 'end' : 'error');
    socket.write('x');
    if (ending) socket.end();
    assert.equal(socket.writableEnded && !socket.writableFinished, ending);
    resetSocket(socket);
    await once(socket, 'close');
    const [error] = (await told) as [NodeJS.ErrnoException | undefined];
    assert.equal(error?.code, ending ? undefined : 'ECONNRESET');
    peer.destroy();
  });
}
