import type { Response } from 'express';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { type Page, PageFrame, type Surroundings } from './page-frame.tsx';

/** `personal`: shows what belongs to one person, or came by a secret link, and is kept nowhere. */
export type SendPage = (res: Response, status: number, page: Page, kind: 'personal' | 'public') => void;

export function makeSendPage(site: Surroundings): SendPage {
  return (res, status, page, kind) => {
    const body = Buffer.from(`<!doctype html>${renderToString(h(PageFrame, { page, site }))}`);
    res.statusCode = status;
    res.setHeader('Content-Type', 'text/html; charset=utf-8');
    res.setHeader('Content-Language', page.language);
    // A public page still holds the visitor's form token.
    res.setHeader('Cache-Control', kind === 'personal' ? 'no-store' : 'private, no-cache');
    res.setHeader('Vary', 'Accept-Language, Cookie');
    res.setHeader('Content-Length', body.length);
    res.end(res.req.method === 'HEAD' ? undefined : body);
  };
}
