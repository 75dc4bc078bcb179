import { ok, refuse } from '../../../kernel/outcome.ts';
import type { RegistrationSettings } from '../../settings.ts';
import type { ToldField } from './field.ts';

/** `terms 1a2b3c4d5e6f, rules 0f9e8d7c6b5a`: what the box on the form stands for; '' when nothing has to be accepted. */
export const toAccept = ({ accept }: Pick<RegistrationSettings, 'accept'>): string =>
  accept.map(({ name, version }) => `${name} ${version}`).join(', ');

/**
 * Which versions of the operator's texts were accepted with the form. The box sends what it stood for when the page was made, so
 * nobody accepts a text that changed while the form was open.
 */
export const accepted: ToldField<'not-accepted' | 'changed'> = {
  kept: 'told',
  input: 'tick',
  inputLength: 100,
  cap: 100,
  name: 'field.accepted.name',
  onNotice: 'nowhere',
  words: {
    label: 'field.accepted.label',
    hint: 'field.accepted.hint',
    refusals: { 'not-accepted': 'field.accepted.notAccepted', changed: 'field.accepted.changed' },
  },
  isRequired: ({ accept }) => accept.length > 0,
  validate(typed, settings) {
    const wanted = toAccept(settings);
    if (wanted === '' || typed === wanted) return ok(wanted);
    return refuse(typed === '' ? 'not-accepted' : 'changed');
  },
};
