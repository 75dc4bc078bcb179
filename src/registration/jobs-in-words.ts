import type { Clock } from '../kernel/clock.ts';
import { fewAtATime } from '../kernel/few-at-a-time.ts';
import type { NewJob } from '../outbox/job.ts';
import type { JobsInWords, JobWords, KnownJob } from '../ports/job-words.ts';
import { say } from '../texts/say.ts';
import type { Application, Stage } from './application.ts';
import type { ApplicationStore } from './ports/application-store.ts';
import { type JobKind, type LetterKind, letterKinds, registrationKinds, sayInThread } from './rules/jobs.ts';
import { isPlainLetter, lossIsTold } from './rules/undelivered.ts';
import { letterWanted } from './rules/wanted-letter.ts';
import { stageInWords } from './team/stage-in-words.ts';

export interface JobsInWordsNeeds {
  readonly applications: Pick<ApplicationStore, 'find'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** What a job is about, read from its payload, or from its key once the payload is cleared. */
interface About {
  readonly application: Application;
  /** The stage entry that it was made for; undefined if it is not about one. */
  readonly entry: number | undefined;
  readonly letter: string | undefined;
  readonly detail: string;
}

interface Kind {
  /** @param to the applicant, `lena (#12)` */
  readonly what: (about: About, to: string) => string;
  /** What will not happen if `acts` is false. */
  readonly not: string;
  /** False if the handler will find nothing to do. */
  readonly acts: (about: About) => boolean;
}

const always = () => true;
const inEntry =
  (...stages: readonly Stage[]) =>
  ({ application: { stage, entry: now }, entry }: About) =>
    stages.includes(stage) && now === entry;

/** About one application; the other kinds are about the room. */
const kinds = {
  'registration.send-letter': {
    what: (about, to) => `${letterInWords(about)} to ${to}`,
    not: 'will not be sent',
    acts: ({ application, entry = application.entry, letter }) =>
      letter === 'prove'
        ? application.stage === 'submitted'
        : !isPlainLetter(letter) || letterWanted(letter, application, entry),
  },
  'registration.send-refusal': {
    what: (_about, to) => `refusal to ${to}`,
    not: 'will not be sent',
    acts: inEntry('declined'),
  },
  'registration.create-account': {
    what: (_about, to) => `account for ${to}`,
    not: 'will not be made',
    acts: (about) => inEntry('approved')(about) && !('nameLost' in about.application && about.application.nameLost),
  },
  'registration.adjust-account': {
    what: ({ detail }, to) => `${detail === '' ? 'change' : detail} the account of ${to}`,
    not: 'the account stays as it is',
    acts: (about) =>
      about.application.userId !== undefined &&
      (about.detail === 'unlock' ? inEntry('approved')(about) : about.detail !== 'close' || sameEntry(about)),
  },
  'registration.expire-application': {
    what: (_about, to) => `end of the application of ${to} if nothing happens until then`,
    not: 'does not end by this',
    acts: (about) => sameEntry(about),
  },
  'registration.tell-delay': {
    what: (_about, to) => `word to ${to} if the account is late`,
    not: 'nothing to say',
    acts: inEntry('approved'),
  },
  'registration.remind-welcome': {
    what: (_about, to) => `reminder to ${to} if the welcome link stays unused`,
    not: 'nothing to say',
    acts: inEntry('admitted'),
  },
  'registration.count-password': {
    what: (_about, to) => `password of ${to}, set without the welcome link`,
    not: 'nothing to count',
    acts: ({ application: { stage } }) => stage === 'admitted' || stage === 'approved',
  },
  'registration.show-notice': { what: (_about, to) => `notice of ${to}`, not: '', acts: always },
  'registration.look-at-notice': {
    what: (_about, to) => `look whether the notice of ${to} still stands`,
    not: 'nothing to look at',
    acts: inEntry('waiting'),
  },
  'registration.react-to-notice': {
    what: ({ detail }, to) => `${detail === '' ? 'reaction' : detail} on the notice of ${to}`,
    not: '',
    acts: always,
  },
  'registration.say-in-room': { what: (_about, to) => `word in the thread of ${to}`, not: '', acts: always },
} as const satisfies Partial<Record<JobKind, Kind>>;

const ofRoom: Readonly<Record<string, string>> = {
  'registration.practice-notice': 'practice notice in the team room',
  'registration.reply-in-room': 'reply in the team room',
  'registration.react-to-notice': 'reaction in the team room',
} satisfies Record<Exclude<JobKind, keyof typeof kinds> | 'registration.react-to-notice', string>;

const sameEntry = ({ application, entry }: About): boolean => application.entry === entry;
const letterInWords = ({ letter, application }: About): string => {
  if (!isLetter(letter)) return 'email';
  const isGone = application.stage === 'expired' && application.why === 'account-gone';
  return `email "${letter === 'expired' && isGone ? say('en', 'room.detail.expired.account-gone') : say('en', `room.letter.${letter}`)}"`;
};
const isLetter = (letter: string | undefined): letter is LetterKind => letterKinds.some((kind) => kind === letter);

/** Says in one line what each job of registration does, for `porter outbox`, and whether it still will. */
export function makeJobsInWords({ applications, clock }: JobsInWordsNeeds): JobsInWords {
  /** Several jobs are about the same application, which is read once. */
  async function aboutThem(jobs: readonly KnownJob[]): Promise<readonly (About | undefined)[]> {
    const parts = jobs.map(read);
    const ids = new Set(parts.flatMap(({ id }) => id ?? []));
    const found = new Map(await fewAtATime(ids, async (id) => [id, await applications.find(id)] as const));
    return parts.map(({ id, entry, letter, detail }) => {
      const application = id === undefined ? undefined : found.get(id);
      return application && { application, entry, letter, detail };
    });
  }

  return {
    async describe(jobs) {
      const about = await aboutThem(jobs);
      return jobs.map((job, index) => wordsOf(job, about[index]));
    },

    async dropped(job): Promise<readonly NewJob[]> {
      const [about] = await aboutThem([job]);
      if (about === undefined) return [];
      const { application, letter } = about;
      const values = { id: application.shortId };
      const said = (what: Parameters<typeof sayInThread>[1]) => [
        { ...sayInThread(application, what, values, clock.now()), key: `say:dropped:${job.key}` },
      ];
      if (job.kind === 'registration.create-account' && kinds[job.kind].acts(about))
        return said('room.thread.accountDropped');
      if (job.kind === 'registration.send-refusal' && kinds[job.kind].acts(about))
        return said('room.thread.refusalDropped');
      if (job.kind !== 'registration.send-letter' || !isPlainLetter(letter) || !kinds[job.kind].acts(about)) return [];
      return lossIsTold(letter) ? said('room.thread.letterDropped') : [];
    },
  };
}

function wordsOf(job: KnownJob, about: About | undefined): JobWords | undefined {
  if (!registrationKinds.some((kind) => kind === job.kind)) return undefined;
  const kind: Kind | undefined = Object.hasOwn(kinds, job.kind) ? kinds[job.kind as keyof typeof kinds] : undefined;
  if (about === undefined || kind === undefined) return withoutApplication(job);
  const { application } = about;
  const what = kind.what(about, `${application.localpart} (#${application.shortId})`);
  if (job.payload === undefined || kind.acts(about)) return { what, idle: undefined };
  return { what, idle: `${whyNot(about, acting.has(job.kind))}: ${kind.not}` };
}

function withoutApplication({ kind, payload }: KnownJob): JobWords {
  const room = ofRoom[kind];
  if (room !== undefined) return { what: room, idle: undefined };
  const what = kind.slice(kind.indexOf('.') + 1).replaceAll('-', ' ');
  return { what, idle: payload === undefined ? undefined : 'its application is gone: nothing will happen' };
}

/** Kinds that act on one decision. */
const acting: ReadonlySet<string> = new Set<JobKind>(['registration.create-account', 'registration.send-refusal']);

function whyNot({ application, entry }: About, acts: boolean): string {
  const { localpart, stage, entry: now } = application;
  if (stage === 'approved' && application.nameLost) return `${localpart} has to pick another name`;
  const again = acts && entry !== undefined && entry !== now && (stage === 'approved' || stage === 'declined');
  return again
    ? `${localpart} was decided on again since`
    : `the application of ${localpart} is now "${stageInWords(application, 'en')}"`;
}

/** Keys end with the ID of the application and the stage entry. */
const keyEnd = /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?::(\d+))?$/;

function read({ key, payload = {} }: KnownJob) {
  const [, idInKey, entryInKey] = keyEnd.exec(key) ?? [];
  const { id = idInKey, entry = entryInKey, letter = /^letter:([a-z-]+):/.exec(key)?.[1], what, mark } = payload;
  const inKey = /^mark:([✅❌]):|^(lock|unlock|close)-account:/u.exec(key) ?? [];
  const detail = [mark, what, inKey[1], inKey[2]].find(isDetail);
  return {
    id: typeof id === 'string' ? id : undefined,
    entry: entry === undefined ? undefined : Number(entry),
    letter: typeof letter === 'string' ? letter : undefined,
    detail: detail ?? '',
  };
}

const details: ReadonlySet<unknown> = new Set(['✅', '❌', 'lock', 'unlock', 'close']);
const isDetail = (what: unknown): what is string => details.has(what);
