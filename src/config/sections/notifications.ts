import { z } from 'zod';
import { isAccountName } from '../../kernel/channel-name.ts';
import { DAY, SECOND } from '../../kernel/clock.ts';
import { urgencies } from '../../kernel/urgency.ts';
import { count, duration, line, roomId, userId } from '../fields.ts';
import { quietHours } from '../quiet-hours.ts';
import { targetName } from '../relay-names.ts';
import { timeZone } from '../site-fields.ts';

const entries = () =>
  z
    .array(line(500))
    .min(1)
    .max(1_000)
    .meta({
      description: 'Addresses (channel:address) and names of other targets.',
      example: ['matrix:!room:example.org', 'email:ops@example.org'],
    });

const merge = () => z.union([z.literal('off'), duration()]);

const flood = () =>
  z.union([
    z.literal('off'),
    z.strictObject({
      perMinute: count(1)
        .prefault(120)
        .meta({ description: 'Most in a minute of one origin and urgency, to the same people.' }),
    }),
  ]);

const digest = () => duration().refine((ms) => ms >= SECOND && ms <= 31 * DAY, 'must be between a second and 31 days');

const WholeTargetSection = z.strictObject({
  to: entries(),
  replies: roomId().optional().meta({
    description:
      "A Matrix room in which Porter's user is: what people of this target write to Porter on their channels appears there, and replies to it go back to them. Left out: what they write is not read.",
    example: '!room:example.org',
  }),
  digest: digest().optional().meta({
    description:
      'Notifications are collected for this time, from the first on, and go out as one, unless their urgency is now.',
    example: '1h',
  }),
  quiet: quietHours().optional().meta({
    description: 'When notifications wait until it is over, unless their urgency is now; by the clocks of timeZone.',
    example: '22:00-07:00',
  }),
});

/** A list of addresses is a target that leaves everything else out. */
const TargetSection = z
  .union([entries(), WholeTargetSection])
  .transform((value): z.output<typeof WholeTargetSection> => (Array.isArray(value) ? { to: value } : value));

const names = () => z.array(targetName()).min(1).max(50);

const RouteSection = z.strictObject({
  origin: line(100).optional().meta({ description: 'Fits notifications of this origin alone.', example: 'router1' }),
  urgency: z.enum(urgencies).optional().meta({ description: 'Fits this urgency alone.', example: 'now' }),
  text: line(200).optional().meta({ description: 'Fits if title or text hold this, in any case.', example: 'disk' }),
  to: names()
    .optional()
    .meta({ description: 'Targets. Left out: those of the sender.', example: ['ops'] }),
  account: z.string().refine(isAccountName, 'must be the name of an account').optional().meta({
    description:
      'The further account (channels.CHANNEL@ACCOUNT) by which what takes this route goes, on each channel that has one of this name; an address that names an account keeps it.',
    example: 'router1',
  }),
  merge: merge().optional().meta({ description: 'For what takes this route, instead of notifications.merge.' }),
  flood: flood()
    .optional()
    .meta({ description: 'For what takes this route, instead of notifications.flood.', example: { perMinute: 10 } }),
  digest: z
    .union([z.literal('off'), digest()])
    .optional()
    .meta({ description: 'For what takes this route, instead of the digests of its targets; off: at once.' }),
  clears: z
    .record(line(200), line(200))
    .optional()
    .meta({
      description:
        'Titles that end what others begin, so that both are left out of a digest: {thing} is the name of what begins and ends, * is anything.',
      example: { '{thing} is up*': '{thing} is down*' },
    }),
});

export const NotificationsSection = z
  .strictObject({
    targets: z.record(targetName(), TargetSection).meta({
      description:
        'Where notifications can go, by a name: a list of addresses and other targets, or a section with that list as to, and quiet, digest and replies.',
      example: { ops: ['matrix:!room:example.org', 'email:ops@example.org'] },
    }),
    routes: z
      .array(RouteSection)
      .max(1_000)
      .prefault([])
      .meta({
        description:
          'Where notifications go that name no target themselves: to the targets of every route that fits (origin, urgency and text, each may be left out; text fits if title or text hold it, in any case; without targets, to those of their sender), else to those of their sender. A route may have account, merge, flood, digest and clears of its own.',
        example: [{ origin: 'router1', urgency: 'now', text: 'disk', to: ['ops'] }],
      }),
    timeZone: timeZone().optional().meta({
      description: 'Zone of quiet hours, and of the times in notifications. Default: that of the site, else UTC.',
      example: 'Europe/Berlin',
    }),
    showOrigin: z.boolean().prefault(true).meta({ description: 'Put [origin] before every title?' }),
    showSymbol: z.boolean().prefault(true).meta({ description: 'Put a symbol before urgent titles?' }),
    invitedBy: z
      .array(userId())
      .max(1_000)
      .prefault([])
      .meta({
        description:
          "Users whose invitations into Matrix rooms Porter's user accepts, so that a room can become a target.",
        example: ['@ada:example.org'],
      }),
    merge: merge()
      .prefault('10m')
      .meta({ description: 'For how long the same notification is counted instead of shown again; off: never.' }),
    flood: flood()
      .prefault({})
      .meta({
        description: 'What comes beyond it is counted and told together, the first ten by their titles; off: no limit.',
        example: { perMinute: 120 },
      }),
    life: duration()
      .prefault('3 days')
      .refine((ms) => ms >= 60 * SECOND, 'must be at least a minute')
      .meta({ description: 'How long a delivery is tried before it is given up.' }),
  })
  .meta({ description: 'Notifications of your programs, to people on every channel.' });
