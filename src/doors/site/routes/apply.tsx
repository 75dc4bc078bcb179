import type { Request, Response } from 'express';
import { digestOf } from '../../../kernel/digest-of.ts';
import { parseLanguage } from '../../../kernel/languages.ts';
import { ok, refuse } from '../../../kernel/outcome.ts';
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
import { FORM_TOKEN } from '../../../web/csrf.ts';
import type { Route } from '../../../web/routes.ts';
import { secondsUntil } from '../../../web/times.ts';
import { type SiteContext, visitOf } from '../context.ts';
import { makeOncePerForm } from '../once-per-form.ts';
import { APPLY_FORM, ApplyPage, DOUBTED, TRAP } from '../pages/apply-page.tsx';
import type { WrongPassword } from '../pages/new-password-fields.tsx';
import { ONCE_MORE_FORM, OnceMorePage } from '../pages/once-more-page.tsx';
import { fieldOrInstead, takesInstead } from '../pages/parts.tsx';
import { lastingText, showClosed } from '../respond.tsx';
import { BUSY_SECONDS, typedPassword } from '../typed-password.ts';
import { type FieldWrong, fieldWrong, passwordTroubleWords } from '../words.ts';

/** Code points. More than any field may have, so that nothing typed is lost before it is validated. */
const SHOWN = 2_000;
const AGAIN = 'apply';
const SURE = 'sure';

const limitWords = {
  day: 'site.apply.limited.day',
  domain: 'site.apply.limited.domain',
  open: 'site.apply.limited.open',
  unproved: 'site.apply.limited.unproved',
} as const satisfies Record<string, TextKey>;

/** What a form that is shown again has kept, made inert (hardening S3). */
interface Kept {
  readonly typed: TypedFields;
  /** The address on which it insists although it looks misspelt; '' for none. */
  readonly sure: string;
}

/** How the form is shown (again). */
interface Shown extends Kept {
  readonly status: number;
  readonly wrong?: Partial<Record<FieldName, FieldWrong>>;
  readonly wrongPassword?: WrongPassword;
  readonly trouble?: string;
  /** This visitor has passed the extra step, or needs none. */
  readonly person?: boolean;
}

const nothingTyped: TypedFields = forEachField(() => '');

