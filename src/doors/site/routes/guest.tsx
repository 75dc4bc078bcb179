import type { Request, Response } from 'express';
import type { InvitationRefusal } from '../../../meetings/use-cases.ts';
import { say } from '../../../texts/say.ts';
import { type Form, field } from '../../../web/body.ts';
import { FORM_TOKEN } from '../../../web/csrf.ts';
import { letFormsLeadTo } from '../../../web/headers.ts';
import { HttpProblem } from '../../../web/http-problem.ts';
import { param, type Route } from '../../../web/routes.ts';
import { type GuestContext, visitOf } from '../context.ts';
import { makeOncePerForm } from '../once-per-form.ts';
import { GuestPage } from '../pages/guest-page.tsx';
import { type Message, showMessage, switchTo } from '../respond.tsx';

const messageOf = {
  unknown: { status: 404, title: 'site.meeting.unknown.title', text: 'site.meeting.unknown.text' },
  'used-up': { status: 410, title: 'site.meeting.usedUp.title', text: 'site.meeting.usedUp.text' },
  ended: { status: 410, title: 'site.meeting.ended.title', text: 'site.meeting.ended.text' },
  refused: { status: 409, title: 'site.meeting.refused.title', text: 'site.meeting.refused.text' },
  revoked: { status: 410, title: 'site.meeting.revoked.title', text: 'site.meeting.revoked.text' },
} as const satisfies Record<InvitationRefusal, Message>;

/** The page behind an invitation. Opening it changes nothing, because programs open links too; only the button joins. */
export function guestRoutes(page: GuestContext): readonly Route[] {
  const { guests } = page;
  const once = makeOncePerForm(page.clock);

  /** Only unknown links count: a valid one is shown, whatever else came from its network. */
  const turnAway = async (req: Request, res: Response, why: InvitationRefusal) => {
    if (why === 'unknown') {
      const taken = await page.unknownLinks.take(page.networkOf(req));
      if (!taken.ok) throw new HttpProblem('too-many', { at: taken.at });
    }
    showMessage(page, req, res, messageOf[why]);
  };

  /** @param wrong true when what was typed is not a name */
  const show = async (req: Request, res: Response, wrong = false) => {
    const link = param(req, 'token');
    const peeked = await guests.peekInvitation(link);
    if (!peeked.ok) return turnAway(req, res, peeked.refusal);
    const visit = visitOf(page, req, res);
    const path = `/meet/${encodeURIComponent(link)}`;
    letFormsLeadTo(res, peeked.value.leadsTo);
    page.send(
      res,
      wrong ? 400 : 200,
      {
        title: say(visit.language, 'site.meeting.title'),
        ...{ language: visit.language, error: wrong, switch: switchTo(req, path) },
        children: <GuestPage {...visit} action={path} view={peeked.value} times={page.times} wrong={wrong} />,
      },
      'personal',
    );
  };

  /** Limits the joins with one link, so that one in the wrong hands floods neither the log of tokens nor the meeting. */
  const joinWithin = async (link: string, typed: string) => {
    const taken = await page.joins.take(link);
    if (!taken.ok) throw new HttpProblem('too-many', { at: taken.at });
    const outcome = await guests.joinMeeting(link, typed);
    if (!outcome.ok) await taken.giveBack();
    return outcome;
  };

  const join = async (req: Request, res: Response, form: Form) => {
    const link = param(req, 'token');
    const typed = field(form, 'name');
    const outcome = await once([link, field(form, FORM_TOKEN), typed].join('\n'), () => joinWithin(link, typed));
    if (outcome.ok) return res.redirect(303, outcome.value.url);
    return outcome.refusal === 'name' ? show(req, res, true) : turnAway(req, res, outcome.refusal);
  };

  return [{ path: '/meet/:token', get: (req, res) => show(req, res), post: join }];
}
