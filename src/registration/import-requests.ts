import type { Clock } from '../kernel/clock.ts';
import type { Actor } from '../ports/audit.ts';
import type { Language } from '../texts/say.ts';
import type { Advance } from './advance.ts';
import type { Application } from './application.ts';
import { type Order, toldFieldNames } from './fields.ts';
import type { AccountProvisioner } from './ports/account-provisioner.ts';
import type { ApplicationStore, Change } from './ports/application-store.ts';
import type { Derivations } from './ports/derivations.ts';
import { expireApplication, sendLetter } from './rules/jobs.ts';
import {
  type RegisterBotApplication,
  type RegisterBotRequest,
  type RequestRefusal,
  type RequestRules,
  readRequest,
} from './rules/register-bot-request.ts';
import { PROVE_LINK_LIFE } from './settings.ts';

/** `name-claimed`, `address-open`: another open application has it. `user-there`: the homeserver has a user of this name. */
export type RequestLeftOut = RequestRefusal | 'name-claimed' | 'address-open' | 'user-there' | 'name-refused';

export interface RequestReport {
  /** Applications that wait for the team now, or would. */
  readonly waiting: number;
  /** Applications whose address is not proved yet. */
  readonly unproved: number;
  /** Taken over before. */
  readonly there: number;
  /** `name`: undefined where it is none. */
  readonly leftOut: readonly {
    readonly line: number;
    readonly name: string | undefined;
    readonly why: RequestLeftOut;
  }[];
}

export interface ImportRequestsOptions extends Pick<RequestRules, 'hasLogin'> {
  /** False: nothing is changed, and the report says what would be. */
  readonly write: boolean;
  readonly by: Actor;
  /** Called after each row. */
  readonly onProgress: () => void;
}

/**
 * Takes over the open applications of matrix-register-bot. Repeatable: each row makes the same application ID, and one that is there is
 * left alone. Throws `Fault` when the database cannot be used.
 */
export type ImportRequests = (
  requests: readonly RegisterBotRequest[],
  options: ImportRequestsOptions,
) => Promise<RequestReport>;

export interface ImportRequestsNeeds {
  readonly applications: Pick<ApplicationStore, 'find' | 'nameClaimed' | 'findByAddress' | 'create'>;
  readonly accounts: Pick<AccountProvisioner, 'isFree'>;
  readonly derive: Pick<Derivations, 'applicationId' | 'addressHash' | 'linkHash'>;
  readonly advance: Advance;
  readonly clock: Pick<Clock, 'now'>;
  /** The bot does not keep in which language somebody applied. */
  readonly language: Language;
  readonly serverName: string;
}

type Done = 'waiting' | 'unproved' | 'there';

