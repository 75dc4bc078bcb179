import type { AppserviceUseCases } from '../../doors/appservice/use-cases.ts';
import type { TeamRoomKeeper } from '../../homeserver/team-room/team-room.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/log.ts';
import type { JobHandler } from '../../outbox/job.ts';
import type { JobStore } from '../../outbox/ports/job-store.ts';
import type { MemoryStore } from '../../ports/memory-store.ts';
import type { RoomPoster } from '../../ports/room-poster.ts';
import type { Advance } from '../../registration/advance.ts';
import { type Events, makeEvents } from '../../registration/event.ts';
import type { RegistrationJobKind } from '../../registration/handlers.ts';
import type { AccountProvisioner } from '../../registration/ports/account-provisioner.ts';
import type { ApplicationStore } from '../../registration/ports/application-store.ts';
import type { DoorAudit } from '../../registration/ports/door-audit.ts';
import type { HomeserverTime } from '../../registration/ports/homeserver-time.ts';
import type { LettersWait } from '../../registration/ports/letters-wait.ts';
import type { VoteStore } from '../../registration/ports/vote-store.ts';
import type { JobKind } from '../../registration/rules/jobs.ts';
import type { RegistrationSettings } from '../../registration/settings.ts';
import { makeShowApplication } from '../../registration/team/applications.ts';
import { makeAskAccount } from '../../registration/team/commands/ask-account.ts';
import { makeRoomCommands } from '../../registration/team/commands/room-commands.ts';
import { makeLookAtNotice } from '../../registration/team/handlers/look-at-notice.ts';
import { makePracticeNotice } from '../../registration/team/handlers/practice-notice.ts';
import { makeReactToNotice } from '../../registration/team/handlers/react-to-notice.ts';
import { makeReplyInRoom } from '../../registration/team/handlers/reply-in-room.ts';
import { makeSayInRoom } from '../../registration/team/handlers/say-in-room.ts';
import { makeShowNotice } from '../../registration/team/handlers/show-notice.ts';
import { makeHearMessage } from '../../registration/team/hear-message.ts';
import { makeHearReaction } from '../../registration/team/hear-reaction.ts';
import { makeHearRedaction } from '../../registration/team/hear-redaction.ts';
import { type HearRoomChange, makeHearRoomChange } from '../../registration/team/hear-room-change.ts';
import { type GreetRoom, makeGreetRoom } from '../../registration/team/practice.ts';
import {
  makeReconcile,
  makeStartNewRound,
  type Reconcile,
  type StartNewRound,
} from '../../registration/team/reconcile.ts';
import { makeSayCapMet, type SayCapMet } from '../../registration/team/say-cap-met.ts';
import { makeSayChannelStop, type SayChannelStop } from '../../registration/team/say-channel-stop.ts';
import { makeSayMailOutage, type SayMailOutage } from '../../registration/team/say-mail-outage.ts';
import { makeSayTrouble, type SayTrouble } from '../../registration/team/say-trouble.ts';
import { makeVoteCounter, type VoteCounter } from '../../registration/team/vote-counter.ts';

export interface TeamParts {
  readonly applications: ApplicationStore;
  readonly votes: VoteStore;
  readonly memory: MemoryStore;
  readonly door: DoorAudit;
  readonly jobs: Pick<JobStore, 'add'>;
  readonly room: TeamRoomKeeper;
  readonly poster: RoomPoster;
  readonly accounts: Pick<AccountProvisioner, 'isFree' | 'stateOf'>;
  readonly advance: Advance;
  readonly settings: RegistrationSettings;
  readonly lettersWait: LettersWait;
  readonly clock: Clock;
  readonly homeserverTime: HomeserverTime;
  readonly log: Logger;
}

export interface Team {
  readonly counter: VoteCounter;
  readonly heard: AppserviceUseCases;
  readonly handlers: Readonly<Record<Exclude<JobKind, RegistrationJobKind>, JobHandler>>;
  readonly roomChanged: HearRoomChange;
  readonly greet: GreetRoom;
  readonly reconcile: Reconcile;
  readonly startNewRound: StartNewRound;
  readonly sayTrouble: SayTrouble;
  readonly sayMailOutage: SayMailOutage;
  readonly sayChannelStop: SayChannelStop;
  readonly sayCapMet: SayCapMet;
  readonly events: Events;
}

/** Wires what Porter hears and says in the team room. */
export function wireTeam(parts: TeamParts): Team {
  const { applications, room } = parts;
  const counter = makeVoteCounter(parts);
  const counting = { ...parts, counter };
  const roomChanged = makeHearRoomChange(counting);
  const events = makeEvents(parts.door, parts.clock);
  const commands = makeRoomCommands({
    ...{ ...parts, events, askAccount: makeAskAccount(parts) },
    stopped: () => room.stopped(),
  });
  return {
    counter,
    roomChanged,
    greet: makeGreetRoom(parts),
    reconcile: makeReconcile(counting),
    startNewRound: makeStartNewRound(parts),
    sayTrouble: makeSayTrouble(parts),
    sayMailOutage: makeSayMailOutage(parts),
    sayChannelStop: makeSayChannelStop(parts),
    sayCapMet: makeSayCapMet(parts),
    events,
    heard: {
      hearReaction: makeHearReaction(counting),
      hearRedaction: makeHearRedaction(counting),
      hearMessage: makeHearMessage({ ...parts, commands }),
      // `watch-room.ts` counts all votes again outside the inbox, so that items after this event need not wait for it.
      async hearTeamRoomState(event) {
        room.heard(event);
      },
      hearInvite: (invite) => room.invited(invite),
    },
    handlers: {
      'registration.show-notice': makeShowNotice(counting),
      'registration.react-to-notice': makeReactToNotice(parts),
      'registration.look-at-notice': makeLookAtNotice(counting),
      'registration.say-in-room': makeSayInRoom(parts),
      'registration.practice-notice': makePracticeNotice(parts),
      'registration.reply-in-room': makeReplyInRoom({
        ...parts,
        list: (stages, limit) => applications.list(stages, limit),
        show: makeShowApplication({ applications }),
      }),
    },
  };
}
