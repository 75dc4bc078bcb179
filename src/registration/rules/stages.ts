import type { Application, Common, ExpiredWhy, InStage } from '../application.ts';
import type { Vote } from './decision.ts';

/** Drops what belongs to the stage that the application leaves. */
function commonOf(found: Application): Common {
  const {
    id,
    shortId,
    version,
    entry,
    round,
    createdAt,
    since,
    language,
    localpart,
    email,
    addressHash,
    order,
    userId,
  } = found;
  return {
    ...{ id, shortId, version, entry, round, createdAt, since },
    ...{ language, localpart, email, addressHash, order, userId },
  };
}

/** The common part at the entry into another stage. */
export const entering = (found: Application, now: number): Common => ({
  ...commonOf(found),
  version: found.version + 1,
  entry: found.entry + 1,
  since: now,
});

/** The same stage, one version on. */
export const staying = <Found extends Application>(found: Found): Found => ({ ...found, version: found.version + 1 });

/** Sorted, so that the order of arrival makes no difference. */
export const inOrder = (votes: readonly Vote[]): readonly Vote[] =>
  votes.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));

export const sameVotes = (one: readonly Vote[], other: readonly Vote[]): boolean =>
  one.length === other.length &&
  inOrder(one).every((vote, at) => {
    const against = inOrder(other)[at];
    return vote.id === against?.id && vote.voter === against.voter && vote.choice === against.choice;
  });

const proved: Readonly<Record<ExpiredWhy, boolean>> = {
  'not-proved': false,
  'too-many-codes': false,
  'nobody-decided': true,
  'no-name-picked': true,
  'account-gone': true,
};

/** Whether the address was proved before the application expired for this reason. */
export const provedBefore = (why: ExpiredWhy): boolean => proved[why];

type Decided = InStage<'approved' | 'admitted' | 'settled' | 'declined' | 'closed'>;

/** How it was decided, to be carried into the next stage. */
export const decidedBy = ({ votes, by, how }: Decided) => ({ votes, by, how });
