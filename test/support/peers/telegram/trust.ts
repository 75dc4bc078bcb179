/**
 * For a Porter in a process of its own, loaded before it: its client library trusts the stand-in that MTPROTO_STAND_IN names
 * (`fingerprint:modulus:port`), and connections to Telegram's own addresses lead there, as if the network had sent them there.
 */
import net, { type Socket } from 'node:net';
import { loadTeleproto } from './teleproto.ts';

const [fingerprint = '', modulus = '', port] = (process.env['MTPROTO_STAND_IN'] ?? '').split(':');
const { serverKeys, bigInt } = loadTeleproto();
serverKeys.set(fingerprint, { n: bigInt(modulus), e: 65_537 });

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function routed(this: Socket, ...args: unknown[]): Socket {
  const there = args[0] === 443 && /^149\.154\./.test(String(args[1]));
  return Reflect.apply(connect, this, there ? [Number(port), '127.0.0.1', ...args.slice(2)] : args);
};
