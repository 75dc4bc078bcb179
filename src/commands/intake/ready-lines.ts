import { quoted } from '../../kernel/system-user.ts';

export interface Access {
  /** Scheme, host and port, without a slash at the end. */
  readonly url: string;
  readonly token: string;
  /** A target that the sender reaches. */
  readonly target: string;
  /** Where it hands in mail, and whether with STARTTLS; undefined: nowhere. */
  readonly smtp: { readonly host: string; readonly port: number; readonly tls: boolean } | undefined;
  /** The name of the sender, and the file that holds its token. */
  readonly name: string;
  readonly file: string;
}

/** What is pasted into a program, by the program's name. */
export type ReadyLines = readonly (readonly [program: string, line: string])[];

/** What each program needs that Porter has a door for; some are several lines. They hold the token. */
export function readyLines(access: Access): ReadyLines {
  const { url, name, token, target } = access;
  const secure = url.startsWith('https:');
  const host = url.slice(url.indexOf('//') + 2);
  const [s, scheme, tls] = secure ? ['s', 'https', 'no'] : ['', 'http', 'yes'];
  const bearer = `Authorization: Bearer ${token}`;
  return [
    ['curl', `curl -H ${quoted(bearer)} -H "Title: Disk full" -d "sda1 at 98 %" ${url}/${target}`],
    ['curl (JSON)', `curl -H ${quoted(bearer)} --json '{"title":"Disk full","urgency":"now"}' ${url}/v1/notifications`],
    ['ntfy', `ntfy publish --token ${token} --title "Disk full" ${url}/${target} "sda1 at 98 %"`],
    ['ntfy (server, topic, token)', `${url}  ${target}  ${token}`],
    ['Gotify (server, application token)', `${url}  ${token}`],
    ['Slack webhook', `${url}/slack/${token}`],
    ['Mattermost webhook', `${url}/hooks/${token}`],
    [
      'Alertmanager',
      `webhook_configs: [{ url: "${url}/alertmanager", http_config: { authorization: { credentials: "${token}" } } }]`,
    ],
    ['Apprise', `apprise${s}://${host}/${token}`],
    ['shoutrrr', `gotify://${host}/${token}?disabletls=${tls}`],
    ['shoutrrr (one target)', `ntfy://:${token}@${host}/${target}?scheme=${scheme}`],
    ['Apprise (Matrix)', `matrix${s}://${token}@${host}/!${target}:porter`],
    ['shoutrrr (Matrix)', `matrix://:${token}@${host}/?rooms=!${target}:porter&disableTLS=${tls}`],
    ['Uptime Kuma (Matrix: homeserver, room, access token)', `${url}  !${target}:porter  ${token}`],
    ['matrix-nio (server, user, password, room)', `${url}  ${name}  ${token}  !${target}:porter`],
    [
      secure ? 'router scripts (RouterOS)' : 'router scripts (RouterOS; https only: name your proxy)',
      `:global MatrixHomeServer "${secure ? host : 'notify.example.org'}"; :global MatrixAccessToken "${token}"; :global MatrixRoom "!${target}:porter";`,
    ],
    [
      'RouterOS',
      `/tool fetch url="${url}/${target}" http-method=post http-header-field="${bearer}" http-data="Line down" output=none`,
    ],
    ...mailLines(access),
  ];
}

function mailLines({ smtp, name, token, target, file }: Access): ReadyLines {
  if (smtp === undefined) return [];
  const { host, port, tls } = smtp;
  const to = `${target}@porter`;
  return [
    ['mail (server, port, user, password, recipient)', [host, port, name, token, to].join('  ')],
    [
      'curl (mail)',
      `curl ${tls ? '--ssl-reqd ' : ''}smtp://${host}:${port} --user ${name}:${token} --mail-from ${name}@porter --mail-rcpt ${to} -T mail.txt`,
    ],
    [
      '/etc/msmtprc, for mail, cron and whatever else calls sendmail (Debian: apt install msmtp-mta bsd-mailx)',
      [
        ...['account default', `host ${host}`, `port ${port}`, `tls ${tls ? 'on' : 'off'}`],
        ...['auth plain', `user ${name}`, `passwordeval "cat ${file}"`],
        ...[`from ${name}@porter`, 'aliases /etc/aliases'],
      ].join('\n'),
    ],
    ['/etc/aliases beside it: what is for a user of this machine goes to the target', `default: ${to}`],
  ];
}
