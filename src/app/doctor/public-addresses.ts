import type { Config } from '../config.ts';

/** An origin that people or their programs open. */
export interface PublicOrigin {
  /** `https://join.example.org` */
  readonly origin: string;
  /** Where it stands in the configuration. */
  readonly keys: readonly string[];
}

/**
 * The addresses of this configuration that others open, each origin once.
 *
 * @param intake origin of the intake, if it is public
 */
export function publicOriginsOf({ site, homeserver, meetings }: Config, intake?: string): readonly PublicOrigin[] {
  const named: readonly (readonly [key: string, url: string | undefined])[] = [
    ['site.publicUrl', site?.publicUrl],
    ['homeserver.publicUrl', homeserver?.publicUrl],
    ['site.howToUrl', site?.howToUrl],
    ['meetings.url', meetings?.url],
    ['--intake', intake],
  ];
  const keysOf = new Map<string, readonly string[]>();
  for (const [key, url] of named) {
    if (url === undefined) continue;
    const { origin } = new URL(url);
    keysOf.set(origin, [...(keysOf.get(origin) ?? []), key]);
  }
  return [...keysOf].map(([origin, keys]) => ({ origin, keys }));
}
