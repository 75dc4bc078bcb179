import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { isLoopback } from '../../kernel/host-port.ts';

/** Where a registration lies for a Synapse in a container, whose folder `/data` is (matrixdotorg/synapse). */
export const IN_CONTAINER = '/data/porter-registration.yaml';

/** The port on which Porter listens for the homeserver unless told. */
const PORT = 8482;

/** This machine as containers on it reach it: Docker's bridge, or the address that it has unless told. */
const bridge = (): string =>
  networkInterfaces()['docker0']?.find(({ family }) => family === 'IPv4')?.address ?? '172.17.0.1';

/** `yes` where Docker is there and Synapse is not installed as a package. */
export const guessContainer = (): 'yes' | 'no' =>
  existsSync('/var/run/docker.sock') && !existsSync('/etc/matrix-synapse') ? 'yes' : 'no';

/**
 * How Synapse reaches Porter, if nobody says it.
 *
 * @param listen where Porter is to listen, if that is known: `10.0.0.5:9000`
 */
export function suggestAppserviceUrl(inContainer: boolean, listen: string | undefined): string {
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(listen ?? '') ?? [];
  const everywhere = host === '' || host === '0.0.0.0' || host === '[::]';
  return `http://${everywhere ? (inContainer ? bridge() : '127.0.0.1') : host}:${port || PORT}`;
}

/**
 * Where Porter listens, if nobody says it: on loopback when Synapse uses loopback, on the very address that Synapse uses when this
 * machine has it, or will have it once Docker runs. Any other address is a name or leads through a proxy.
 */
export function listenFor(appserviceUrl: string, inContainer: boolean): string {
  const url = URL.parse(appserviceUrl);
  const port = url?.port || (url?.protocol === 'https:' ? '443' : '80');
  if (url === null || isLoopback(url.hostname)) return `127.0.0.1:${port}`;
  if (inContainer) return `${isIP(url.hostname) === 4 ? url.hostname : bridge()}:${port}`;
  return isOurs(url.hostname) ? `${url.hostname}:${port}` : `0.0.0.0:${port}`;
}

const isOurs = (host: string): boolean =>
  Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address) === host),
  );
