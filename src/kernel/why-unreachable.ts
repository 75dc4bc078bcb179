/** Who has to trust a certificate: everybody who opens the address, or only Porter. */
export type Trusting = 'people' | 'porter';

interface Meaning {
  readonly why: string;
  /** The next step. Left out where it depends on what was asked. */
  readonly remedy?: (host: string, trusting: Trusting) => string;
}

const inDns = (host: string): string =>
  `Is ${host} spelt right, and is it in DNS? \`getent hosts ${host}\` shows what this machine finds.`;

const ownAuthority = " Or let Porter trust your own authority: NODE_EXTRA_CA_CERTS=FILE in Porter's environment.";
const trusted = (host: string, trusting: Trusting): string =>
  `Give ${host} a certificate of an authority that everybody trusts, such as Let's Encrypt.${trusting === 'porter' ? ownAuthority : ''}`;
const wholeChain = (host: string, trusting: Trusting): string =>
  `Let ${host} send the whole chain (certbot: fullchain.pem, not cert.pem).${trusting === 'porter' ? ownAuthority : ''}`;

const unknownName: Meaning = { why: 'name not found', remedy: inDns };
const noWay: Meaning = { why: 'no way to it' };
const broke: Meaning = { why: 'the connection broke' };
const timeOut: Meaning = { why: 'time-out' };
const selfSigned: Meaning = { why: 'its certificate is self-signed', remedy: trusted };
const incomplete: Meaning = {
  why: 'its certificate comes without the ones that vouch for it, or from an authority that this machine does not know',
  remedy: wholeChain,
};
const otherName: Meaning = {
  why: 'its certificate is for another name',
  remedy: (host) => `Give it a certificate that names ${host}, or write the name that the certificate has.`,
};
const notForServers: Meaning = {
  why: 'its certificate is not one that a server may show, or the ones that vouch for it are not',
  remedy: trusted,
};
const weak: Meaning = {
  why: 'its certificate or key is weaker than this machine allows',
  remedy: (host) => `Give ${host} a new certificate: RSA of 2048 bits or more, or ECDSA, signed with SHA-256.`,
};
const wantsOurs: Meaning = {
  why: 'it wants a certificate from whoever connects',
  remedy: (host) => `Let ${host} take connections without a client certificate: Porter has none to show.`,
};
const noTls: Meaning = {
  why: 'it does not speak TLS on that port',
  remedy: (host, trusting) =>
    trusting === 'people'
      ? `Let the server at ${host} speak TLS on that port, or correct the port.`
      : `Is the port right? If ${host} speaks no TLS there, write http:// instead of https://.`,
};
const noCertificate: Meaning = {
  why: 'it refused to speak TLS under that name',
  remedy: (host) => `Does the server at ${host} have a certificate for that name, and does it know TLS 1.2 or later?`,
};

/**
 * The meaning of the error codes of Node, OpenSSL, undici and nodemailer for a failed connection. Only codes are read, because the
 * messages may hold names and credentials.
 */
