import { z } from 'zod';
import { HOUR } from '../../kernel/clock.ts';
import { count, duration, field, line, listen, network, secret, url } from '../fields.ts';
import { bad, good } from '../read-secret.ts';

const longest = () =>
  duration()
    .prefault('24h')
    .refine((ms) => ms >= 1_000, 'must be at least one second')
    .meta({ description: 'Longest life of a token; a longer one is cut to it, and the answer says so.' });

const rooms = () =>
  z
    .array(line(200).transform((room) => room.toLowerCase()))
    .min(1)
    .max(1_000)
    .prefault(['*'])
    .meta({ description: 'Rooms that may be asked for; * stands for any text.' });

const moderators = () => z.boolean().prefault(true).meta({ description: 'May it ask for moderators?' });

const TcpSection = z.strictObject({
  inbound: listen()
    .optional()
    .meta({ description: 'Where programs connect to ask for tokens.', example: '127.0.0.1:4114' }),
  outbound: listen()
    .optional()
    .meta({ description: 'A game that cannot dial: Porter connects there and answers.', example: '127.0.0.1:11091' }),
  allow: z
    .array(network())
    .max(1_000)
    .optional()
    .meta({ description: 'Who may connect. Default: everybody who reaches the port.', example: ['10.0.0.5'] }),
  secret: secret('token')
    .optional()
    .meta({ description: 'If set, the first line of every connection must be this.', example: { file: 'tcp.secret' } }),
  longest: longest(),
  rooms: rooms(),
  everyRoom: z.boolean().optional().meta({
    description: 'Tokens for every room at once (channel "*")? Default: only on loopback, and if rooms has "*".',
    example: true,
  }),
  moderators: moderators(),
  frameBytes: count(256, 16_777_216).prefault(65_536).meta({ description: 'Longest request in bytes.' }),
  idle: duration()
    .prefault('30s')
    .refine((ms) => ms >= 1_000, 'must be at least one second')
    .meta({ description: 'How long half a request may wait for its rest. Connections without one may stay.' }),
  connections: count(1, 100_000).prefault(2_000).meta({ description: 'Connections at once.' }),
  requestsPerSecond: count(1)
    .prefault(100_000)
    .meta({ description: 'Requests a second on one connection; faster ones wait.' }),
});

const CallerSection = z.strictObject({
  token: secret('token').meta({ description: 'What it sends as Authorization: Bearer.' }),
  longest: longest(),
  rooms: rooms(),
  everyRoom: z
    .boolean()
    .prefault(false)
    .meta({ description: 'May it have tokens for every room at once (channel "*")?' }),
  moderators: z.boolean().prefault(false).meta({ description: 'May it ask for moderators?' }),
  requestsPerSecond: count(1).prefault(1_000).meta({ description: 'More are answered with 429.' }),
});

const KeySection = z.strictObject({
  id: line(200).meta({ description: 'The kid of its tokens. A new key needs a new one.' }),
  algorithm: field<'RS256'>({ type: 'string', enum: ['RS256'] }, (value) =>
    value === 'RS256'
      ? good(value)
      : bad(
          `must be RS256, is ${JSON.stringify(value)}: no Jitsi takes key pairs of another kind, and one such key among those that are published can keep Prosody from loading the others`,
          'leave it out, and make an RSA key: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048',
        ),
  )
    .prefault('RS256')
    .meta({ description: 'How it signs.' }),
  private: secret().meta({ description: 'The private key in PEM (PKCS #8).' }),
});

export const MeetingsSection = z
  .strictObject({
    url: url().meta({
      description: 'Where the meetings are; join links begin with it.',
      example: 'https://meet.example.org',
    }),
    domain: line(255).meta({
      description: 'Claim sub: the XMPP domain of the Jitsi server; of a hosted Jitsi the AppID.',
      example: 'meet.jitsi',
    }),
    appId: line(255).meta({ description: "Claim iss: Prosody's app_id.", example: 'porter' }),
    secret: secret()
      .optional()
      .meta({
        description: "Prosody's app_secret: signs with HS256.",
        example: { file: 'jitsi.secret' },
        sample: true,
      }),
    keys: z
      .array(KeySection)
      .max(20)
      .prefault([])
      .meta({ description: 'Instead of the secret: the first key signs, all are published for checking.' }),
    audience: line(255).prefault('jitsi').meta({ description: 'Claim aud.' }),
    profile: z
      .enum(['own', 'hosted'])
      .prefault('own')
      .meta({ description: 'own: a Jitsi server of yours. hosted: 8x8.vc, which reads yes and no as text.' }),
    leeway: duration()
      .prefault('10s')
      .refine((ms) => ms >= 1_000 && ms <= HOUR, 'must be from one second to one hour, because Prosody grants none')
      .meta({ description: 'How far "not before" lies back, for clocks that differ.' }),
    features: z
      .record(line(60), z.boolean())
      .optional()
      .meta({
        description: 'Claim context.features; given, it replaces the default rights entirely.',
        example: { recording: false },
      }),
    group: line(200).optional().meta({ description: 'Claim context.group.', example: 'players' }),
    lobbyBypass: z.boolean().prefault(false).meta({ description: 'Lets everybody with a token past the lobby.' }),
    tcp: TcpSection.optional().meta({ description: 'Tokens over TCP, as the old token server gave them.' }),
    http: z
      .strictObject({
        listen: listen().meta({ description: 'Where programs ask.', example: '127.0.0.1:8485' }),
      })
      .optional()
      .meta({ description: 'Tokens over HTTP, for the callers below.' }),
    callers: z
      .record(
        z
          .string()
          .regex(
            /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/,
            'must begin with a letter or digit and hold only letters, digits, ., _ and -',
          ),
        CallerSection,
      )
      .prefault({})
      .meta({
        description: 'Programs that may ask over HTTP.',
        example: { game: { token: { file: 'game.token' }, longest: '24h', rooms: ['*'], moderators: true } },
      }),
    guests: z
      .strictObject({
        longest: longest().meta({
          description: "Longest life of a guest's token, however long the invitation is good.",
        }),
      })
      .prefault({})
      .meta({ description: 'Guests with a link on the site.' }),
    record: z
      .enum(['all', 'guests', 'off'])
      .prefault('all')
      .meta({ description: 'Whose tokens `porter meetings log` lists; kept 30 days.' }),
  })
  .meta({ description: 'Tokens for a Jitsi server. Left out: off.' });
