import { type CheckLine, fine, note, unknown, warn } from '../../kernel/check-line.ts';
import { domainOf } from '../../kernel/email-address.ts';
import type { NameServer, Records } from '../../kernel/name-server.ts';
import { plainText } from '../../kernel/plain-text.ts';
import { isPublicAddress } from '../../kernel/public-address.ts';
import { shortList } from '../../kernel/short-list.ts';
import type { Config } from '../config.ts';
import { assessSigningKey } from './assess-signing-key.ts';
import { isSenderPolicy, type Policy, policyFor } from './sender-policy.ts';

const PART = 'mail';

/** Looks at what the DNS says of the sender's domain: receivers believe a letter by it. */
export async function checkMailDomain(
  { from, smtp, dkim }: NonNullable<Config['mail']>,
  names: NameServer,
): Promise<readonly CheckLine[]> {
  const domain = domainOf(from.address);
  const [servers, texts] = await Promise.all([names.mailServers(domain), names.texts(domain)]);
  const lines = [assessMailServers(domain, servers), ...(await policyLines(domain, texts, smtp.host, names))];
  if (dkim === undefined) {
    lines.push(
      note(
        PART,
        'Porter does not sign letters (mail.dkim); whether the mail server does, a letter of porter check --mail shows.',
      ),
    );
  } else {
    const name = `${dkim.selector}._domainkey.${dkim.domain}`;
    lines.push(assessSigningKey(name, await names.texts(name), dkim.key.reveal()));
  }
  return [...lines, await dmarcLine(domain, names)];
}

const notKnown = (code: string, what: string, why: string): CheckLine =>
  unknown(PART, {
    code,
    sentence: `${what} is not known: ${why}.`,
    remedy: 'Try again, or ask another name server: --dns 9.9.9.9',
  });

/** Pure. */
function assessMailServers(domain: string, found: Records<string>): CheckLine {
  if (found.kind === 'unknown') return notKnown('mail.mx-unknown', `Who takes mail for ${domain}`, found.why);
  if (found.kind === 'found' && found.records.some((name) => name !== '')) {
    return fine(PART, `${shortList(found.records.map((name) => plainText(name, 255)))} takes mail for ${domain}.`);
  }
  return warn(PART, {
    code: 'mail.no-mx',
    sentence: `Nobody takes mail for ${domain} (no MX record): replies and failures are lost, and some receivers refuse such senders.`,
    remedy: `Add an MX record for ${domain}, or let mail.from be an address of a domain that has one.`,
  });
}

async function policyLines(
  domain: string,
  texts: Records<string>,
  host: string,
  names: NameServer,
): Promise<readonly CheckLine[]> {
  if (texts.kind === 'unknown')
    return [notKnown('mail.spf-unknown', `What ${domain} says of its senders (SPF)`, texts.why)];
  const policies = texts.kind === 'found' ? texts.records.filter(isSenderPolicy) : [];
  const wrong = assessPolicies(domain, policies);
  if (wrong !== undefined) return [wrong];
  const found = await names.addresses(host);
  const addresses = found.kind === 'found' ? found.records.map(({ address }) => address).filter(isPublicAddress) : [];
  const each = await Promise.all(
    addresses.map(async (address) => ({ address, policy: await policyFor(domain, address, names) })),
  );
  return [assessMailHost(domain, host, each)];
}

/** What is wrong with the record itself; undefined if nothing is. Pure. */
function assessPolicies(domain: string, [policy, second]: readonly string[]): CheckLine | undefined {
  if (policy === undefined) {
    return warn(PART, {
      code: 'mail.no-spf',
      sentence: `${domain} does not say who may send its mail (SPF): large providers put such letters where nobody looks.`,
      remedy: `Add a TXT record to ${domain}: v=spf1 mx ~all, or the one that your mail provider names.`,
    });
  }
  if (second !== undefined) {
    return warn(PART, {
      code: 'mail.two-spf',
      sentence: `${domain} has more than one SPF record, so receivers believe none (RFC 7208, 4.5).`,
      remedy: 'Join them into one TXT record.',
    });
  }
  return / \+?all(?: |$)/i.test(policy)
    ? warn(PART, {
        code: 'mail.open-spf',
        sentence: `${domain} lets everybody send its mail (+all in SPF).`,
        remedy: 'End the record with ~all or -all.',
      })
    : undefined;
}

/** Pure. @param each the public addresses of the mail server */
function assessMailHost(
  domain: string,
  host: string,
  each: readonly { readonly address: string; readonly policy: Policy }[],
): CheckLine {
  if (each.length > 0 && each.every(({ policy }) => policy === 'pass')) {
    return fine(PART, `${domain} lets ${host} send its mail (SPF).`);
  }
  const others = each.filter(({ policy }) => policy !== 'pass').map(({ address }) => address);
  const why =
    others.length === 0
      ? `the address from which ${host} sends does not show from here`
      : `its record does not let ${shortList(others)} send, but mail servers often send from other addresses`;
  return unknown(PART, {
    code: 'mail.spf-not-followed',
    sentence: `Whether ${domain} lets your mail server send its mail (SPF) is not known: ${why}.`,
    remedy: 'Send a letter with porter check --mail, and look for spf=pass in its headers where it arrives.',
  });
}

/** A domain without a policy of its own has that of the domain above it. */
async function dmarcLine(domain: string, names: NameServer): Promise<CheckLine> {
  const labels = domain.split('.');
  for (let from = 0; labels.length - from >= 2; from += 1) {
    const at = labels.slice(from).join('.');
    const found = await names.texts(`_dmarc.${at}`);
    if (found.kind === 'unknown') return notKnown('mail.dmarc-unknown', `The DMARC policy of ${domain}`, found.why);
    const [policy] = found.kind === 'found' ? found.records.filter((text) => /^v=DMARC1\b/i.test(text)) : [];
    if (policy !== undefined) return fine(PART, `_dmarc.${at} has a DMARC policy for ${domain}.`);
  }
  return warn(PART, {
    code: 'mail.no-dmarc',
    sentence: `${domain} has no DMARC policy, which large providers ask of senders.`,
    remedy: `Add a TXT record to _dmarc.${domain}: v=DMARC1; p=none; rua=mailto:postmaster@${domain}`,
  });
}
