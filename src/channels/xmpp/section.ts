import { z } from 'zod';
import { credential, field, line } from '../../config/fields.ts';
import { readDomain } from './address.ts';

/**
 * Where the XMPP server is: an address, or the domain that DNS names servers for.
 *
 * @property tls from the first byte (`xmpps://`); otherwise STARTTLS
 */
export type Service =
  | { readonly kind: 'address'; readonly tls: boolean; readonly host: string; readonly port: number }
  | { readonly kind: 'domain'; readonly domain: string };

const WHAT = 'must be xmpp://host, xmpps://host or the domain of the XMPP server';

/** `xmpp://host:5222`, `xmpps://host:5223`, `host:5222`, or a bare domain. */
const service = () =>
  field<Service>({ type: 'string' }, (value) => {
    const text = typeof value === 'string' ? value.trim() : '';
    if (/^wss?:/i.test(text)) {
      return {
        ok: false,
        sentence: 'is the address of a WebSocket, which Porter does not speak to an XMPP server',
        remedy: 'write the domain of the server alone, or xmpp://host:5222',
      };
    }
    const [, scheme, six, name, port] =
      /^(?:(xmpps?):\/\/)?(?:\[([0-9a-f:.]+)\]|([^\s/:@?#[\]]+))(?::(\d{1,5}))?\/?$/i.exec(text) ?? [];
    const host = six ?? (name === undefined ? undefined : readDomain(name));
    if (host === undefined || Number(port ?? 1) < 1 || Number(port ?? 1) > 65_535) return { ok: false, sentence: WHAT };
    if (scheme === undefined && port === undefined && six === undefined) {
      return { ok: true, value: { kind: 'domain', domain: host } };
    }
    const tls = scheme?.toLowerCase() === 'xmpps';
    return { ok: true, value: { kind: 'address', tls, host, port: Number(port ?? (tls ? 5223 : 5222)) } };
  });

const domain = () =>
  field<string>({ type: 'string' }, (value) => {
    const read = typeof value === 'string' ? readDomain(value) : undefined;
    return read === undefined
      ? { ok: false, sentence: 'must be a domain such as example.org' }
      : { ok: true, value: read };
  });

export const XmppSection = z
  .strictObject({
    service: service().meta({
      description:
        'The XMPP server: xmpp://host (STARTTLS, port 5222), xmpps://host (TLS from the first byte, port 5223), or the domain alone, whose servers DNS names.',
      example: 'xmpp://xmpp.example.org:5222',
    }),
    domain: domain().optional().meta({
      description:
        'Domain of the account: what stands behind the "@" of its address. Default: that of the user name, else the host of service.',
      example: 'example.org',
    }),
    credentials: z
      .strictObject({
        username: line(1_023).meta({
          description: 'The account: what stands before the "@". The whole address may be written too.',
          example: 'porter',
        }),
        password: credential().meta({ description: 'Its password.', example: { file: 'xmpp.password' } }),
      })
      .meta({ description: 'How Porter logs in.' }),
    resource: line(200).prefault('porter').meta({
      description: 'Tells the logins of one account apart. Two Porters with one account need two resources.',
    }),
  })
  .superRefine(({ credentials, domain: own, service: where }, context) => {
    const [, ofUser] = splitUser(credentials.username);
    const wrong = (path: readonly string[], message: string) =>
      context.addIssue({ code: 'custom', path: [...path], message });
    if (ofUser !== undefined && readDomain(ofUser) === undefined) {
      wrong(['credentials', 'username'], 'must be the name before the "@", or an address such as porter@example.org');
    } else if (ofUser !== undefined && own !== undefined && readDomain(ofUser) !== own) {
      wrong(['domain'], 'is another domain than that of credentials.username: leave one of them out');
    } else if (ofUser === undefined && own === undefined && where.kind === 'address' && isNumeric(where.host)) {
      wrong(['domain'], 'is required, because service names no domain');
    }
  })
  .meta({ description: 'Notifications over XMPP. Off without it.' });

export interface XmppAccount {
  readonly service: Service;
  /** Lower case. */
  readonly domain: string;
  /** What stands before the `@`. */
  readonly username: string;
  readonly password: { reveal(): string };
  readonly resource: string;
}

/** Fills in the domain where the section leaves it to the user name or to `service`. */
export function accountOf(section: z.output<typeof XmppSection>): XmppAccount {
  const { service: where, credentials, resource } = section;
  const [username, ofUser] = splitUser(credentials.username);
  const ofService = where.kind === 'domain' ? where.domain : where.host;
  const own = section.domain ?? (ofUser === undefined ? undefined : readDomain(ofUser)) ?? ofService;
  return { service: where, domain: own, username, password: credentials.password, resource };
}

function splitUser(text: string): readonly [name: string, domain: string | undefined] {
  const at = text.lastIndexOf('@');
  return at < 1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

const isNumeric = (host: string): boolean => /^[0-9.]+$/.test(host) || host.includes(':');
