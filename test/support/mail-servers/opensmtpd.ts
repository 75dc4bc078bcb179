import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { getPart } from '../needs.ts';
import { BUSY, GONE, type MailPlace, type MailServer, startMailServer, withUsers } from './server.ts';

/**
 * Without TLS, and so without a log-in: in Debian 12 it was built again with OpenSSL 3, which does not ask its process for keys any more. Every
 * handshake fails there with "missing private key" (seen with RSA and ECDSA, TLS 1.2 and 1.3).
 */
export const startOpensmtpd = (): Promise<MailServer> =>
  startMailServer(async (place) => {
    const { dir } = place;
    await mkdir(path.join(dir, 'spool', 'smtpd'), { recursive: true });
    await writeFile(path.join(dir, 'smtpd.conf'), configOf(place), { mode: 0o600 });
    return {
      tls: false,
      script: `${withUsers(dir, 'opensmtpd', 'opensmtpq')}
mount --bind spool /var/spool
mount -t tmpfs none /run
mount -t tmpfs none /var/lib
chmod 711 /var/spool /var/spool/smtpd
mkdir -p /var/lib/opensmtpd/empty
${getPart('opensmtpd')} -d -f ${dir}/smtpd.conf`,
    };
  });

const configOf = ({ port, behind }: MailPlace): string => `
filter gone phase rcpt-to match rcpt-to { "${GONE}" } reject "550 5.1.1 no such mailbox"
filter busy phase rcpt-to match rcpt-to { "${BUSY}" } reject "451 4.7.1 greylisted"
filter all chain { gone, busy }
listen on 127.0.0.1 port ${port} filter all
action "out" relay host "smtp+notls://127.0.0.1:${behind}"
match from any for domain "example.org" action "out"
`;
