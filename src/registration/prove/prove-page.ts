import { userIdOf } from '../../kernel/matrix-id.ts';
import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import { type FoundLink, findLink, type LinkView } from '../find-link.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { Derivations } from '../ports/derivations.ts';
import type { NameRefusal } from '../rules/fields/username.ts';
import { holds } from '../rules/links.ts';
import { type NameFor, validateName } from '../rules/name.ts';
import { PROVE_LINK_LIFE } from '../settings.ts';
import type { SteadyNow } from '../steady-time.ts';
import type { ProveApplication, ProveDetail, Proved, ProveRefusal } from './prove-application.ts';

/** What the page behind the mailed link may ask. */
export interface ProvePageUseCases {
  /** What it shows before its button is pressed; changes nothing. */
  readonly peekProof: (token: string) => Promise<Outcome<LinkView, ProveRefusal, ProveDetail | undefined>>;
  /** The button. `newName`: another name, when the first was claimed meanwhile. */
  readonly proveByLink: (
    token: string,
    newName?: string,
  ) => Promise<Outcome<Proved, ProveRefusal | NameRefusal, ProveDetail | undefined>>;
}

export interface ProvePageNeeds {
  readonly applications: Pick<ApplicationStore, 'find' | 'findLink'>;
  readonly derive: Pick<Derivations, 'linkHash'>;
  readonly proveApplication: ProveApplication;
  readonly settings: NameFor;
  readonly steadyNow: SteadyNow;
}

/** Mail scanners and previews open links, so opening one changes nothing; only the button proves. */
export function makeProvePage(needs: ProvePageNeeds): ProvePageUseCases {
  const { settings, steadyNow, proveApplication } = needs;

  async function open(token: string): Promise<Outcome<FoundLink, ProveRefusal>> {
    const found = await findLink(token, 'prove', needs);
    if (found === undefined) return refuse('unknown');
    const { link, application } = found;
    // The stage comes first: it tells a person more than the state of the link, which ends with the stage.
    if (application.stage === 'withdrawn') return refuse('ended');
    if (application.stage === 'expired') {
      return refuse(
        application.why === 'not-proved' ? 'expired' : application.why === 'too-many-codes' ? 'ended' : 'used',
      );
    }
    if (application.stage !== 'submitted' || link.usedAt !== undefined) return refuse('used');
    if (link.void) return refuse('unknown');
    return holds(link.validUntil - PROVE_LINK_LIFE, PROVE_LINK_LIFE, steadyNow()) ? ok(found) : refuse('expired');
  }

  return {
    async peekProof(token) {
      const opened = await open(token);
      if (!opened.ok) return refuse(opened.refusal, undefined);
      const { localpart, language } = opened.value.application;
      return ok({ userId: userIdOf(localpart, settings.serverName), language });
    },

    async proveByLink(token, newName) {
      const name = newName === undefined ? undefined : validateName(newName, settings);
      if (name !== undefined && !name.ok) return refuse(name.refusal, undefined);
      const opened = await open(token);
      if (!opened.ok) return refuse(opened.refusal, undefined);
      const { link, application } = opened.value;
      const proved = await proveApplication(application, {
        kind: 'prove',
        by: 'link',
        email: application.email,
        spends: link.hash,
        ...(name === undefined ? {} : { newName: name.value }),
      });
      if (proved.ok) return proved;
      const taken = proved.refusal === 'name-claimed' && name !== undefined;
      return refuse(taken ? 'taken' : proved.refusal, undefined);
    },
  };
}
