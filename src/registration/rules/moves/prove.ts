import { domainOf } from '../../../kernel/email-address.ts';
import { ok, refuse } from '../../../kernel/outcome.ts';
import type { CommandOf, Move } from '../command.ts';
import { waitAnew } from '../entries.ts';
import { sendLetter } from '../jobs.ts';
import { fitsLoad, mostOf, nextForTeam } from '../team-load.ts';

/**
 * The address is proved: from here on the name is claimed and the team is asked, at once or when its day has room. Nobody who has
 * proved an address is turned away.
 */
export const prove: Move<CommandOf<'prove'>, 'name' | 'teamLoad'> = {
  needs: ['name', 'teamLoad'],

  apply(found, { by, email, newName, spends }, always) {
    if (found.stage === 'expired' || found.stage === 'withdrawn') return refuse('ended');
    if (found.stage !== 'submitted') return refuse('nothing-changed');
    // The address was corrected in between, so another one was proved (hardening S5).
    if (found.email !== email) return refuse('nothing-changed');
    // `unknown` is accepted: the homeserver is asked again before the account is made.
    if (always.name === 'taken' || always.name === 'refused') return refuse('name-taken');

    const named = newName === undefined ? found : { ...found, localpart: newName };
    const { now, settings, teamLoad } = always;
    const domain = domainOf(email);
    const team = { at: nextForTeam(teamLoad, now, domain, settings.limits), domain };
    const { next, jobs } = waitAnew(named, always, found.round, team.at);
    return ok({
      next,
      jobs: [sendLetter(next, 'received', now), ...jobs],
      team: { ...team, most: mostOf(domain, settings.limits), fits: (load) => fitsLoad(load, team, settings.limits) },
      by: by === 'import' ? 'porter' : 'applicant',
      did: { what: 'prove', proof: by },
      ...(spends === undefined ? {} : { spends }),
    });
  },
};
