import type { Request, Response } from 'express';
import { plainText } from '../../../kernel/plain-text.ts';
import type { ApplyPageUseCases } from '../../../registration/apply/apply-page.ts';
import {
  type FieldName,
  type FieldProblem,
  fields,
  forEachField,
  type TypedFields,
} from '../../../registration/fields.ts';
import { ownLinks } from '../../../texts/own-links.ts';
import { type Language, say, type TextKey } from '../../../texts/say.ts';
import { type Form, field } from '../../../web/body.ts';
import { parseLanguage } from '../../../web/language.ts';
import type { Route } from '../../../web/routes.ts';
import { secondsUntil } from '../../../web/times.ts';
import { type SiteContext, visitOf } from '../context.ts';
import { APPLY_FORM, ApplyPage, TRAP } from '../pages/apply-page.tsx';
import { ONCE_MORE_FORM, OnceMorePage } from '../pages/once-more-page.tsx';
import { showClosed } from '../respond.tsx';
import { problemWords } from '../words.ts';

/** Code points. More than any field may have, so that nothing typed is lost before it is validated. */
const SHOWN = 2_000;
const AGAIN = 'apply';

const limitWords = {
  day: 'site.apply.limited.day',
  domain: 'site.apply.limited.domain',
  open: 'site.apply.limited.open',
} as const satisfies Record<string, TextKey>;

/** How the form is shown (again). */
interface Shown {
  readonly status: number;
  readonly typed: TypedFields;
  readonly wrong?: Partial<Record<FieldName, string>>;
  readonly trouble?: string;
  /** This visitor has passed the extra step, or needs none. */
  readonly person?: boolean;
}

const nothingTyped: TypedFields = forEachField(() => '');

export function applyRoutes(site: SiteContext, useCases: ApplyPageUseCases): readonly Route[] {
  const { guard, languages, installation } = site;

  const show = (req: Request, res: Response, shown: Shown) => {
    const { language, token } = visitOf(site, req, res);
    const wrong = shown.wrong ?? {};
    const page = (
      <ApplyPage
        language={language}
        token={token}
        serverName={installation.serverName}
        required={useCases.requiredFields}
        intro={installation.intro}
        accept={{
          value: useCases.accept.value,
          links: ownLinks(site.own.pages, useCases.accept.names, language, ''),
        }}
        typed={shown.typed}
        wrong={wrong}
        trouble={shown.trouble}
        again={shown.person ? guard.mark(req, res, AGAIN) : undefined}
      />
    );
    const error = shown.trouble !== undefined || Object.keys(wrong).length > 0;
    const title = say(language, 'site.apply.title');
    site.send(
      res,
      shown.status,
      { title, language, error, switch: { form: APPLY_FORM }, children: page },
      shown.status === 200 && shown.typed === nothingTyped ? 'public' : 'personal',
    );
  };

  const showOnceMore = (req: Request, res: Response, typed: TypedFields) => {
    const { language, token } = visitOf(site, req, res);
    const again = guard.mark(req, res, AGAIN);
    const children = <OnceMorePage language={language} token={token} typed={typed} again={again} />;
    const title = say(language, 'site.onceMore.title');
    site.send(res, 200, { title, language, switch: { form: ONCE_MORE_FORM }, children }, 'personal');
  };

  const tryAgain = (req: Request, res: Response, at: number, words: TextKey, typed: TypedFields) => {
    res.setHeader('Retry-After', secondsUntil(at, site.clock.now()));
    const language = languages.of(req, res);
    show(req, res, {
      status: 429,
      typed,
      trouble: say(language, words, { when: site.times.until(at, language) }),
      person: true,
    });
  };

  const apply = async (req: Request, res: Response, form: Form, madeAt: number): Promise<void> => {
    const typed = typedIn(form);
    const isMarked = guard.isMark(req, AGAIN, field(form, 'again'));
    // The switch posts the form, so that nothing typed is lost; nothing is validated then.
    const language = parseLanguage(form.get('switch'));
    if (language !== undefined) languages.keep(res, language);
    if (language !== undefined || form.has('edit')) return show(req, res, { status: 200, typed, person: isMarked });
    return hand(
      req,
      res,
      form,
      typed,
      isMarked || (field(form, TRAP) === '' && site.clock.now() - madeAt >= site.minimumTime),
    );
  };

  const hand = async (req: Request, res: Response, form: Form, typed: TypedFields, person: boolean): Promise<void> => {
    const language = languages.of(req, res);
    if (!useCases.isOpen()) {
      res.setHeader('Retry-After', 600);
      return show(req, res, { status: 503, typed, trouble: say(language, 'site.apply.closedMeanwhile'), person });
    }
    const exact = exactlyTyped(form);
    if (!person) {
      // What is wrong comes first; the extra step is for a form that can be taken.
      const problems = useCases.problemsIn(exact);
      if (problems.length > 0)
        return show(req, res, { status: 400, typed, wrong: wordsFor(problems, language), person });
      return showOnceMore(req, res, typed);
    }

    const network = site.networkOf(req);
    const check = await site.nameChecks.take(network);
    if (!check.ok) return tryAgain(req, res, check.at, 'site.apply.limited.checks', typed);
    const taken = await site.applications.take(network);
    if (!taken.ok) return tryAgain(req, res, taken.at, 'site.apply.limited.network', typed);

    let result: Awaited<ReturnType<typeof useCases.submit>>;
    try {
      result = await useCases.submit({ typed: exact, language });
    } catch (error) {
      await taken.giveBack();
      const note = site.noteFault(error, { method: req.method, route: '/apply' });
      if (note.againIn !== undefined) res.setHeader('Retry-After', note.againIn);
      return show(req, res, {
        status: note.status,
        typed,
        trouble: say(language, 'site.apply.fault', { id: note.id }),
        person,
      });
    }
    if (result.kind === 'accepted') return res.redirect(303, `/check/${encodeURIComponent(result.ticket)}`);
    await taken.giveBack();
    if (result.kind === 'limited') return tryAgain(req, res, result.at, limitWords[result.why], typed);
    return show(req, res, { status: 400, typed, wrong: wordsFor(result.problems, language), person });
  };

  return [
    {
      path: '/',
      get: (req, res) =>
        useCases.isOpen() ? show(req, res, { status: 200, typed: nothingTyped }) : showClosed(site, req, res),
    },
    {
      path: '/apply',
      get: (_req, res) => res.redirect(303, '/'),
      post: apply,
      oldForm: (req, res, form) =>
        show(req, res, {
          status: 403,
          typed: typedIn(form),
          trouble: say(languages.of(req, res), 'site.apply.oldForm'),
        }),
    },
  ];
}

const wordsFor = (problems: readonly FieldProblem[], language: Language): NonNullable<Shown['wrong']> =>
  Object.fromEntries(problems.map((one) => [one.field, say(language, problemWords(one))]));

/** Keyboards add a space at the end; nothing else is changed before it is validated. */
const exactlyTyped = (form: Form): TypedFields => forEachField((name) => field(form, name).trim());

/** What is shown again: made inert (hardening S3). */
const typedIn = (form: Form): TypedFields =>
  forEachField((name) => plainText(field(form, name), SHOWN, fields[name].input === 'paragraph'));
