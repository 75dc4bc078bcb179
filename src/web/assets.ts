import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { RequestHandler } from 'express';
import { Fault } from '../kernel/fault.ts';
import { fileTrouble } from '../kernel/file-trouble.ts';
import { doorLogo } from './door-logo.ts';
import { stylesheet } from './stylesheet.ts';

export interface Assets {
  /** Addresses whose names hold a hash of the content, so that browsers may keep what they name for ever. */
  readonly style: string;
  readonly logo: string;
  readonly icon: string;
  readonly iconType: string;
  /** Every address served, for the list of routes. */
  readonly paths: readonly string[];
  /** Serves them (GET and HEAD) and passes everything else on. */
  readonly handler: RequestHandler;
}

interface Asset {
  readonly type: string;
  readonly plain: Buffer;
  readonly packed: Buffer | undefined;
}

const PREFIX = '/assets/';
const MOST_LOGO_BYTES = 200 * 1024;
const logoTypes: Readonly<Record<string, string>> = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
};

/** Looked for where the package is installed, because packages stay outside the release bundle. */
const picoCss = (): string => createRequire(import.meta.url).resolve('@picocss/pico/css/pico.min.css');

/**
 * Style sheet and logo, read and packed once.
 *
 * @param logo path of the operator's picture; our door otherwise. Throws `Fault` when it cannot be used.
 */
export async function openAssets(logo?: string): Promise<Assets> {
  const served = new Map<string, Asset>();
  const add = (name: string, ending: string, type: string, content: Buffer): string => {
    const hash = createHash('sha256').update(content).digest('base64url').slice(0, 12);
    const address = `${PREFIX}${name}.${hash}${ending}`;
    const text = type.startsWith('text/') || type.includes('svg');
    served.set(address, { type, plain: content, packed: text ? gzipSync(content, { level: 9 }) : undefined });
    return address;
  };

  const style = add(
    'site',
    '.css',
    'text/css; charset=utf-8',
    Buffer.from(readFileSync(picoCss(), 'utf8') + stylesheet),
  );
  const own = logo === undefined ? undefined : await readLogo(logo);
  const { ending, type, content } = own ?? { ending: '.svg', type: 'image/svg+xml', content: Buffer.from(doorLogo) };
  const picture = add('logo', ending, type, content);

  return {
    style,
    logo: picture,
    icon: picture,
    iconType: type,
    paths: [...served.keys()],
    handler(req, res, next) {
      const asset = req.method === 'GET' || req.method === 'HEAD' ? served.get(req.path) : undefined;
      if (asset === undefined) return next();
      const packed = /\bgzip\b/.test(req.headers['accept-encoding'] ?? '') ? asset.packed : undefined;
      res.setHeader('Content-Type', asset.type);
      res.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
      res.setHeader('Vary', 'Accept-Encoding');
      if (packed) res.setHeader('Content-Encoding', 'gzip');
      res.setHeader('Content-Length', (packed ?? asset.plain).length);
      res.end(req.method === 'HEAD' ? undefined : (packed ?? asset.plain));
    },
  };
}

async function readLogo(file: string): Promise<{ ending: string; type: string; content: Buffer }> {
  const refused = (why: string, remedy?: string, cause?: unknown) =>
    new Fault(`The logo cannot be used: ${why}`, {
      code: 'site.logo',
      retryable: false,
      remedy: remedy ?? 'Set site.logo to a readable SVG, PNG, WebP or JPEG file of at most 200 kB.',
      scope: 'channel',
      cause,
    });
  const ending = path.extname(file).toLowerCase();
  const type = logoTypes[ending];
  if (type === undefined) throw refused(`files ending in "${ending}" are not known`);
  try {
    if ((await stat(file)).size > MOST_LOGO_BYTES) throw refused('it is larger than 200 kB');
    return { ending, type, content: await readFile(file) };
  } catch (error) {
    if (error instanceof Fault) throw error;
    const { why, remedy } = fileTrouble(file, error);
    throw refused(`${file} cannot be read: ${why}`, remedy, error);
  }
}
