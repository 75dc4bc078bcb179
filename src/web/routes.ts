import type { Express, NextFunction, Request, Response } from 'express';
import { type Form, readForm } from './body.ts';
import type { FormGuard } from './csrf.ts';
import { HttpProblem } from './http-problem.ts';

export type ShowHandler = (req: Request, res: Response) => void | Promise<void>;
/** @param madeAt when the form was made, epoch milliseconds; undefined: not a form of ours for this visitor */
export type FormHandler = (req: Request, res: Response, form: Form, madeAt: number) => void | Promise<void>;

/** One address and what it takes; anything else there is 405. */
export interface Route {
  readonly path: string;
  /** Also answers HEAD. Changes nothing. */
  readonly get?: ShowHandler;
  /** Only forms of our own pages come here. */
  readonly post?: FormHandler;
  /** Shows the form again, with what was typed, when its token does not fit. Left out: a page says that the form is too old. */
  readonly oldForm?: (req: Request, res: Response, form: Form) => void | Promise<void>;
}

/** A part of the path, decoded by Express. */
export const param = (req: Request, name: string): string => String(req.params[name] ?? '');

/** Mounts every route behind the same guards, in this order: where the request comes from, type and size, body, form token. */
export function mountRoutes(app: Express, routes: readonly Route[], guard: FormGuard): void {
  for (const route of routes) {
    const { path, get, post } = route;
    if (get) app.get(path, get);
    if (post) {
      app.post(path, async (req, res) => {
        guard.checkSource(req);
        const form = await readForm(req);
        const madeAt = guard.check(req, form.get('formToken') ?? '');
        if (madeAt !== undefined) return post(req, res, form, madeAt);
        if (route.oldForm) return route.oldForm(req, res, form);
        throw new HttpProblem('old-form');
      });
    }
    const allow = [...(get ? ['GET', 'HEAD'] : []), ...(post ? ['POST'] : [])];
    app.all(path, () => {
      throw new HttpProblem('method', { allow });
    });
  }
  app.use((_req: Request, _res: Response, next: NextFunction) => next(new HttpProblem('not-found')));
}
