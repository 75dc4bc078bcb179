import { request } from 'undici';
import { type PorterProcess, startPorter } from './porter-process.ts';
import { makeVisitor, type VisitedPage } from './visitor.ts';

/** A Porter with nothing but meetings: no homeserver, no mail server. @param more other sections */
export const openMeetings = (meetings: object, more: object = {}): Promise<PorterProcess> =>
  startPorter({
    config: {
      meetings: { url: 'https://meet.porter.test', domain: 'meet.jitsi', appId: 'skotos', ...meetings },
      ...more,
    },
  });

/** The sections that guests need beside, with the pages on this port. */
export const pagesAt = (port: number) => ({
  site: { listen: `127.0.0.1:${port}`, publicUrl: `http://127.0.0.1:${port}` },
  secrets: { key: { file: 'porter.key' } },
});

/** Asks for a token over HTTP, as a caller with this token. */
export async function callForToken(port: number, token: string, body: object) {
  const answer = await request(`http://127.0.0.1:${port}/v1/meeting-tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    reset: true,
  });
  return { status: answer.statusCode, body: (await answer.body.json()) as Readonly<Record<string, unknown>> };
}

/** The link of an invitation that the operator makes, for one use within an hour. */
export async function inviteTo(porter: PorterProcess, room: string): Promise<string> {
  const until = `${new Date(Date.now() + 3_600_000).toISOString().slice(0, 16)}Z`;
  const { code, stdout, stderr } = await porter.run(
    ...['meetings', 'invite', '--room', room, '--until', until, '--uses', '1'],
  );
  if (code !== 0) throw new Error(stderr);
  return stdout.trim();
}

/** Opens the link and presses the button: the page, and where the button led. */
export async function joinBy(
  link: string,
  name: string,
): Promise<{ readonly page: VisitedPage; readonly sent: VisitedPage; readonly meeting: URL }> {
  const guest = makeVisitor('en', { follow: false });
  const page = await guest.open(link);
  const form = page.forms.find(({ method }) => method === 'post');
  if (form === undefined) throw new Error(`no form on the page: ${page.status} ${page.title}`);
  const sent = await guest.send(form, { name });
  if (sent.location === undefined) throw new Error(`not led anywhere: ${sent.status} ${sent.title}`);
  return { page, sent, meeting: new URL(sent.location) };
}
