import type { Clock } from '../../kernel/clock.ts';
import { LETTERS_SINCE, type NetworkShare, UNPROVED_SINCE } from '../rules/caps.ts';

/** Which networks have sent forms lately. In memory only: a network is kept no longer than the limits need it. */
export interface RecentForms {
  add(network: string | undefined, domain: string): void;
  /** How many forms of this network count against the allowances. */
  shareOf(network: string | undefined, domain: string): NetworkShare;
}

interface Form {
  readonly block: string;
  readonly domain: string;
  readonly at: number;
}

/** Older ones are forgotten first; more forms than this within a day are more than any cap lets in. */
const MOST_KEPT = 20_000;

export function makeRecentForms(clock: Pick<Clock, 'monotonic'>): RecentForms {
  let forms: Form[] = [];

  return {
    add(network, domain) {
      if (network === undefined) return;
      const at = clock.monotonic();
      if ((forms[0]?.at ?? at) <= at - LETTERS_SINCE || forms.length >= MOST_KEPT) {
        forms = forms.filter((form) => form.at > at - LETTERS_SINCE).slice(1 - MOST_KEPT);
      }
      forms.push({ block: blockOf(network), domain, at });
    },

    shareOf(network, domain) {
      if (network === undefined) return { unproved: undefined, letters: undefined };
      const block = blockOf(network);
      const now = clock.monotonic();
      const own = forms.filter((form) => form.block === block);
      return {
        unproved: own.filter(({ at }) => at > now - UNPROVED_SINCE).length,
        letters: own.filter((form) => form.domain === domain && form.at > now - LETTERS_SINCE).length,
      };
    },
  };
}

/** Whoever rents a machine often gets a /48 of IPv6, which has 65,536 networks. @param network as `web/network-of` writes it */
const blockOf = (network: string): string =>
  network.endsWith('::/64') ? network.split(':').slice(0, 3).join(':') : network;
