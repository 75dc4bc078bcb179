import { Secret } from '../kernel/secret.ts';
import { decodeLogin, strangeInWords, strangeSigns, UNREADABLE } from './login-in-url.ts';
import { bad, good, type Read } from './read-secret.ts';

export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`smtps:`); otherwise STARTTLS. */
  readonly secure: boolean;
  readonly user: string | undefined;
  readonly password: Secret | undefined;
  /** The same address without user and password. */
  readonly url: string;
}

const LONGEST_SHOWN_USER = 80;

const noAddress = bad(
  'must be smtp://host:port or smtps://host:port, with user:password@ in front of the host if needed',
);

/**
 * Reads `smtp://user:password@host:port`. Signs that mean something else in an address (RFC 3986, 3.2.1) are refused in user and
 * password, because a reader of addresses ends at them without a word, and would take `smtp://join:p@ss#w/rd@host` for the host
 * `ss`. No sentence repeats the password: the host is looked for behind the last `@`, the user before the first `:`.
 */
export function parseSmtpUrl(text: string): Read<SmtpServer> {
  const [, scheme = '', rest] = /^(smtps?):\/\/(.*)$/is.exec(text.trim()) ?? [];
  if (rest === undefined) return noAddress;
  const at = rest.lastIndexOf('@');
  const login = at < 0 ? undefined : rest.slice(0, at);
  const address = rest.slice(at + 1).replace(/\/$/, '');
  const [, six, name, digits] = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9_.-]+))(?::(\d{1,5}))?$/i.exec(address) ?? [];
  const host = six ?? name;
  const secure = scheme.toLowerCase() === 'smtps';
  const port = digits === undefined ? (secure ? 465 : 587) : Number(digits);
  if (host === undefined || port < 1 || port > 65_535) return noAddress;

  const server = { host, port, secure, url: `${secure ? 'smtps' : 'smtp'}://${address}` };
  if (login === undefined) return good({ ...server, user: undefined, password: undefined });
  const colon = login.indexOf(':');
  const [user, password] = colon < 0 ? [login, undefined] : [login.slice(0, colon), login.slice(colon + 1)];
  const signs = strangeSigns(login);
  if (signs.length > 0) return ambiguous(server, user, signs);
  if (user === '') return bad('has a password without a user in front of it', 'write user:password@ or neither');
  const decoded = decode(user, password);
  return decoded === undefined ? bad(UNREADABLE, apart(server, user)) : good({ ...server, ...decoded });
}

type Place = Pick<SmtpServer, 'host' | 'port' | 'secure' | 'url'>;

/** Refuses an address that can be read in more than one way. @param signs the ones that must not stand in user or password */
function ambiguous(server: Place, user: string, signs: readonly string[]) {
  const { sentence, coded } = strangeInWords(signs);
  return bad(
    `${sentence}; understood: host ${server.host}, port ${server.port}${whichUser(user)}`,
    [apart(server, user), ...(coded === '' ? [] : [`or write in the address ${coded}`])].join('; '),
  );
}

const whichUser = (user: string): string =>
  user === '' || user.length > LONGEST_SHOWN_USER ? '' : `, user ${JSON.stringify(user)}`;

/** Advises to write user and password as keys of their own, where every sign may stand. */
const apart = ({ url }: Place, user: string): string =>
  `write them apart: mail.smtp: ${url}, mail.user: ${user.length > LONGEST_SHOWN_USER || user === '' ? '…' : JSON.stringify(user)}, mail.password: { file: data/smtp-password }`;

function decode(user: string, password = ''): Pick<SmtpServer, 'user' | 'password'> | undefined {
  const plain = { user: decodeLogin(user), password: decodeLogin(password) };
  if (plain.user === undefined || plain.password === undefined) return undefined;
  return { user: plain.user, password: plain.password === '' ? undefined : new Secret(plain.password) };
}
