import { quoted } from '../../kernel/system-user.ts';

export interface Access {
  /** Scheme, host and port, without a slash at the end. */
  readonly url: string;
  readonly token: string;
  /** A target that the sender reaches. */
  readonly target: string;
}

/** What is pasted into a program, by the program's name. */
export type ReadyLines = readonly (readonly [program: string, line: string])[];

/** One line for each program that Porter has a door for. They hold the token. */
export function readyLines({ url, token, target }: Access): ReadyLines {
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
    [
      'RouterOS',
      `/tool fetch url="${url}/${target}" http-method=post http-header-field="${bearer}" http-data="Line down" output=none`,
    ],
  ];
}
