import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { canonicalAddress } from '../kernel/email-address.ts';
import { asUuid } from '../kernel/ids.ts';
import { CODE_DIGITS } from '../kernel/one-time-code.ts';
import type { Derivations } from '../registration/ports/derivations.ts';
import type { KeyRing } from './key-ring.ts';
import { hashOfLink, linkToken } from './link-token.ts';

const CODES = 10 ** CODE_DIGITS;
/**
 * The largest multiple of `CODES` within 32 bits. Words from here on are skipped, because they would make low codes more likely.
 */
const FAIR = Math.floor(2 ** 32 / CODES) * CODES;

/**
 * Computes link tokens and codes, so that they are never stored: HMAC-SHA-256 over epoch, purpose, application and issue number.
 * A new newest key makes the codes mailed before void; links stay valid, because their hash is stored.
 *
 * @param epoch each restore raises it, so that everything mailed before is void
 */
export function makeDerivations(keys: KeyRing, epoch: number): Derivations {
  const links = createSecretKey(keys.newest('links'));
  const codes = createSecretKey(keys.newest('codes'));
  const addresses = createSecretKey(keys.oldest('addresses'));
  const mac = (key: KeyObject, ...parts: readonly (string | number)[]) =>
    createHmac('sha256', key).update(parts.join('|')).digest();
  return {
    linkToken: (purpose, applicationId, issue) => linkToken(links, epoch, purpose, applicationId, issue),

    linkHash: hashOfLink,

    applicationId(form, nth) {
      const bytes = mac(addresses, 'application', nth, form);
      bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
      bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
      return asUuid(bytes);
    },

    code(applicationId, issue) {
      for (let round = 0; ; round += 1) {
        const bytes = mac(codes, epoch, 'code', applicationId, issue, round);
        for (let at = 0; at < bytes.length; at += 4) {
          const word = bytes.readUInt32BE(at);
          if (word < FAIR) return String(word % CODES).padStart(CODE_DIGITS, '0');
        }
      }
    },

    addressHash: (email) => mac(addresses, canonicalAddress(email)).toString('hex'),
  };
}
