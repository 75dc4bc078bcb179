import { languageCodes } from '../../../kernel/languages.ts';
import { sameText } from '../../../kernel/same-text.ts';
import { type ClientAddress, forwardedFor } from '../../../web/client-address.ts';
import { HttpProblem } from '../../../web/http-problem.ts';
import { plainAddress } from '../../../web/network-of.ts';
import { param, type Route } from '../../../web/routes.ts';
import type { PageContext } from '../context.ts';
import { showMessage } from '../respond.tsx';

/** What `GET /.porter/seen` answers. */
export interface Seen {
  /** The network that limits count; null when it cannot be known. */
  readonly client: string | null;
  /** Who is connected: the proxy. */
  readonly peer: string;
  readonly forwardedFor: readonly string[];
  /** What the proxy says of the scheme and the host that were asked; null without the header. Nothing in Porter depends on either. */
  readonly forwardedProto: string | null;
  readonly host: string | null;
  /** Random, another one in every run of Porter: two addresses that tell the same lead to one process. */
  readonly run: string;
}

export interface ArrivalNeeds {
  readonly clientAddress: ClientAddress;
  readonly seenToken: string | undefined;
  readonly checkLetterLink: (token: string) => boolean;
  readonly run: string;
}

/** Shows `porter check` and `porter doctor` how requests and links of letters arrive. */
export function arrivalRoutes(site: PageContext, needs: ArrivalNeeds): readonly Route[] {
  return [
    {
      path: '/.porter/seen',
      get: (req, res) => {
        const token = req.headers['x-porter-seen'];
        if (needs.seenToken === undefined || typeof token !== 'string' || !sameText(token, needs.seenToken)) {
          throw new HttpProblem('not-found');
        }
        const seen: Seen = {
          // Asked by `porter check`, perhaps past the proxy: that is no reason to warn of the proxy.
          client: needs.clientAddress(req, 'quiet') ?? null,
          peer: plainAddress(req.socket.remoteAddress ?? ''),
          forwardedFor: forwardedFor(req).slice(0, 20),
          forwardedProto: String(req.headers['x-forwarded-proto'] ?? '') || null,
          host: req.headers.host ?? null,
          run: needs.run,
        };
        res.setHeader('Cache-Control', 'no-store');
        res.json(seen);
      },
    },
    {
      path: '/letter-check/:token',
      get: (req, res) => {
        // Our letters' links have no query; only the language switch of this page adds one.
        const [, query] = req.url.split('?', 2);
        const isWhole = query === undefined || languageCodes.some((language) => query === `lang=${language}`);
        const good = isWhole && needs.checkLetterLink(param(req, 'token'));
        showMessage(site, req, res, {
          status: good ? 200 : 404,
          title: 'site.letterCheck.title',
          text: good ? 'site.letterCheck.good' : 'site.letterCheck.bad',
        });
      },
    },
  ];
}