export function makeImportRequests(needs: ImportRequestsNeeds): ImportRequests {
  const { applications, accounts, derive, advance, clock, language, serverName } = needs;

  /** Why the team cannot be asked about it. A homeserver that does not respond is asked again before the account is made. */
  async function whyNot(
    { localpart }: RegisterBotApplication,
    addressHash: string,
  ): Promise<RequestLeftOut | undefined> {
    if (await applications.nameClaimed(localpart)) return 'name-claimed';
    if ((await applications.findByAddress(addressHash)) !== undefined) return 'address-open';
    const answer = await accounts.isFree(localpart);
    return answer === 'taken' ? 'user-there' : answer === 'refused' ? 'name-refused' : undefined;
  }

  async function prove(id: string, found: Application): Promise<RequestLeftOut | Done> {
    const moved = await advance(id, { kind: 'prove', by: 'import', email: found.email });
    if (moved.ok) return 'waiting';
    switch (moved.refusal) {
      case 'name-taken':
        return 'user-there';
      case 'name-claimed':
        return 'name-claimed';
      case 'address-claimed':
        return 'address-open';
      default:
        // Somebody else moved it meanwhile.
        return 'there';
    }
  }

  function changeOf(request: RegisterBotApplication, next: Application, by: Actor): Change {
    const { id } = next;
    const audit = { subject: id, at: clock.now(), by, what: 'submit' } as const;
    const expires = expireApplication(next, next.since + PROVE_LINK_LIFE);
    if (request.next === 'mail-link')
      return {
        ...{ next, audit, jobs: [sendLetter(next, 'prove', clock.now(), 1), expires] },
        proof: { nextIssue: 2, asked: [clock.now()] },
      };
    const link = { applicationId: id, purpose: 'prove', issue: 0, hash: derive.linkHash(request.verifyToken) } as const;
    return {
      ...{ next, audit, jobs: [expires], proof: { mail: 'sent' } },
      links: request.next === 'await-proof' ? [{ ...link, validUntil: next.since + PROVE_LINK_LIFE }] : [],
    };
  }

  async function takeOver(
    request: RegisterBotApplication,
    { write, by }: ImportRequestsOptions,
  ): Promise<RequestLeftOut | Done> {
    const key = request.verifyToken === '' ? `${request.row} ${request.localpart}` : request.verifyToken;
    const id = derive.applicationId(`matrix-register-bot ${key}`, 0);
    const found = await applications.find(id);
    const isProved = request.next === 'ask-team';
    // It was proved at the bot after it was taken over, or the import was stopped in between.
    if (found !== undefined) return found.stage === 'submitted' && isProved && write ? prove(id, found) : 'there';

    const addressHash = derive.addressHash(request.email);
    const why = isProved ? await whyNot(request, addressHash) : undefined;
    if (why !== undefined) return why;
    if (!write) return isProved ? 'waiting' : 'unproved';
    // The mailed link, or the one that is mailed now, counts from here on.
    const since = request.next === 'await-proof' ? request.requestedAt : clock.now();
    const common = {
      ...{ id, version: 1, entry: 1, round: 1, createdAt: request.requestedAt, since, language, addressHash },
      ...{ localpart: request.localpart, email: request.email, userId: undefined },
      order: orderOf(request),
    };
    let made: Application | undefined;
    await applications.create((shortId) => {
      made = { ...common, shortId, stage: 'submitted' };
      return changeOf(request, made, by);
    });
    return made !== undefined && isProved ? prove(id, made) : 'unproved';
  }

  return async (requests, options) => {
    const counts = { waiting: 0, unproved: 0, there: 0 };
    const leftOut: RequestReport['leftOut'][number][] = [];
    const rules = { serverName, now: clock.now(), hasLogin: options.hasLogin };
    const isRepeated = makeRepeated();
    for (const request of requests) {
      const read = readRequest(request, rules);
      const result = read.ok ? (isRepeated(read.value) ?? (await takeOver(read.value, options))) : read.refusal;
      if (result === 'waiting' || result === 'unproved' || result === 'there') counts[result] += 1;
      else leftOut.push({ line: request.row, name: read.ok ? read.value.localpart : read.detail, why: result });
      options.onProgress();
    }
    return { ...counts, leftOut };
  };
}

/** Nobody agreed to be found, or to any text: the bot asked for neither. */
const orderOf = (told: Partial<Order>): Order =>
  // Every name of the table is there, which is all that `fromEntries` forgets.
  Object.fromEntries(toldFieldNames.map((name) => [name, told[name] ?? ''])) as Order;

/** Says whether an earlier row that waits for the team has the name or the address of this one, which nothing but a dry run needs to ask. */
function makeRepeated(): (application: RegisterBotApplication) => 'name-claimed' | 'address-open' | undefined {
  const [names, addresses] = [new Set<string>(), new Set<string>()];
  return ({ next, localpart, email }) => {
    if (next !== 'ask-team') return undefined;
    const repeated = names.has(localpart) ? 'name-claimed' : addresses.has(email) ? 'address-open' : undefined;
    names.add(localpart);
    addresses.add(email);
    return repeated;
  };
}
