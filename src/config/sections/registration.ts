import { z } from 'zod';
import { languageCodes } from '../../kernel/languages.ts';
import type { UserId } from '../../kernel/matrix-id.ts';
import { parseUserId } from '../../kernel/matrix-id.ts';
import { count, duration, field, line, room, userId } from '../fields.ts';
import { bad, good } from '../read-secret.ts';

/** Who may vote: every joined member of our server, members from a power level on, or the people listed. */
export type Voters =
  | { readonly kind: 'members' }
  | { readonly kind: 'powerLevel'; readonly atLeast: number }
  | { readonly kind: 'listed'; readonly users: readonly UserId[] };

const voters = () =>
  field<Voters>(
    {
      anyOf: [
        { const: 'members' },
        {
          type: 'object',
          properties: { powerLevel: { type: 'integer' } },
          required: ['powerLevel'],
          additionalProperties: false,
        },
        { type: 'array', items: { type: 'string' }, minItems: 1 },
      ],
    },
    (value) => {
      if (value === 'members') return good({ kind: 'members' });
      if (Array.isArray(value) && value.length > 0 && value.length <= 1_000) {
        const users = value.map(parseUserId).filter((id) => id !== undefined);
        return users.length === value.length
          ? good({ kind: 'listed', users: [...new Set(users)] })
          : bad(`lists ${value.length - users.length} that are no user IDs such as @ada:example.org`);
      }
      const level = value && typeof value === 'object' ? Object.entries(value) : [];
      const [name, number] = level[0] ?? [];
      return level.length === 1 && name === 'powerLevel' && Number.isSafeInteger(number)
        ? good({ kind: 'powerLevel', atLeast: Number(number) })
        : bad('must be members, { powerLevel: 50 } or a list of user IDs');
    },
  );

const reservedByDefault =
  'abuse admin administrator help hostmaster info moderator noreply postmaster porter root security server support system team webmaster'.split(
    ' ',
  );

/** The largest public mail providers. With the cap per mail domain, their few first applicants would shut out all others. */
const publicProviders =
  'gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com icloud.com me.com proton.me protonmail.com gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de posteo.de mailbox.org aol.com'.split(
    ' ',
  );

const LimitsSection = z.strictObject({
  perDay: count(1)
    .prefault(20)
    .meta({ description: 'Applications a day that reach the team: only those with a proved address count.' }),
  open: count(1).prefault(50).meta({ description: 'Applications that wait for the team at once.' }),
  perDomainPerDay: count(1).prefault(10).meta({ description: 'Of perDay, at most so many from one mail domain.' }),
  unprovedPerHour: count(2).prefault(60).meta({
    description: 'Applications an hour whose address is not proved; the second half is for networks that sent none.',
  }),
  unprovedPerDomainPerDay: count(2).prefault(30).meta({
    description: 'Letters to new addresses a day at one mail domain before any is proved; halved in the same way.',
  }),
  freeDomains: z
    .array(line(253).transform((domain) => domain.toLowerCase()))
    .max(10_000)
    .prefault(publicProviders)
    .meta({ description: 'Mail domains that no limit per domain binds: large providers, or your own school.' }),
  perNetworkAtOnce: count(1)
    .prefault(3)
    .meta({ description: 'Applications at once from one IPv4 address or IPv6 /64 …' }),
  perNetworkPerHour: count(1).prefault(3).meta({ description: '… and then as many an hour.' }),
  nameChecksAtOnce: count(1).prefault(3).meta({ description: 'Names looked up at once from one network …' }),
  nameChecksPerSecond: count(1, 1_000).prefault(1).meta({ description: '… and then as many a second.' }),
});

export const RegistrationSection = z
  .strictObject({
    room: room().meta({
      description:
        'The team room: notices are posted and votes are cast there. An alias of your server is made if it does not exist.',
      example: '#team:example.org',
    }),
    admin: userId().optional().meta({
      description:
        'Invited as admin of a team room that Porter makes; named later, at the next start. Without it nobody is invited.',
      example: '@ada:example.org',
    }),
    approvals: count(1, 100).prefault(1).meta({ description: 'How many ✅ it takes.' }),
    declines: count(1, 100).prefault(1).meta({ description: 'How many ❌ it takes.' }),
    voters: voters().prefault('members').meta({
      description: 'Who may vote: members (joined, of your server), { powerLevel: 50 }, or a list of user IDs.',
    }),
    approveDelay: duration().prefault('0').meta({ description: 'How long an approval waits before it acts.' }),
    declineDelay: duration()
      .prefault('10m')
      .meta({ description: 'How long a refusal waits before its letter leaves; votes still count.' }),
    decideWithin: duration()
      .prefault('30 days')
      .meta({ description: 'An application that nobody decided ends after this.' }),
    welcomeWithin: duration()
      .prefault('7 days')
      .meta({ description: 'How long a welcome link is good; a new one can be asked for.' }),
    showEmail: z
      .enum(['full', 'domain', 'hidden'])
      .prefault('domain')
      .meta({ description: "What the notice shows of the applicant's mail address." }),
    reason: z
      .enum(['required', 'optional'])
      .prefault('required')
      .meta({ description: 'Whether applicants must say why they want to join.' }),
    password: z.enum(['welcome', 'form']).prefault('welcome').meta({
      description:
        'Where people choose their password: behind the link of the welcome letter, or on the form (only with accounts.store: local).',
    }),
    reservedNames: z
      .array(line(255).transform((name) => name.toLowerCase()))
      .max(10_000)
      .prefault(reservedByDefault)
      .meta({ description: 'Names that nobody can apply for. Your list replaces this one.' }),
    encryptedRoom: z.enum(['allow', 'refuse']).prefault('allow').meta({
      description:
        'In an encrypted team room reactions count, but commands cannot be read; refuse stops decisions there.',
    }),
    welcomeRooms: z
      .array(room())
      .max(100)
      .prefault([])
      .meta({
        description: 'Rooms and spaces that new members find themselves in. Never the team room.',
        example: ['#lobby:example.org'],
      }),
    language: z
      .enum(languageCodes)
      .optional()
      .meta({ description: 'What Porter speaks in the team room. Default: site.language.', example: 'de' }),
    limits: LimitsSection.prefault({}).meta({
      description: 'Caps against floods; who meets one is told when to come back.',
    }),
  })
  .meta({ description: 'Applications and who decides them.', sample: true });
