import { configShape } from '../app/config.ts';
import { printJsonSchema } from '../config/json-schema.ts';
import { printReference } from '../config/print-reference.ts';
import { printRegistrationSample } from '../config/print-registration.ts';
import { printSample } from '../config/print-sample.ts';
import { type Exit, FINE } from './exit.ts';
import { printRaw } from './print.ts';

export interface SchemaOptions {
  readonly sample?: boolean;
  readonly registration?: boolean;
  readonly reference?: boolean;
}

/** Prints one of the files that are made from the configuration's schema; without an option, the JSON schema. */
export async function schema({ sample, registration, reference }: SchemaOptions): Promise<Exit> {
  const print = sample
    ? printSample
    : registration
      ? printRegistrationSample
      : reference
        ? printReference
        : printJsonSchema;
  printRaw(print(configShape));
  return FINE;
}
