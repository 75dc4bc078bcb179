import type { LoadedConfig } from '../config/load-config.ts';

/** The configuration of any Porter, judged. */
export type AnyLoaded = Extract<LoadedConfig, { readonly ok: true }>;

/** The configuration and the registration file of one that keeps the door. */
export type Loaded = Exclude<AnyLoaded, { readonly registration: undefined }>;

export const keepsTheDoor = (loaded: AnyLoaded): loaded is Loaded => loaded.registration !== undefined;
