/** The limit of tokens over TCP: parses the frame, signs what was asked, answers; no check, no cap, no record. */
import { createHmac } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';
import { BENCH_SECRET } from '../token-issue.ts';
import { ready } from './ready.ts';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const header = part({ alg: 'HS256', typ: 'JWT' });

function answer(frame: string): string {
  const { displayName, channel, moderator, validFor, seq } = JSON.parse(frame);
  const time = Math.floor(Date.now() / 1_000);
  const claims = {
    ...{ iss: 'porter', aud: 'jitsi', sub: 'meet.jitsi', room: channel, iat: time, exp: time + validFor, moderator },
    context: { user: { name: displayName, moderator } },
  };
  const signed = `${header}.${part(claims)}`;
  const token = `${signed}.${createHmac('sha256', BENCH_SECRET).update(signed).digest('base64url')}`;
  return `${JSON.stringify({ success: true, message: 'OK', token, time, seq })}\n\0`;
}

const server = createServer({ noDelay: true }, (socket) => {
  let pending = '';
  socket.setEncoding('utf8').on('error', () => {});
  socket.on('data', (text: string) => {
    const frames = (pending + text).split('\0');
    pending = frames.pop() ?? '';
    if (frames.length > 0) socket.write(frames.map(answer).join(''));
  });
});
server.listen(0, '127.0.0.1', () => ready((server.address() as AddressInfo).port));
