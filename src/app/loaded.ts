import type { LoadedConfig } from '../config/load-config.ts';

/** The configuration and the registration file, both judged. */
export type Loaded = Extract<LoadedConfig, { readonly ok: true }>;
