export type Part =
  | 'synapse'
  | 'apprise'
  | 'nio'
  | 'shoutrrr'
  | 'chromium'
  | 'prosody'
  | 'ejabberd'
  | 'postgres'
  | 'alertmanager'
  | 'promtool'
  | 'nginx'
  | 'postfix'
  | 'opensmtpd'
  | 'mariadb';
/** The folder `.cache` of the repository, absolute. */
export const CACHE: string;
export const SYNAPSE_HOME: string;
export const SYNAPSE_STAMP: string;
export const PUBLISHERS_HOME: string;
export const PUBLISHERS_STAMP: string;
export const SHOUTRRR_MODULE: string;
export const SHOUTRRR_HOME: string;
export const UNPACKED_HOME: string;
export const UNPACKED: Readonly<Partial<Record<Part, readonly string[]>>>;
export const HOW_TO_GET: Readonly<Record<Part, string>>;
export const DEBIAN_PACKAGE: Readonly<
  Record<Exclude<Part, 'synapse' | 'apprise' | 'nio' | 'shoutrrr' | 'postfix' | 'opensmtpd' | 'mariadb'>, string>
>;
/** Path of the program (PostgreSQL and ejabberd: the folder of its programs; nio: a Python that has it), or undefined. */
export function findPart(name: Part): string | undefined;
