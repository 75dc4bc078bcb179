import { z } from 'zod';
import { domainOf, parseEmailAddress } from '../../kernel/email-address.ts';
import { Fault } from '../../kernel/fault.ts';
import { languageCodes } from '../../kernel/languages.ts';
import { parseUserId } from '../../kernel/matrix-id.ts';
import type { Application } from '../../registration/application.ts';
import { toldFieldNames } from '../../registration/fields.ts';
import type { ApplicationRow } from '../shared/rows/registration.ts';

/** Version of the documents that are written now. Older ones are converted when they are read; each has a fixture in test/fixtures. */
const VERSION = 1;

/** A document from before a field existed reads as if the field had been left empty. */
const order = z.strictObject(Object.fromEntries(toldFieldNames.map((name) => [name, z.string().default('')])));

const time = z.int().nonnegative();
const count = z.int().positive();
const userId = z.string().refine((text) => parseUserId(text) !== undefined);
const vote = z.strictObject({ id: z.string().min(1), voter: userId, choice: z.enum(['approve', 'decline']) });
const votes = z.array(vote);

const common = {
  id: z.string().min(1),
  shortId: count,
  version: count,
  entry: count,
  round: count,
  createdAt: time,
  since: time,
  language: z.enum(languageCodes),
  localpart: z.string().min(1).max(255),
  email: z.string().refine((text) => parseEmailAddress(text) === text),
  addressHash: z.string().min(1),
  order,
  userId: userId.optional(),
};
const decided = { votes, by: z.array(z.string().min(1)), how: z.enum(['votes', 'person']) };

const Stored = z.discriminatedUnion('stage', [
  z.strictObject({ ...common, stage: z.literal('submitted') }),
  z.strictObject({ ...common, stage: z.literal('waiting'), votes }),
  z.strictObject({ ...common, stage: z.literal('approved'), ...decided, actsAt: time, nameLost: z.boolean() }),
  z.strictObject({ ...common, stage: z.literal('admitted'), ...decided, userId }),
  z.strictObject({ ...common, stage: z.literal('settled'), ...decided, userId }),
  z.strictObject({ ...common, stage: z.literal('declined'), ...decided, actsAt: time }),
  z.strictObject({ ...common, stage: z.literal('closed'), ...decided }),
  z.strictObject({
    ...common,
    stage: z.literal('expired'),
    why: z.enum(['not-proved', 'too-many-codes', 'nobody-decided', 'no-name-picked', 'account-gone']),
  }),
  z.strictObject({ ...common, stage: z.literal('withdrawn') }),
]);

/**
 * Parses a stored application. Throws `Fault` (`storage.unreadable`) for anything else, so that Porter never acts upon a state that
 * cannot exist.
 */
export function parseApplication(value: unknown): Application {
  const parsed = Stored.safeParse(value);
  if (!parsed.success) throw unreadable(parsed.error.issues.map(({ path }) => path.join('.')).join(', '));
  const { userId: account, ...rest } = parsed.data;
  // The schema has parsed user IDs and the address; only their branded types are missing.
  return { ...rest, userId: account } as unknown as Application;
}

/** Without what is kept for the caps beside the application. */
export type OwnRow = Omit<ApplicationRow, 'team_at' | 'team_domain'>;

/** Text and integers only: columns for what queries search, the document for the rest. */
export function applicationRow(application: Application): OwnRow {
  const { id, shortId, version, stage, entry, round, createdAt, since, localpart, addressHash, ...rest } = application;
  return {
    id,
    short_id: shortId,
    version,
    stage,
    entry,
    round,
    created_at: createdAt,
    since,
    localpart,
    address_hash: addressHash,
    email_domain: domainOf(rest.email),
    document: JSON.stringify({ v: VERSION, ...rest }),
  };
}

export function applicationFrom(row: OwnRow): Application {
  const { v, ...document } = documentOf(row.document);
  if (v !== VERSION) throw unreadable('v');
  return parseApplication({
    ...document,
    id: row.id,
    shortId: row.short_id,
    version: row.version,
    stage: row.stage,
    entry: row.entry,
    round: row.round,
    createdAt: row.created_at,
    since: row.since,
    localpart: row.localpart,
    addressHash: row.address_hash,
  });
}

function documentOf(text: string): Record<string, unknown> {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document === 'object' && document !== null) return document as Record<string, unknown>;
  } catch {
    // Thrown below.
  }
  throw unreadable('document');
}

/** Names fields only: values are somebody's data. */
function unreadable(fields: string): Fault {
  return new Fault(`A stored application cannot be read (${fields})`, {
    code: 'storage.unreadable',
    retryable: false,
    scope: 'message',
    remedy: 'Restore a backup, or report this with the version of Porter.',
  });
}
