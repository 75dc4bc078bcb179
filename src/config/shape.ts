import type { z } from 'zod';
import type { HostPort } from '../kernel/host-port.ts';
import type { Problem } from './problem.ts';
import type { YamlFile } from './yaml-file.ts';

/** Sections of the file by name. Each is optional or has a default. */
export type Sections = Readonly<Record<string, z.ZodType>>;

/** Sections after reading: times in milliseconds, paths absolute, URLs without a slash at the end, secrets as `Secret`. */
export type ConfigOf<S extends Sections> = { readonly [Name in keyof S]: z.output<S[Name]> };

/** A section that is useless without another one. */
export interface BelongsTogether {
  readonly section: string;
  readonly needs: string;
  /** Continues after the missing key: `is required beside registration: letters ask for the proof`. */
  readonly sentence: string;
  readonly remedy?: string | undefined;
}

/** The section that turns one part on, and the other sections that it reads. */
export interface PartShape {
  readonly section: string;
  /** Other sections that it reads if they are in the file. */
  readonly reads: readonly string[];
}

/** An address on which the configuration makes Porter listen. */
export interface Listening {
  /** Path of the key, e.g. `['meetings', 'tcp', 'inbound']`. */
  readonly key: readonly string[];
  readonly at: HostPort;
  /** What keeps strangers out when the address can be reached from other machines; undefined for public pages. */
  readonly guard?: string | undefined;
  /** Who is meant to connect, e.g. `the homeserver`. */
  readonly who?: string | undefined;
}

export interface Checked {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** The whole file, made up from what the parts declare. */
export interface ConfigShape<S extends Sections = Sections> {
  readonly sections: S;
  readonly parts: readonly PartShape[];
  readonly belongsTogether: readonly BelongsTogether[];
  /** Finds values that do not fit each other. Called only when every value is right by itself. */
  crossCheck(config: ConfigOf<S>, yaml: YamlFile): Checked;
  /** Every address that Porter would listen on; two equal ones are a problem. */
  listening(config: ConfigOf<S>): readonly Listening[];
}
