import type { LookUps } from '../../accounts/look-up.ts';
import type { Account, ThirdPartyId } from '../../accounts/ports/account.ts';
import { addressKey, parseThirdPartyId } from '../../accounts/rules/third-party-id.ts';
import { isObject } from '../../kernel/is-object.ts';
import { userIdOf } from '../../kernel/matrix-id.ts';
import { HttpProblem } from '../../web/http-problem.ts';
import type { JsonResponse } from '../../web/json-response.ts';
import type { Asked } from '../../web/json-route.ts';
import { readObject } from '../../web/read-json.ts';
import { readPerson } from './read-person.ts';

export interface LookUpNeeds {
  readonly serverName: string;
  readonly lookUps: LookUps;
}

type Respond = (asked: Asked) => Promise<JsonResponse>;

/** Entries of one bulk look-up. */
const MOST_ENTRIES = 10_000;

const found = (body: object): JsonResponse => ({ status: 200, body });

/** The REST store of mxisd and ma1sd. Nothing is ever `null`: those clients stop working where one stands. */
export function makeLookUpRoutes({ serverName, lookUps }: LookUpNeeds) {
  /** Whose address this is, as one was asked for. */
  const byAddress = async (medium: unknown, text: unknown): Promise<Account | undefined> => {
    const address = parseThirdPartyId(medium, text);
    return address && (await lookUps.byAddress([address])).get(addressKey(address));
  };

  async function search(body: Readonly<Record<string, unknown>>) {
    const { by, search_term: term } = body;
    if (typeof term !== 'string') return { accounts: [], limited: false };
    if (by === 'name') return lookUps.byName(term);
    const one = by === 'threepid' ? ((await byAddress('email', term)) ?? (await byAddress('msisdn', term))) : undefined;
    return { accounts: one ? [one] : [], limited: false };
  }

  /** @param listedAs the names of the list of results */
  const directory =
    (...listedAs: readonly string[]): Respond =>
    async (asked) => {
      const { accounts, limited } = await search(await readObject(asked));
      const results = accounts.map(({ localpart, displayName }) => ({
        user_id: localpart,
        ...(displayName === undefined ? {} : { display_name: displayName }),
      }));
      return found({ limited, ...Object.fromEntries(listedAs.map((name) => [name, results])) });
    };

  const single: Respond = async (asked) => {
    const { lookup } = await readObject(asked);
    if (!isObject(lookup)) throw new HttpProblem('bad-request');
    const { medium, address } = lookup;
    const account = await byAddress(medium, address);
    if (account === undefined) return found({});
    const id = { type: 'mxid', value: userIdOf(account.localpart, serverName) };
    return found({ lookup: { medium, address, id } });
  };

  /** Everything is found before anything is said: what breaks off half-way makes ma1sd ask for ever. */
  const bulk: Respond = async (asked) => {
    const { lookup } = await readObject(asked);
    if (!Array.isArray(lookup)) throw new HttpProblem('bad-request');
    if (lookup.length > MOST_ENTRIES) throw new HttpProblem('too-large');
    const wanted = (lookup as readonly unknown[]).flatMap(readEntry);
    const accounts = await lookUps.byAddress(wanted.map(({ parsed }) => parsed));
    const hits = wanted.flatMap(({ asked: { medium, address }, parsed }) => {
      const account = accounts.get(addressKey(parsed));
      return account ? [{ medium, address, id: { type: 'localpart', value: account.localpart } }] : [];
    });
    return found({ lookup: hits });
  };

  /** One answer for display name, addresses and roles; nobody here has roles. */
  const profile: Respond = async (asked) => {
    const localpart = readPerson(await readObject(asked), serverName);
    const person = localpart && (await lookUps.profile(localpart));
    if (person === undefined) return found({ profile: {} });
    const named = person.displayName === undefined ? {} : { display_name: person.displayName };
    return found({ profile: { ...named, threepids: person.addresses } });
  };

  return { directory, single, bulk, profile };
}

interface Entry {
  readonly asked: { readonly medium: unknown; readonly address: unknown };
  readonly parsed: ThirdPartyId;
}

/** An entry of a bulk look-up; none for what is broken or of an unknown medium. */
function readEntry(entry: unknown): readonly Entry[] {
  if (!isObject(entry)) return [];
  const { medium, address } = entry;
  const parsed = parseThirdPartyId(medium, address);
  return parsed ? [{ asked: { medium, address }, parsed }] : [];
}