export function applyRoutes(site: SiteContext, useCases: ApplyPageUseCases): readonly Route[] {
  const once = makeOncePerForm(site.clock);
  const { guard, languages, installation } = site;

  const show = (req: Request, res: Response, shown: Shown) => {
    const { language, token } = visitOf(site, req, res);
    const { wrong = {}, wrongPassword = {} } = shown;
    const page = (
      <ApplyPage
        language={language}
        token={token}
        serverName={installation.serverName}
        asked={useCases.askedFields}
        required={useCases.requiredFields}
        intro={installation.intro}
        forgotten={installation.forgotten}
        accept={{
          value: useCases.accept.value,
          links: ownLinks(site.own.pages, useCases.accept.names, language, ''),
        }}
        typed={shown.typed}
        wrong={wrong}
        wrongPassword={useCases.asksPassword ? wrongPassword : undefined}
        trouble={shown.trouble}
        sure={wrong.email?.instead === undefined ? shown.sure : shown.typed.email}
        again={shown.person ? guard.mark(req, res, AGAIN) : undefined}
      />
    );
    const error = shown.trouble !== undefined || [wrong, wrongPassword].some((each) => Object.keys(each).length > 0);
    const title = say(language, 'site.apply.title');
    site.send(
      res,
      shown.status,
      { title, language, error, switch: { form: APPLY_FORM }, children: page },
      shown.status === 200 && shown.typed === nothingTyped ? 'public' : 'personal',
    );
  };

  const showOnceMore = (req: Request, res: Response, { typed, sure }: Kept) => {
    const { language, token } = visitOf(site, req, res);
    const again = guard.mark(req, res, AGAIN);
    const { asksPassword } = useCases;
    const children = <OnceMorePage {...{ language, token, typed, again, sure, asksPassword }} />;
    const title = say(language, 'site.onceMore.title');
    site.send(res, 200, { title, language, switch: { form: ONCE_MORE_FORM }, children }, 'personal');
  };

  const tryAgain = (req: Request, res: Response, at: number, words: TextKey, kept: Kept) => {
    res.setHeader('Retry-After', secondsUntil(at, site.clock.now()));
    const language = languages.of(req, res);
    show(req, res, {
      status: 429,
      ...kept,
      trouble: say(language, words, { when: site.times.until(at, language) }),
      person: true,
    });
  };

  const apply = async (req: Request, res: Response, form: Form, madeAt: number): Promise<void> => {
    const kept = keptIn(form);
    const isMarked = guard.isMark(req, AGAIN, field(form, 'again'));
    // The switch posts the form, so that nothing typed is lost; nothing is validated then.
    const language = parseLanguage(form.get('switch'));
    if (language !== undefined) languages.keep(res, language);
    if (language !== undefined || form.has('edit')) return show(req, res, { status: 200, ...kept, person: isMarked });
    return hand(
      req,
      res,
      form,
      kept,
      isMarked || (field(form, TRAP) === '' && site.clock.now() - madeAt >= site.minimumTime),
    );
  };

  const hand = async (req: Request, res: Response, form: Form, kept: Kept, person: boolean): Promise<void> => {
    const language = languages.of(req, res);
    if (!useCases.isOpen()) {
      res.setHeader('Retry-After', 600);
      return show(req, res, { status: 503, ...kept, trouble: say(language, 'site.apply.closedMeanwhile'), person });
    }
    const exact = exactlyTyped(form);
    const { sure } = kept;
    if (!person) {
      // What is wrong comes first; the extra step is for a form that can be taken.
      const problems = useCases.problemsIn(exact, sure);
      if (problems.length > 0)
        return show(req, res, { status: 400, ...kept, wrong: wordsFor(problems, language), person });
      return showOnceMore(req, res, kept);
    }

    const { password, wrong } = useCases.asksPassword ? typedPassword(form) : { password: undefined, wrong: undefined };
    if (wrong !== undefined) {
      const wrongPassword = { [wrong.about]: say(language, wrong.key) };
      const problems = wordsFor(useCases.problemsIn(exact, sure), language);
      return show(req, res, { status: 400, ...kept, wrong: problems, wrongPassword, person });
    }

    const network = site.networkOf(req);
    const check = await site.nameChecks.take(network);
    if (!check.ok && !(await useCases.isEvent())) {
      return tryAgain(req, res, check.at, 'site.apply.limited.checks', kept);
    }
    const taken = await site.applications.take(network);
    if (!taken.ok && !(await useCases.isEvent())) {
      await useCases.networkFull(taken.at);
      return tryAgain(req, res, taken.at, 'site.apply.limited.network', kept);
    }
    const giveBack = async () => (taken.ok ? taken.giveBack() : undefined);

    let result: Awaited<ReturnType<typeof useCases.submit>>;
    try {
      // The token is this visitor's alone. Whoever came back to correct something sends another form.
      const sent = JSON.stringify([field(form, FORM_TOKEN), exact]);
      const submission = {
        typed: exact,
        language,
        network,
        form: sent,
        ...(sure !== '' && { sure }),
        ...(password !== undefined && { password }),
      };
      // Clicked twice, or reloaded while the response is on its way: one application, one letter.
      const submitted = await once(`${sent} ${digestOf(password ?? '')}`, async () => {
        // A taken name is answered with a free one; each name that is looked up for it counts like a typed one.
        const mayLookUp = async () => (await site.nameChecks.take(network)).ok || (await useCases.isEvent());
        const made = await useCases.submit(submission, mayLookUp);
        return made.kind === 'accepted' ? ok(made) : refuse('not-accepted', made);
      });
      result = submitted.ok ? submitted.value : submitted.detail;
    } catch (error) {
      await giveBack();
      const note = site.noteFault(error, { method: req.method, route: '/apply' });
      if (note.againIn !== undefined) res.setHeader('Retry-After', note.againIn);
      return show(req, res, {
        status: note.status,
        ...kept,
        trouble: lastingText(note, language) ?? say(language, 'site.apply.fault', { id: note.id }),
        person,
      });
    }
    if (result.kind === 'accepted') return res.redirect(303, `/check/${encodeURIComponent(result.ticket)}`);
    await giveBack();
    if (result.kind === 'limited') return tryAgain(req, res, result.at, limitWords[result.why], kept);
    if (result.kind === 'busy') {
      res.setHeader('Retry-After', BUSY_SECONDS);
      const wrongPassword = { password: say(language, 'site.password.busy') };
      return show(req, res, { status: 429, ...kept, wrongPassword, person });
    }
    const { problems, password: trouble } = result;
    const wrongPassword = trouble && { password: passwordTroubleWords(language, trouble) };
    return show(req, res, {
      ...{ status: 400, ...kept, wrong: wordsFor(problems, language), person },
      ...(wrongPassword !== undefined && { wrongPassword }),
    });
  };

  return [
    {
      path: '/',
      get: (req, res) =>
        useCases.isOpen() ? show(req, res, { status: 200, typed: nothingTyped, sure: '' }) : showClosed(site, req, res),
    },
    {
      path: '/apply',
      get: (_req, res) => res.redirect(303, '/'),
      post: apply,
      oldForm: (req, res, form) =>
        show(req, res, {
          status: 403,
          ...keptIn(form),
          trouble: say(languages.of(req, res), 'site.apply.oldForm'),
        }),
    },
  ];
}

const wordsFor = (problems: readonly FieldProblem[], language: Language): NonNullable<Shown['wrong']> =>
  Object.fromEntries(problems.map((one) => [one.field, fieldWrong(one, language)]));

/** Keyboards add a space at the end; nothing else is changed before it is validated. */
const exactlyTyped = (form: Form): TypedFields => forEachField((name) => fieldOrInstead(form, name).trim());

const keptIn = (form: Form): Kept => ({
  typed: forEachField((name) => plainText(fieldOrInstead(form, name), SHOWN, fields[name].input === 'paragraph')),
  sure: form.has(DOUBTED) && (form.has('switch') || takesInstead(form)) ? '' : plainText(field(form, SURE), SHOWN),
});
