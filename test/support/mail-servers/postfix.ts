import { mkdir, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { UNPACKED_HOME } from '../../../scripts/parts.mjs';
import { freePort, listening } from '../free-port.ts';
import { BUSY, GONE, LOGIN, type MailPlace, type MailServer, startMailServer, withUsers } from './server.ts';

const FILES = path.join(UNPACKED_HOME, 'postfix');
const PROGRAMS = path.join(FILES, 'usr/lib/postfix/sbin');
const LIBRARIES = path.join(FILES, 'usr/lib/postfix');
/** What the package's scripts make. The first ones belong to Postfix's user. */
const OWN = 'active bounce corrupt defer deferred flush hold incoming private saved trace';

export const startPostfix = (): Promise<MailServer> =>
  startMailServer(async (place) => {
    const { dir } = place;
    const write = (name: string, text: string) => writeFile(path.join(dir, name), text, { mode: 0o644 });
    for (const folder of ['spool', 'data']) await mkdir(path.join(dir, folder));
    const logins = await startLogins();
    await Promise.all([
      write('main.cf', mainOf(place, logins.port)),
      write('master.cf', masterOf(place)),
      write('key.pem', place.key),
      write('cert.pem', place.cert),
    ]);
    return {
      tls: true,
      script: `${withUsers(dir, 'postfix', 'postdrop')}
chown postfix data
cd spool
mkdir -p ${OWN} maildrop pid public
chown postfix ${OWN} maildrop public
chgrp postdrop maildrop public
chmod 700 ${OWN}
chmod 730 maildrop
chmod 710 public
export LD_LIBRARY_PATH=${LIBRARIES} MAIL_CONFIG=${dir}
${PROGRAMS}/master -c ${dir} -d`,
      [Symbol.asyncDispose]: logins[Symbol.asyncDispose],
    };
  });

const mainOf = ({ dir, behind }: MailPlace, logins: number): string => `
compatibility_level = 3.6
maillog_file = /dev/stdout
queue_directory = ${dir}/spool
data_directory = ${dir}/data
daemon_directory = ${PROGRAMS}
command_directory = ${FILES}/usr/sbin
shlib_directory = ${LIBRARIES}
meta_directory = ${dir}
mail_owner = postfix
setgid_group = postdrop
import_environment = MAIL_CONFIG LD_LIBRARY_PATH=${LIBRARIES}
myhostname = mail.porter.test
mydestination =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
relay_domains = example.org
relayhost = [127.0.0.1]:${behind}
smtp_dns_support_level = disabled
smtpd_tls_security_level = encrypt
smtpd_tls_cert_file = ${dir}/cert.pem
smtpd_tls_key_file = ${dir}/key.pem
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:${logins}
smtpd_sasl_security_options = noanonymous
smtpd_recipient_restrictions =
  check_recipient_access inline:{ {${GONE} = 550 5.1.1 no such mailbox}, {${BUSY} = 450 4.2.0 greylisted} },
  permit_sasl_authenticated, reject
smtpd_delay_reject = yes
`;

const masterOf = ({ port }: MailPlace): string => `
127.0.0.1:${port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
tlsmgr unix - - n 1000? 1 tlsmgr
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
`;

/** Knows the one login, as Dovecot tells Postfix (its authentication protocol, version 1.1; tabs separate, a line is a message). */
async function startLogins() {
  const good = Buffer.from(`\0${LOGIN.user}\0${LOGIN.password}`).toString('base64');
  const port = await freePort();
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)));
    const say = (...fields: readonly (string | number)[]) => socket.write(`${fields.join('\t')}\n`);
    say('VERSION', 1, 1);
    say('MECH', 'PLAIN', 'plaintext');
    for (const name of ['SPID', 'CUID']) say(name, 1);
    say('COOKIE', '0'.repeat(32));
    say('DONE');
    let heard = '';
    socket.on('data', (data) => {
      const lines = `${heard}${data.toString('latin1')}`.split('\n');
      heard = lines.pop() ?? '';
      for (const [verb, id = '', ...rest] of lines.map((line) => line.split('\t'))) {
        if (verb === 'AUTH') say(rest.includes(`resp=${good}`) ? 'OK' : 'FAIL', id, `user=${LOGIN.user}`);
      }
    });
  });
  await listening(server, port);
  return {
    port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
