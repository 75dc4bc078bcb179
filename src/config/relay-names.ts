import { z } from 'zod';
import { field } from './fields.ts';
import { bad, good } from './read-secret.ts';

/** Parts of the paths of intake; a target of such a name could not be reached by a path. */
const RESERVED: ReadonlySet<string> = new Set([
  ...['message', 'notify', 'alertmanager', 'slack', 'hooks', 'v1', '_matrix', 'publish', 'send', 'trigger'],
]);

/** Lower-case letters, digits, `-` and `_`. */
const nameForm = /^[a-z0-9][a-z0-9_-]{0,62}$/;

/** Names under which the commands and the parts of Porter send. A sender of such a name could see what they sent, and pass for them. */
const OWN: ReadonlySet<string> = new Set(['command', 'porter']);

/** May a sender have this name? */
export const isSenderName = (text: string): boolean => nameForm.test(text) && !OWN.has(text);

const name = () => z.string().regex(nameForm, 'must begin with a letter or digit and hold only a-z, 0-9, - and _');

/** The name of a target. */
export const targetName = () =>
  name().refine((text) => !RESERVED.has(text), {
    error: ({ input }) => `must not be ${String(input)}, which is part of the address of a door`,
  });

/** The name of a sender. */
export const senderName = () =>
  name().refine((text) => !OWN.has(text), {
    error: ({ input }) => `must not be ${String(input)}, which is how Porter names what it sends itself`,
  });

/** A target, by its name. That it exists is checked across sections. */
export const targetReference = () =>
  field<string>({ type: 'string' }, (value) =>
    typeof value === 'string' && nameForm.test(value) ? good(value) : bad('must be the name of a target'),
  );
