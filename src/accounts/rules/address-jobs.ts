import { DAY, HOUR } from '../../kernel/clock.ts';
import type { Job, NewJob } from '../../outbox/job.ts';
import type { AddressChange, ChangesBefore, ChangeVerdict } from '../ports/address-changes.ts';
import { refuses } from './link-jobs.ts';

/** Asks for the proof of a new mail address, by a letter to it. */
export const PROVE_ADDRESS = 'accounts.prove-address';
/** Tells an address that a person had before of the change. */
export const TELL_ADDRESS = 'accounts.tell-address';
/** Brings the addresses of the user at the homeserver in line with the account here. */
export const FOLLOW_ADDRESS = 'accounts.follow-address';

export const addressKinds = [PROVE_ADDRESS, TELL_ADDRESS, FOLLOW_ADDRESS] as const;

/** How long the link works, from the sending of its letter on. */
export const ADDRESS_LINK_LIFE = HOUR;
/** As long as a mail server is waited for. The change is shown as open so long as well, whatever became of its letter. */
const CHANGE_OPEN = DAY;
/** As long as mail servers try by themselves. */
const TELL_WITHIN = 3 * DAY;
const FOLLOW_WITHIN = 30 * DAY;

/** Changes that one account asks for within an hour, and within a day. */
const OF_ACCOUNT = { hour: 3, day: 10 };

/** How far back is counted. @param now epoch milliseconds */
export const changesSince = (now: number) => ({ own: now - DAY, all: now - HOUR });

/**
 * `often`: the account has asked enough, which its person is told. `flooded`: too many ask. An address that has had its letters gets none,
 * and nobody is told: whoever asks must not learn what others ask for.
 */
export function judgeChange(
  { ofAccount, ofAddress, all }: ChangesBefore,
  now: number,
): ChangeVerdict<'often' | 'flooded'> {
  const ofHour = ofAccount.filter((at) => at > now - HOUR);
  if (ofHour.length >= OF_ACCOUNT.hour || ofAccount.length >= OF_ACCOUNT.day) return { refusal: 'often' };
  const refusal = refuses({ times: ofAddress, all }, now);
  return refusal === 'flooded' ? { refusal } : { letter: refusal === undefined };
}

/** Could its link still be pressed, or its letter still leave? */
export const isOpen = ({ end, askedAt, sent }: AddressChange, now: number): boolean =>
  end === undefined && now < Math.max(askedAt + CHANGE_OPEN, sent?.validUntil ?? 0);

/** What happened, as the old address is told. */
export const changeNews = ['asked', 'done', 'undone'] as const;
export type ChangeNews = (typeof changeNews)[number];

export const proveAddress = ({ id, localpart, addressHash, askedAt }: AddressChange): NewJob => ({
  ...{ key: `${PROVE_ADDRESS}:${id}`, kind: PROVE_ADDRESS, destination: `email:${addressHash}`, lane: 'codes' },
  ...{ dueAt: askedAt, expiresAt: askedAt + CHANGE_OPEN, payload: { change: id, localpart } },
});

/**
 * The letters about one change.
 *
 * @param hashes of the addresses that are told
 * @param at when it happened, epoch milliseconds
 */
export const tellAddresses = (
  { id, localpart }: Pick<AddressChange, 'id' | 'localpart'>,
  news: ChangeNews,
  hashes: readonly string[],
  at: number,
): readonly NewJob[] =>
  [...new Set(hashes)].map((hash) => ({
    ...{ key: `${TELL_ADDRESS}:${id}:${news}:${hash}`, kind: TELL_ADDRESS, destination: `email:${hash}` },
    ...{ lane: 'decisions', dueAt: at, expiresAt: at + TELL_WITHIN, payload: { change: id, localpart, news, at } },
  }));

/** The job compares when it is done, so that a change and its undoing may be followed in any order. */
export const followAddress = (
  { id, localpart }: Pick<AddressChange, 'id' | 'localpart'>,
  news: ChangeNews,
  at: number,
): NewJob => ({
  ...{ key: `${FOLLOW_ADDRESS}:${id}:${news}`, kind: FOLLOW_ADDRESS, destination: `account:${localpart}` },
  ...{ lane: 'decisions', dueAt: at, expiresAt: at + FOLLOW_WITHIN, payload: { change: id, localpart } },
});

/** Undefined for a job that a newer version wrote. */
export function readTellAddress({ payload }: Pick<Job, 'payload'>) {
  const { change, news: named, at } = payload;
  const news = changeNews.find((one) => one === named);
  return typeof change === 'string' && news !== undefined && typeof at === 'number' ? { change, news, at } : undefined;
}

/** Page behind the link; `doors/site` mounts it there. @param publicUrl without a trailing slash */
export const addressLinkUrl = (publicUrl: string, token: string): string => `${publicUrl}/email/${token}`;
