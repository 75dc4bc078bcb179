import type { Clock } from '../kernel/clock.ts';
import { Fault } from '../kernel/fault.ts';
import { type Outcome, ok, refuse } from '../kernel/outcome.ts';
import type { AnnounceWaiting } from './announce-waiting.ts';
import type { Application } from './application.ts';
import type { AskFacts } from './ask-facts.ts';
import type { ApplicationStore } from './ports/application-store.ts';
import type { Command, Move, MoveRefusal } from './rules/command.ts';
import { moves } from './rules/moves.ts';
import type { RegistrationSettings } from './settings.ts';

export type AdvanceRefusal = MoveRefusal | 'unknown-application' | 'name-claimed' | 'address-claimed' | 'link-used';

/**
 * The only way an application moves: page, reaction, room command, command line and clock all call it.
 *
 * `found`: the application as the caller has just read it, which saves the first read. It may be stale by now: a move that is
 * refused because of it, or cannot be saved, begins again with a fresh read.
 *
 * Throws `Fault` (`registration.changed-meanwhile`, retryable) when others change the application all the time. That is no
 * refusal, because a caller who overlooked it would take the work for done.
 */
export type Advance = (
  applicationId: string,
  command: Command,
  found?: Application,
) => Promise<Outcome<Application, AdvanceRefusal>>;

export interface AdvanceNeeds {
  readonly applications: Pick<ApplicationStore, 'find' | 'save'>;
  readonly ask: AskFacts;
  readonly clock: Clock;
  readonly settings: RegistrationSettings;
  /** Undefined: nobody but the team room is told. */
  readonly announceWaiting?: AnnounceWaiting | undefined;
}

/** Load, facts, move, save. A stale writer begins again with fresh facts, so two ✅ in one second both count (hardening V8). */
export function makeAdvance({ applications, ask, clock, settings, announceWaiting }: AdvanceNeeds): Advance {
  return async (applicationId, command, given) => {
    const move: Move = moves[command.kind];
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      const handed = attempt === 1 && given?.id === applicationId ? given : undefined;
      const found = handed ?? (await applications.find(applicationId));
      if (found === undefined) return refuse('unknown-application');

      const asked = await ask(move.needs, found, command);
      const now = clock.now();
      const moved = move.apply(found, command, { ...asked, settings, now });
      if (!moved.ok) {
        // What the caller read may be out of date: only then is another attempt, with fresh facts, worth it.
        const fresh = handed && (await applications.find(applicationId));
        if (fresh === undefined || fresh.version === handed?.version) return moved;
        continue;
      }

      const { by, did, ...change } = moved.value;
      const cause = 'cause' in command ? command.cause : undefined;
      const stages = { from: found.stage, to: change.next.stage };
      const audit = {
        ...{ ...did, ...stages, subject: applicationId, at: now, by },
        ...(cause === undefined ? {} : { cause }),
      };
      const told = announceWaiting?.(found, change.next, change.jobs) ?? [];
      const saved = await applications.save({ ...change, jobs: [...change.jobs, ...told], audit });
      if (saved === 'saved') return ok(change.next);
      // Somebody else took the place of the day: the next place is another one. That is no sign of a fight over this application.
      if (saved === 'team-full') attempt -= 1;
      else if (saved !== 'stale') return refuse(saved);
    }
    throw new Fault('An application changed too often at once', {
      ...{ code: 'registration.changed-meanwhile', retryable: true, scope: 'message' },
    });
  };
}
