import { makeEmailChannel } from '../../channels/email/make-channel.ts';
import { makeMatrixChannel } from '../../channels/matrix/make-channel.ts';
import { makeRoomListener } from '../../doors/appservice/room-messages.ts';
import { MATRIX } from '../../doors/appservice/select-events.ts';
import { openIntake } from '../../doors/intake/open-intake.ts';
import { type IntakeSender, limitGuesses } from '../../doors/intake/senders.ts';
import { placeOf } from '../../kernel/channel-name.ts';
import { type Clock, SECOND } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/log.ts';
import { makeAccept } from '../../notifications/accept.ts';
import { makeAcceptInvitation } from '../../notifications/accept-invitation.ts';
import { makeCorrect } from '../../notifications/correct.ts';
import { makeDeliver } from '../../notifications/deliver.ts';
import { makeHandInAnnounced } from '../../notifications/hand-in-announced.ts';
import { makeLook } from '../../notifications/look.ts';
import { ANNOUNCE } from '../../notifications/rules/announce-job.ts';
import { CORRECT } from '../../notifications/rules/correction-job.ts';
import { DIGEST } from '../../notifications/rules/digest-job.ts';
import { FOLD } from '../../notifications/rules/fold-job.ts';
import { DELIVER, destinationOf } from '../../notifications/rules/jobs.ts';
import { makeTellCollected } from '../../notifications/tell-collected.ts';
import { makeTellFolded } from '../../notifications/tell-folded.ts';
import type { JobHandler } from '../../outbox/job.ts';
import type { Channel } from '../../ports/channel.ts';
import { makeNetworkLimit } from '../../web/limiter.ts';
import { HOMESERVER_STEPS } from '../homeserver/steps.ts';
import type { Ground, OpenPart } from '../open-part.ts';
import { notificationSettings } from './config.ts';
import { makeDeliveryCounts } from './delivery-counts.ts';
import type { IntakeConfig } from './intake-listeners.ts';
import { type OpenReplies, openReplies } from './open-replies.ts';
import type { NotificationsConfig } from './sections.ts';
import { type ChannelWatch, watchChannels } from './watch-channels.ts';
import { notificationWords } from './words.ts';

/** Opens the relay: its deliveries, and the way in for programs if there is one. */
export async function openNotifications(config: NotificationsConfig, ground: Ground): Promise<OpenPart> {
  const { clock, ids, log } = ground.runtime;
  const store = ground.database.storage.notifications;
  const settings = notificationSettings(config);
  const { intake } = config;
  const words = notificationWords(config);
  const channels = channelsOf(config, ground);
  const counts = makeDeliveryCounts(Object.keys(channels), {
    ...{ jobs: ground.database.storage.jobs, states: ground.channelStates, clock },
  });
  const deliver = makeDeliver({ channels, settings, sayWaited: words.waited, clock, shown: store.shown });
  const replies = config.homeserver && openReplies(config, settings, words, ground);
  const watches: ChannelWatch[] = [];
  return {
    handlers: {
      [DELIVER]: counts.counted(tellRefused(replies?.delivering(deliver) ?? deliver, log)),
      [CORRECT]: makeCorrect({ channels, settings, shown: store.shown }),
      [FOLD]: makeTellFolded({ store, settings, words, clock }),
      [ANNOUNCE]: makeHandInAnnounced({ store, settings, clock, stillSo: ground.stillSo }),
      [DIGEST]: makeTellCollected({ store, settings, words, clock }),
      ...replies?.handlers,
    },
    warnings: () => watches.flatMap((watch) => watch.troubles()),
    measure: () => counts.measure(),
    ...(config.homeserver && withHomeserver(config, ground, replies)),
    tellBounces(bounce) {
      for (const [name, { onBounce }] of Object.entries(channels)) {
        onBounce?.(({ id, words: said, from }) => {
          // What an earlier process delivered is not among the figures, which begin with this one.
          if (from === undefined) counts.bounced(name);
          const destination = from && destinationOf({ channel: name, address: from });
          bounce({ id, words: said, ...(destination && { destination }) });
        });
      }
    },
    async start(running) {
      const watched = { channels, states: ground.channelStates, clock, log: log.with({ part: 'notifications' }) };
      watches.push(watchChannels(running, watched));
      if (replies) watches.push(replies.start(running));
      if (intake === undefined) return {};
      const accept = makeAccept({ store, settings, clock, ids, onKept: counts.accepted });
      const common = { accept, senders: sendersOf(intake, clock), guesses: limitGuesses(clock), clock, ids, log };
      const listener = running.use(
        await openIntake({ ...common, listen: intake.listen, look: makeLook(store, clock), book: settings.book }),
      );
      if (intake.smtp === undefined) return { intake: listener.port };
      const { openSmtp } = await import('../../doors/intake/smtp/open-smtp.ts');
      const smtp = running.use(await openSmtp({ ...common, ...intake.smtp }));
      return { intake: listener.port, smtp: smtp.port };
    },
  };
}

/** One limit for each sender, which counts what comes by any way. */
const sendersOf = ({ senders }: IntakeConfig, clock: Clock): readonly IntakeSender[] =>
  Object.entries(senders).map(([name, { token, topic, to, perSecond }]) => ({
    ...{ name, token, topic, to },
    limit: makeNetworkLimit({ count: perSecond, per: SECOND }, clock),
  }));

/** Every channel that is configured, by the name that addresses begin with. */
function channelsOf({ homeserver }: NotificationsConfig, ground: Ground): Readonly<Record<string, Channel>> {
  const { email, messengers } = ground.channels;
  return {
    ...messengers,
    ...(homeserver && { matrix: matrixChannel(ground) }),
    ...(email && { email: makeEmailChannel(email) }),
  };
}

/** With a homeserver its deliveries wait for it, and Porter's user accepts the invitations of those whom the configuration names. */
function withHomeserver(
  { notifications }: NotificationsConfig,
  ground: Ground,
  replies: OpenReplies | undefined,
): Pick<OpenPart, 'placeNeeds' | 'hears' | 'hearsRoom' | 'hearsPerson' | 'acceptsInvitationsBy'> {
  const { sender, messageRooms: rooms } = ground.homeserver();
  const invitedBy = new Set(notifications.invitedBy);
  const hearInvite = makeAcceptInvitation({ rooms, invitedBy, log: ground.runtime.log.with({ part: 'matrix' }) });
  return {
    placeNeeds: { matrix: ['homeserver'] },
    hears: {
      [MATRIX]: {
        handle: makeRoomListener(sender, { hearInvite, hearMessage: replies?.hearMessage ?? (async () => undefined) }),
        outsideIsFine: () => ground.steps().state(HOMESERVER_STEPS).ready,
      },
      ...replies?.hears,
    },
    ...(replies && { hearsRoom: replies.hearsRoom, hearsPerson: replies.hearsPerson }),
    acceptsInvitationsBy: (user) => invitedBy.has(user),
  };
}

function matrixChannel(ground: Ground): Channel {
  const { poster, messageRooms: rooms } = ground.homeserver();
  return makeMatrixChannel({ poster, rooms, log: ground.runtime.log.with({ part: 'matrix' }) });
}

/** Nobody waits for what a service refuses for good, so it is told in the log. */
const tellRefused =
  (deliver: JobHandler, log: Logger): JobHandler =>
  async (job, tools) => {
    const result = await deliver(job, tools);
    if (result.kind === 'refused') {
      log.warn('a notification was refused for good', {
        ...{ job: job.id, channel: placeOf(job.destination), words: result.receipt?.words },
      });
    }
    return result;
  };
