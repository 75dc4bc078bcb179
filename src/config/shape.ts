import type { z } from 'zod';
import type { HostPort } from '../kernel/host-port.ts';
import type { Problem } from './problem.ts';
import type { YamlFile } from './yaml-file.ts';

/** Sections of the file by their name; each is optional or has a default. */
export type Sections = Readonly<Record<string, z.ZodType>>;

/** What sections are once they are read: times in milliseconds, paths absolute, URLs without a slash at the end, secrets as `Secret`. */
export type ConfigOf<S extends Sections> = { readonly [Name in keyof S]: z.output<S[Name]> };

/** A section that is of no use without another one. */
export interface BelongsTogether {
  readonly section: string;
  readonly needs: string;
  /** Goes on after the key of what is missing: `is required beside registration: letters ask for the proof`. */
  readonly sentence: string;
  readonly remedy?: string | undefined;
}

/** What one section makes Porter do, and which others it reads. */
export interface PartShape {
  /** Its own sections; it is configured when one of them stands in the file. */
  readonly sections: readonly string[];
  /** Further sections that it reads where they stand. */
  readonly reads: readonly string[];
}

/** An address that the configuration makes Porter listen on. */
export interface Listening {
  /** Path of the key, e.g. `['meetings', 'tcp', 'inbound']`. */
  readonly key: readonly string[];
  readonly at: HostPort;
  /** What keeps strangers out, where others than this machine's programs may come; undefined for public pages. */
  readonly guard?: string | undefined;
  /** Who may come there, e.g. `the homeserver`. */
  readonly who?: string | undefined;
}

export interface Checked {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** The whole file as the parts make it up. */
export interface ConfigShape<S extends Sections = Sections> {
  readonly sections: S;
  readonly parts: readonly PartShape[];
  readonly belongsTogether: readonly BelongsTogether[];
  /** What no single value shows: values held against each other. Asked only once every value is right by itself. */
  judge(config: ConfigOf<S>, yaml: YamlFile): Checked;
  /** Two of them never have the same address. */
  listening(config: ConfigOf<S>): readonly Listening[];
}
