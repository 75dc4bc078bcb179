import { localpartOf, parseUserId } from '../kernel/matrix-id.ts';
import { type Outcome, ok, type Refused, refuse } from '../kernel/outcome.ts';
import type { Person } from '../ports/personal.ts';
import type { Application } from './application.ts';
import type { ApplicationStore } from './ports/application-store.ts';

/**
 * Finds out who is meant by `17`, `#17`, `@lena:example.org` or `lena`.
 *
 * A number names whoever handed in that application, a user ID whoever has that account. A bare name is refused as `several` when
 * applications with different addresses asked for it, because they may be different people; the detail lists their numbers.
 */
export type FindPerson = (who: string) => Promise<Outcome<Person, Unknown> | Refused<'several', readonly number[]>>;

/** Why nobody is meant: there is no such application, nobody applied for the name, or it only looks like a user ID. */
type Unknown = 'unknown-application' | 'unknown-name' | 'no-user-id';

export interface FindPersonNeeds {
  readonly applications: Pick<ApplicationStore, 'findByShortId' | 'findByName'>;
}

export function makeFindPerson({ applications }: FindPersonNeeds): FindPerson {
  return async (who) => {
    if (who.startsWith('@')) {
      const userId = parseUserId(who);
      if (userId === undefined) return refuse('no-user-id');
      const named = await applications.findByName(localpartOf(userId));
      return ok({ userId, addresses: addressesOf(named.filter((of) => of.userId === userId)) });
    }
    // No name for an account has digits only.
    const number = /^#?(\d+)$/.exec(who)?.[1];
    if (number !== undefined) {
      const found = await applications.findByShortId(Number(number));
      return found === undefined ? refuse('unknown-application') : ok(applicantOf(found));
    }
    const found = await applications.findByName(who);
    const [newest] = found;
    if (newest === undefined) return refuse('unknown-name');
    if (new Set(found.map(({ addressHash }) => addressHash)).size > 1) {
      return refuse(
        'several',
        found.map(({ shortId }) => shortId),
      );
    }
    return ok(applicantOf(found.find(({ userId }) => userId !== undefined) ?? newest));
  };
}

const applicantOf = (of: Application): Person => ({
  ...{ userId: of.userId, addressHash: of.addressHash, addresses: addressesOf([of]) },
});

/** Where messages reach whoever handed these in. */
const addressesOf = (applications: readonly Application[]): NonNullable<Person['addresses']> =>
  [...new Set(applications.map(({ email }) => email))].map((address) => ({ channel: 'email', address }));
