import type { Config } from './config.ts';
import type { Loaded as LoadedConfig } from './load-config.ts';
import type { RegistrationConfig } from './parts/registration.ts';

/** The configuration of any Porter, judged. */
export type AnyLoaded = LoadedConfig;

/** The configuration and the registration file of one that keeps the door. */
export interface Loaded extends AnyLoaded {
  readonly config: Config & RegistrationConfig;
  readonly registration: NonNullable<AnyLoaded['registration']>;
}

export const keepsTheDoor = (loaded: AnyLoaded): loaded is Loaded => loaded.config.registration !== undefined;
