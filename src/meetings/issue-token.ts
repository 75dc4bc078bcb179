import type { Clock } from '../kernel/clock.ts';
import type { Ids } from '../kernel/ids.ts';
import { ok } from '../kernel/outcome.ts';
import type { RecordedToken, TokenSigner } from './ports.ts';
import type { OpenRecord } from './record.ts';
import { makeComposeClaims } from './rules/compose-claims.ts';
import { parseRequest } from './rules/parse-request.ts';
import { compilePolicy, type Policy } from './rules/policy.ts';
import type { Caller, CallerPolicy, MeetingsSettings } from './settings.ts';
import { makeTokenIds } from './token-ids.ts';
import type { IssueToken, TokenOutcome } from './use-cases.ts';

export interface IssueTokenNeeds {
  readonly settings: MeetingsSettings;
  readonly signer: TokenSigner;
  readonly record: Pick<OpenRecord, 'note'>;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'random'>;
}

/** The only way to issue a token: TCP, HTTP, commands and guests all call it. */
export function makeIssueToken({ settings, signer, record, clock, ids }: IssueTokenNeeds): IssueToken {
  const compose = makeComposeClaims(settings);
  const nextId = makeTokenIds(ids);
  const policies = new WeakMap<CallerPolicy, Policy>();

  function policyOf(policy: CallerPolicy): Policy {
    const known = policies.get(policy);
    if (known !== undefined) return known;
    const compiled = compilePolicy(policy);
    policies.set(policy, compiled);
    return compiled;
  }

  function issued(token: string, recorded: RecordedToken, message: string, { kind }: Caller): TokenOutcome {
    record.note(recorded, kind);
    return ok({ token, room: recorded.room, message, expiresAt: recorded.until / 1_000 });
  }

  return (fields, caller) => {
    const at = clock.now();
    const iat = Math.floor(at / 1_000);
    const asked = parseRequest(fields, iat);
    if (!asked.ok) return asked;
    const { name, room, moderator } = asked.value;
    const granted = policyOf(caller.policy).grant(asked.value, iat);
    if (!granted.ok) return granted;
    const { exp, message } = granted.value;
    const jti = nextId();

    const recorded = { jti, at, caller: caller.name, room, name, moderator, until: exp * 1_000 };
    const signed = signer.sign(compose(asked.value, { iat, exp, jti }));
    // A signature that is ready needs no closure; otherwise one would be created for each token.
    if (typeof signed === 'string') return issued(signed, recorded, message, caller);
    return signed.then((token) => issued(token, recorded, message, caller));
  };
}
