import path from 'node:path';
import type { MeetingsTools } from '../../app/meetings/tools.ts';
import { type Exit, FINE, REFUSED } from '../exit.ts';
import { LIMIT_HINT, MOMENT_HINT, parseLimit, parseMoment } from '../option-values.ts';
import { columns, complain, print, printJson, utcText } from '../print.ts';
import { type CommonOptions, wrong } from '../with-config.ts';
import { refusedRequest, withMeetings } from './with-meetings.ts';

type Invites = NonNullable<MeetingsTools['invites']>;
type Invitation = Awaited<ReturnType<Invites['listInvitations']>>[number];

const noPages = ({ config }: CommonOptions) =>
  `Guests' links need pages to come to: the configuration has no section site. Add to ${config}, and restart Porter:
  site: { listen: "127.0.0.1:8480", publicUrl: "https://join.example.org" }   # your address; a reverse proxy leads there
  secrets: { key: { file: data/porter.key } }   # made, once, by: porter init --only key --dir ${path.dirname(path.resolve(config))}`;

const withInvites = (
  options: CommonOptions,
  run: (invites: Invites, tools: MeetingsTools) => Promise<Exit>,
): Promise<Exit> =>
  withMeetings(options, async (tools) =>
    tools.invites === undefined ? wrong(options, noPages(options)) : run(tools.invites, tools),
  );

export interface InviteOptions extends CommonOptions {
  readonly room: string;
  readonly name?: string;
  readonly until: string;
  readonly uses?: string;
  readonly moderator?: boolean;
}

/** Makes a guest's link. Only the link goes to standard output. */
export async function invite(options: InviteOptions): Promise<Exit> {
  const { name, moderator = false } = options;
  const validUntil = parseMoment(options.until);
  if (validUntil === undefined) return wrong(options, MOMENT_HINT);
  const uses = options.uses === undefined ? undefined : Number(options.uses);
  return withInvites(options, async (invites, { operator, roomOf }) => {
    const outcome = await invites.invite({ room: roomOf(options.room), name, moderator, validUntil, uses }, operator);
    if (!outcome.ok) return refusedRequest(options, outcome);
    const { id, url, validUntil: until } = outcome.value;
    if (options.json) printJson({ ok: true, id, url, validUntil: until });
    else {
      print(url);
      complain(`Good until ${utcText(until * 1_000)} UTC. It is taken back with: porter meetings revoke ${id}`);
    }
    return FINE;
  });
}

export async function listInvitations(options: CommonOptions & { readonly limit: string }): Promise<Exit> {
  const limit = parseLimit(options.limit);
  if (limit === undefined) return wrong(options, LIMIT_HINT);
  return withInvites(options, async (invites, { endOf }) => {
    const stateOf = (of: Invitation) => endOf(of) ?? 'open';
    const found = await invites.listInvitations(limit);
    if (options.json) printJson(found.map((of) => ({ ...of, state: stateOf(of) })));
    else if (found.length === 0) print('No invitations.');
    else {
      const rows = found.map((of) => [
        ...[of.id, stateOf(of), of.room, of.name ?? '', of.moderator ? 'yes' : 'no', utcText(of.until)],
        ...[of.uses === undefined ? String(of.used) : `${of.used} of ${of.uses}`, of.by],
      ]);
      const head = ['id', 'state', 'room', 'name', 'moderator', 'until (UTC)', 'used', 'made by'];
      print(columns([head, ...rows]));
    }
    return FINE;
  });
}

/** @param pasted the id of the invitation, or its link */
export const revokeInvitation = (pasted: string, options: CommonOptions): Promise<Exit> =>
  withInvites(options, async (invites, { operator, idOfLink }) => {
    const id = (await idOfLink(pasted)) ?? pasted.trim();
    if (!(await invites.revokeInvitation(id, operator))) {
      if (options.json) printJson({ ok: false, refusal: 'unknown' });
      else complain(id.includes('/') ? 'There is no invitation with this link.' : `There is no invitation ${id}.`);
      return REFUSED;
    }
    if (options.json) printJson({ ok: true });
    else print('The link says from now on that it was taken back. Tokens that it gave are good until they expire.');
    return FINE;
  });