const meanings: Readonly<Record<string, Meaning>> = {
  ENOTFOUND: unknownName,
  EDNS: unknownName,
  EAI_AGAIN: { why: 'the name server does not answer', remedy: inDns },
  ECONNREFUSED: { why: 'connection refused' },
  ENOENT: { why: 'there is no such socket' },
  EHOSTUNREACH: noWay,
  ENETUNREACH: noWay,
  ECONNRESET: broke,
  ECONNECTION: broke,
  UND_ERR_SOCKET: broke,
  ETIMEDOUT: timeOut,
  TIME_IS_UP: timeOut,
  UND_ERR_CONNECT_TIMEOUT: timeOut,
  UND_ERR_HEADERS_TIMEOUT: timeOut,
  UND_ERR_BODY_TIMEOUT: timeOut,
  EPROTOCOL: { why: 'not a mail server' },
  HPE_INVALID_CONSTANT: { why: 'no web server' },

  DEPTH_ZERO_SELF_SIGNED_CERT: selfSigned,
  SELF_SIGNED_CERT_IN_CHAIN: {
    why: 'its certificate is from an authority that this machine does not know',
    remedy: trusted,
  },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: incomplete,
  UNABLE_TO_GET_ISSUER_CERT: incomplete,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: incomplete,
  CERT_HAS_EXPIRED: {
    why: 'its certificate has expired',
    remedy: (host) =>
      `Renew the certificate of ${host} and reload the server that uses it (certbot: does its timer run?).`,
  },
  CERT_NOT_YET_VALID: {
    why: 'its certificate is not valid yet',
    remedy: () => "Is this machine's clock right (timedatectl)? Otherwise wait, or use the certificate before it.",
  },
  CERT_REVOKED: { why: 'its certificate was revoked', remedy: trusted },
  CERT_SIGNATURE_FAILURE: notForServers,
  CERT_CHAIN_TOO_LONG: notForServers,
  CERT_UNTRUSTED: notForServers,
  CERT_REJECTED: notForServers,
  INVALID_CA: notForServers,
  INVALID_PURPOSE: notForServers,
  PATH_LENGTH_EXCEEDED: notForServers,
  CA_MD_TOO_WEAK: weak,
  CA_KEY_TOO_SMALL: weak,
  EE_KEY_TOO_SMALL: weak,
  DH_KEY_TOO_SMALL: weak,
  ERR_SSL_EE_KEY_TOO_SMALL: weak,
  ERR_SSL_DH_KEY_TOO_SMALL: weak,
  ERR_TLS_CERT_ALTNAME_INVALID: otherName,
  HOSTNAME_MISMATCH: otherName,
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: noTls,
  EPROTO: noTls,
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: wantsOurs,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: wantsOurs,
  ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR: noCertificate,
  ERR_SSL_TLSV1_UNRECOGNIZED_NAME: noCertificate,
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: noCertificate,
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: noCertificate,
  ERR_SSL_UNSUPPORTED_PROTOCOL: noCertificate,
};

/** Codes of Node and OpenSSL for a connection that could not be made safe: it needs a person. */
const unsafe =
  /^(?:ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_(?:CA|PURPOSE)|PATH_LENGTH_|C(?:A|RL)_|(?:CA|EE|DH)_KEY_|ERROR_IN_C|EPROTO$)/;
export const isUnsafe = (code: string): boolean => unsafe.test(code);

/** What is said of a code of TLS without words of its own, so that each of them has a sentence and a step. */
const otherTls = (code: string): Meaning => ({
  why: `no safe connection to it comes about (${code})`,
  remedy: (host) =>
    `Look at the certificate and the TLS versions of ${host}: openssl s_client -connect ${host}:PORT -servername ${host}`,
});

function meaningOf(code: string): Meaning | undefined {
  if (Object.hasOwn(meanings, code)) return meanings[code];
  return isUnsafe(code) && /^\w{3,60}$/.test(code) ? otherTls(code) : undefined;
}

/** The reason in words, or undefined for a code that means nothing to people. */
export const whyUnreachable = (code: string): string | undefined => meaningOf(code)?.why;

/** The next step, where the code alone tells it: a name that is not in DNS, a certificate that nobody trusts. */
export const remedyUnreachable = (code: string, host: string, trusting: Trusting): string | undefined =>
  meaningOf(code)?.remedy?.(host, trusting);

/** The reason of a thrown error; falls back to its code when we have no words for it. */
export function whyNoResponse(error: unknown): string {
  const code = codeOf(error);
  return code === undefined ? 'no answer' : (whyUnreachable(code) ?? code);
}

/** The code of a thrown error, as the functions above take it. `AbortSignal.timeout` throws an error without a code of its own. */
export function codeOf(error: unknown): string | undefined {
  const { code, name } = (error ?? {}) as { readonly code?: unknown; readonly name?: unknown };
  if (name === 'TimeoutError') return 'TIME_IS_UP';
  return typeof code === 'string' ? code : undefined;
}
