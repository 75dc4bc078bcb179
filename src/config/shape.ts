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

/** A channel that may have further accounts, each in a section `channels.<service>@<name>`. */
export interface AccountShape {
  /** What stands before the `@`. */
  readonly service: string;
  /** How an account is read, once it has everything that it takes over. */
  readonly section: z.ZodType;
  /** Where the settings stand that an account takes over: the first of these paths that is a section in the file. */
  readonly plain: readonly (readonly string[])[];
  /**
   * Settings that an account does not take over because of its own, besides those of the same name: other spellings, what cannot stand beside
   * them, and what proves to one server who Porter is if the account has another server.
   *
   * @param own the section of the account as it stands in the file
   */
  readonly displacedBy: (own: Readonly<Record<string, unknown>>) => readonly string[];
}

/** The whole file, made up from what the parts declare. */
export interface ConfigShape<S extends Sections = Sections> {
  readonly sections: S;
  readonly parts: readonly PartShape[];
  readonly belongsTogether: readonly BelongsTogether[];
  readonly accounts: readonly AccountShape[];
  /** Finds values that do not fit each other. Called only when every value is right by itself. */
  crossCheck(config: ConfigOf<S>, yaml: YamlFile): Checked;
  /** Every address that Porter would listen on; two equal ones are a problem. */
  listening(config: ConfigOf<S>): readonly Listening[];
}
