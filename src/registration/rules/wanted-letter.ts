import type { Application } from '../application.ts';
import type { PlainLetterKind } from './undelivered.ts';

type Wanted = (application: Application, entry: number) => boolean;

const always: Wanted = () => true;
const admitted: Wanted = ({ stage, entry: now }, entry) => stage === 'admitted' && now === entry;
const approved =
  (nameLost: boolean): Wanted =>
  (application, entry) =>
    application.stage === 'approved' && application.nameLost === nameLost && application.entry === entry;

const wanted = {
  received: ({ stage }) => stage !== 'submitted' && stage !== 'expired' && stage !== 'withdrawn',
  welcome: admitted,
  'welcome-reminder': admitted,
  'welcome-chosen': ({ stage, entry: now }, entry) => stage === 'settled' && now === entry,
  'approved-delayed': approved(false),
  'name-lost': approved(true),
  refused: ({ stage, entry: now }, entry) => (stage === 'declined' || stage === 'closed') && now === entry,
  expired: (application) => application.stage === 'expired' && application.why !== 'too-many-codes',
  'address-changed': always,
} as const satisfies Record<PlainLetterKind, Wanted>;

/** True unless the application has moved on and the letter would be wrong. @param entry the stage entry that it is about */
export const letterWanted = (kind: PlainLetterKind, application: Application, entry: number): boolean =>
  wanted[kind](application, entry);
