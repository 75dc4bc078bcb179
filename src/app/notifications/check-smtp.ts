import { X509Certificate } from 'node:crypto';
import { readCertificate } from '../../doors/intake/smtp/certificate.ts';
import { bad, badOf, type CheckLine, fine, note, warn } from '../../kernel/check-line.ts';
import type { Clock } from '../../kernel/clock.ts';
import { silentLog } from '../../kernel/log.ts';
import { endInWords, endsSoon } from '../certificate-end.ts';
import type { IntakeConfig } from './intake-listeners.ts';

const PART = 'intake';

const RENEW = 'Renew it; Porter reads the new files by itself.';

/** Looks at the certificate with which other machines hand in mail: whether it works, and for how long. */
export async function checkMailCertificate(
  intake: Pick<IntakeConfig, 'smtp'> | undefined,
  clock: Pick<Clock, 'now'>,
): Promise<readonly CheckLine[]> {
  const smtp = intake?.smtp;
  if (smtp === undefined) return [];
  if (smtp.tls === undefined) {
    return [note(PART, 'Mail is taken from this machine alone, because intake.smtp.tls names no certificate.')];
  }
  let cert: string;
  try {
    ({ cert } = (await readCertificate(smtp.tls, silentLog)).pair);
  } catch (error) {
    return [badOf(PART, error)];
  }
  // The first one is the server's own; those behind it vouch for it.
  const { validToDate } = new X509Certificate(cert);
  const [end, now] = [validToDate.getTime(), clock.now()];
  const until = endInWords(end, now);
  const found = { code: 'intake.certificate', remedy: RENEW };
  if (end < now) return [bad(PART, { ...found, sentence: `The certificate for mail ended on ${until}.` })];
  if (endsSoon(end, now)) return [warn(PART, { ...found, sentence: `The certificate for mail ends on ${until}.` })];
  return [fine(PART, `Mail is taken with STARTTLS; the certificate is valid until ${until}.`)];
}
