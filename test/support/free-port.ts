import net from 'node:net';

/** Below the ports that systems hand out by themselves (Linux: from 32768), so that no outgoing connection takes one. */
const FIRST = 12_288;
const LAST = 32_767;
const BLOCK = 64;

/** The block of ports that belongs to this process as long as it lives: its first port is held, the others are given. */
let block: { readonly base: number; given: number } | undefined;

/**
 * A loopback port for a program that must be told its port: never given twice in this process, and to no other process
 * that asks here. Asking the system for any free port and giving it back hands the same one out again, to whoever asks
 * next (seen: a Porter with two sections at one port).
 */
export async function freePort(): Promise<number> {
  if (block === undefined || block.given === BLOCK - 1) block = await takeBlock();
  block.given += 1;
  const port = block.base + block.given;
  return (await isFree(port)) ? port : freePort();
}

async function takeBlock(): Promise<{ base: number; given: number }> {
  const blocks = Math.floor((LAST + 1 - FIRST) / BLOCK);
  const start = Math.floor(Math.random() * blocks);
  for (let i = 0; i < blocks; i += 1) {
    const base = FIRST + ((start + i) % blocks) * BLOCK;
    const guard = net.createServer((socket) => socket.destroy());
    if (!(await tried(guard, base))) continue;
    guard.unref();
    return { base, given: 0 };
  }
  throw new Error(`no ${BLOCK} ports in a row are free between ${FIRST} and ${LAST}`);
}

async function isFree(port: number): Promise<boolean> {
  const server = net.createServer();
  if (!(await tried(server, port))) return false;
  await new Promise((resolve) => server.close(resolve));
  return true;
}

const tried = (server: net.Server, port: number): Promise<boolean> =>
  listening(server, port).then(
    () => true,
    () => false,
  );

/** Listens on loopback; rejects when the port is taken. */
export function listening(server: net.Server, port: number, host = '127.0.0.1'): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
