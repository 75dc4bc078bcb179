import { createRequire } from 'node:module';

/** Any object of the schema (TL): it is the client library's, and large. */
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Tl = any;

/** What the stand-in takes from the installed client library, so that both speak the same layer of the schema. */
export interface TlLibrary {
  readonly Api: Tl;
  readonly BinaryReader: new (data: Buffer) => { tgReadObject(): Tl };
  readonly bigInt: (value: string) => Tl;
  /** Keys that the client trusts, by fingerprint. */
  readonly serverKeys: Map<string, { readonly n: Tl; readonly e: number }>;
}

export function loadTeleproto(): TlLibrary {
  const require = createRequire(import.meta.url);
  const inside = createRequire(require.resolve('telegram'));
  return {
    Api: require('telegram').Api,
    BinaryReader: inside('./extensions/index.js').BinaryReader,
    bigInt: inside('big-integer'),
    serverKeys: inside('./crypto/RSA.js')._serverKeys,
  };
}
