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

/**
 * Says how user and password are written apart from the address, where every sign may stand.
 *
 * @param login address without them, and the user; '' if the user is not shown
 */
export type LoginApart = (login: { readonly url: string; readonly user: string }) => string;

const asKeys: LoginApart = ({ url, user }) =>
  `write them apart: mail.smtp: ${url}, mail.user: ${user === '' ? '…' : JSON.stringify(user)}, mail.password: { file: data/smtp-password }`;

const noAddress = bad(
  'must be smtp://host:port or smtps://host:port, with user:password@ in front of the host if needed',
);

/**
 * Reads `smtp://user:password@host:port`. Signs that mean something else in an address (RFC 3986, 3.2.1) are refused in user and
 * password, because a reader of addresses ends at them without a word, and would take `smtp://join:p@ss#w/rd@host` for the host
 * `ss`. No sentence repeats the password: the host is looked for behind the last `@`, the user before the first `:`.
 *
 * @param apart for the remedy; by default in the keys of the configuration
 */
export function parseSmtpUrl(text: string, apart: LoginApart = asKeys): Read<SmtpServer> {
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
  const shown = user.length > LONGEST_SHOWN_USER ? '' : user;
  const remedy = apart({ url: server.url, user: shown });
  if (signs.length > 0) return ambiguous(server, shown, signs, remedy);
  if (user === '') return bad('has a password without a user in front of it', 'write user:password@ or neither');
  const decoded = decode(user, password);
  return decoded === undefined ? bad(UNREADABLE, remedy) : good({ ...server, ...decoded });
}

type Place = Pick<SmtpServer, 'host' | 'port'>;

/** Refuses an address that can be read in more than one way. @param signs the ones that must not stand in user or password */
function ambiguous({ host, port }: Place, user: string, signs: readonly string[], remedy: string) {
  const { sentence, coded } = strangeInWords(signs);
  const whichUser = user === '' ? '' : `, user ${JSON.stringify(user)}`;
  return bad(
    `${sentence}; understood: host ${host}, port ${port}${whichUser}`,
    [remedy, ...(coded === '' ? [] : [`or write in the address ${coded}`])].join('; '),
  );
}

function decode(user: string, password = ''): Pick<SmtpServer, 'user' | 'password'> | undefined {
  const plain = { user: decodeLogin(user), password: decodeLogin(password) };
  if (plain.user === undefined || plain.password === undefined) return undefined;
  return { user: plain.user, password: plain.password === '' ? undefined : new Secret(plain.password) };
}
