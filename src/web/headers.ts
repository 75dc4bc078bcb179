import type { RequestHandler, Response } from 'express';
import helmet from 'helmet';

const YEAR = 365 * 24 * 3_600;

const PERMISSIONS = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'microphone',
  'payment',
  'usb',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

/**
 * Headers of every response. No scripts at all, nothing from elsewhere, no framing. HSTS only where the pages are served
 * behind TLS. The referrer stays on our own pages: `no-referrer` would make browsers send `Origin: null` with our forms.
 */
export function makeHeaders(publicUrl: string): RequestHandler {
  const secure = new URL(publicUrl).protocol === 'https:';
  const guard = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: secure ? { maxAge: YEAR, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
    // Without TLS the browser would ignore it with a warning in its console.
    crossOriginOpenerPolicy: secure,
    originAgentCluster: secure,
  });
  return (req, res, next) => {
    res.setHeader('Permissions-Policy', PERMISSIONS);
    // Pages and pictures that may be kept say so themselves. Redirects must not be kept: they may hold secret links.
    res.setHeader('Cache-Control', 'no-store');
    guard(req, res, next);
  };
}

/**
 * Call this for a page whose form is answered with a redirect to another origin. Chromium applies `form-action` to redirects as
 * well and would stop there.
 *
 * @param origin as `URL.origin` writes it
 */
export function letFormsLeadTo(res: Response, origin: string): void {
  const policy = String(res.getHeader('Content-Security-Policy') ?? '');
  res.setHeader('Content-Security-Policy', policy.replace("form-action 'self'", `form-action 'self' ${origin}`));
}

/** Call this for a page with a frame in it. The frame shows a page of ours, for which `letOurPagesFrame` is called. */
export function letFrameOurPages(res: Response): void {
  const policy = String(res.getHeader('Content-Security-Policy') ?? '');
  res.setHeader('Content-Security-Policy', `${policy};frame-src 'self'`);
}

/** Call this for a page that stands in a frame of our own pages: nothing on it can be pressed that changes anything. */
export function letOurPagesFrame(res: Response): void {
  const policy = String(res.getHeader('Content-Security-Policy') ?? '');
  res.setHeader('Content-Security-Policy', policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'"));
  res.setHeader('X-Frame-Options', 'SAMEORIGIN');
}
