import { randomBytes } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { request } from 'undici';
import { meaningOf } from '../src/registration/team/reaction-key.ts';
import { listening } from '../test/support/free-port.ts';
import { readMarkdown } from '../test/support/peers/discord/read-markdown.ts';
import { readAssets } from './assets.ts';
import { DemoPage, type DemoView } from './page.tsx';
import { readTimeline } from './timeline.ts';
import { ADMIN_PASSWORD, CHANNEL, MODERATOR_PASSWORD, type World } from './world.ts';

/** The page on which a person watches and votes. Listens on loopback only. */
export interface Watch extends AsyncDisposable {
  readonly url: string;
}

export async function openWatch(world: World, port: number): Promise<Watch> {
  const assets = await readAssets();
  const host = `127.0.0.1:${port}`;
  // Pages of other sites can reach loopback too, but they cannot read this token.
  const token = randomBytes(16).toString('hex');

  async function respond(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (req.headers.host !== host) return end(res, 421, 'text/plain; charset=utf-8', 'This is not my name.');
    const path = req.url ?? '/';
    const asset = assets.get(path);
    if (req.method === 'GET' && asset) return end(res, 200, asset.type, asset.text);
    if (req.method === 'GET' && path === '/') {
      const html = renderToString(h(DemoPage, await readView(world, token)));
      return end(res, 200, 'text/html; charset=utf-8', `<!doctype html>${html}`);
    }
    if (req.method === 'POST' && ['/vote', '/say', '/notify'].includes(path)) {
      const form = new URLSearchParams(await readBody(req));
      if (form.get('token') !== token) return end(res, 403, 'text/plain; charset=utf-8', 'Not a form of this page.');
      if (path === '/vote') await vote(world, form.get('event') ?? '', form.get('key') ?? '');
      else if (path === '/say') await world.moderator.sendText(world.room, form.get('text') ?? '');
      else await notify(world, form.get('text') || 'Disk full');
      res.writeHead(303, { location: '/' }).end();
      return;
    }
    end(res, 404, 'text/plain; charset=utf-8', 'There is nothing here.');
  }

  const server = http.createServer((req, res) => {
    respond(req, res).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      if (!res.headersSent) end(res, 502, 'text/plain; charset=utf-8', `That did not work: ${why}`);
      else res.destroy();
    });
  });
  await listening(server, port);
  return {
    url: `http://${host}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readView(world: World, token: string): Promise<DemoView> {
  const { synapse, mail, porter, admin, moderator, room, ops, telegram, discord, xmpp } = world;
  const { ready, says } = await readyz(porter.operations);
  return {
    site: porter.site,
    operations: porter.operations,
    homeserver: synapse.url,
    ready,
    readyz: says,
    letters: mail.letters,
    room: readTimeline(await moderator.messages(room, 500)),
    elsewhere: [
      { place: 'Telegram group', texts: telegram.sent.map(({ text }) => text) },
      { place: 'Discord channel', texts: discord.messages(CHANNEL).map(({ content }) => readMarkdown(content).text) },
      ...(xmpp ? [{ place: `XMPP, ${xmpp.person.jid}`, texts: xmpp.person.received.map(({ body }) => body) }] : []),
      { place: 'Matrix room "Ops"', texts: readTimeline(await admin.messages(ops, 100)).map(({ text }) => text) },
    ],
    porter: synapse.userId('porter'),
    moderator: moderator.userId,
    people: [
      { userId: moderator.userId, password: MODERATOR_PASSWORD, role: 'votes in the team room' },
      { userId: admin.userId, password: ADMIN_PASSWORD, role: 'server admin, made the team room' },
    ],
    token,
  };
}

async function readyz(operations: string): Promise<{ readonly ready: boolean; readonly says: string }> {
  try {
    const response = await request(`${operations}/readyz`, { headersTimeout: 5_000, reset: true });
    return { ready: response.statusCode === 200, says: await response.body.text() };
  } catch {
    return { ready: false, says: 'Porter does not answer.' };
  }
}

/** Sets a reaction, or takes it back if it is already there, as in any client. */
async function vote({ moderator, room }: World, event: string, key: string): Promise<void> {
  const mine = (await moderator.relations(room, event, 'm.annotation', 'm.reaction')).find(
    ({ sender, content }) =>
      sender === moderator.userId &&
      meaningOf((content['m.relates_to'] as { readonly key?: string }).key ?? '') === meaningOf(key),
  );
  if (mine) await moderator.redact(room, mine.event_id);
  else await moderator.react(room, event, key);
}

/** As a person at a terminal. */
async function notify({ porter }: World, title: string): Promise<void> {
  // A blank in front, so that nothing typed here is taken for an option; Porter removes it.
  const { code, stderr } = await porter.run('send', '--to', 'ops', ` ${title}`);
  if (code !== 0) throw new Error(stderr);
}

async function readBody(req: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of req) {
    text += String(chunk);
    if (text.length > 10_000) throw new Error('that form is too long');
  }
  return text;
}

function end(res: ServerResponse, status: number, type: string, text: string): void {
  res
    .writeHead(status, {
      'content-type': type,
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    .end(text);
}
