import { jobKinds } from '../../../notifications/settings.ts';
import { jobView } from '../../outbox/job-rows.ts';
import { isoTime, type PersonalRows } from '../../shared/personal-rows.ts';
import { takeFromFolds } from '../take-from-folds.ts';
import { type TheirJob, theirJobs, theirsIn } from '../their-jobs.ts';
import { type ErasureNeeds, type PersonKeys, shownNotification } from './keys.ts';

const seqsOf = (jobs: readonly TheirJob[]): readonly number[] => jobs.map(({ row }) => row.seq);

function stateOf({ row }: TheirJob) {
  const { state, code, receipt, createdAt, doneAt } = jobView(row);
  const ended = { endedAt: isoTime(doneAt), code: code ?? null, words: receipt?.words ?? null };
  return { state, acceptedAt: isoTime(createdAt), ...ended };
}

/** What is or was on its way to the person. Of what arrived there is nothing left. */
const deliveries = ({ eraseJobs, now }: ErasureNeeds): PersonalRows<PersonKeys> => ({
  what: 'deliveries',
  read: async (on, keys) =>
    (await theirJobs(on, keys, jobKinds.deliver, jobKinds.correct)).map((job) => ({
      ...{ channel: job.row.place, address: job.payload['address'], ...stateOf(job) },
      says: shownNotification(job.payload),
    })),
  erase: async (tx, keys) =>
    eraseJobs(tx, seqsOf(await theirJobs(tx, keys, jobKinds.deliver, jobKinds.correct)), now()),
});

/** What will tell the person of everything that was collected. */
const digests = ({ eraseJobs, now }: ErasureNeeds): PersonalRows<PersonKeys> => ({
  what: 'digests',
  read: async (on, keys) =>
    (await theirJobs(on, keys, jobKinds.digest)).map(({ row, payload: { channel, address } }) => ({
      ...{ channel, address, dueAt: isoTime(row.due_at) },
    })),
  erase: async (tx, keys) => eraseJobs(tx, seqsOf(await theirJobs(tx, keys, jobKinds.digest)), now()),
});

/** What will tell the person, and perhaps others, of what came again. For the others it stays. */
const repetitions = ({ eraseJobs, now }: ErasureNeeds): PersonalRows<PersonKeys> => ({
  what: 'repetitions',
  read: async (on, keys) =>
    (await theirJobs(on, keys, jobKinds.fold)).map(({ row, payload }) => ({
      to: theirsIn(payload, keys).map(({ channel, address }) => ({ channel, address })),
      ...{ dueAt: isoTime(row.due_at), says: shownNotification(payload) },
    })),
  async erase(tx, keys) {
    const folds = await theirJobs(tx, keys, jobKinds.fold);
    const alone = await takeFromFolds(tx, folds, keys);
    await eraseJobs(tx, seqsOf(alone), now());
    return folds.length;
  },
});

/** What the person wrote and no room shows yet. */
const remarks = ({ eraseJobs, now }: ErasureNeeds): PersonalRows<PersonKeys> => ({
  what: 'remarksOnTheirWay',
  read: async (on, keys) =>
    (await theirJobs(on, keys, jobKinds.showRemark)).map((job) => {
      const { channel, name, text, room } = job.payload;
      return { channel, name, text, room, ...stateOf(job) };
    }),
  erase: async (tx, keys) => eraseJobs(tx, seqsOf(await theirJobs(tx, keys, jobKinds.showRemark)), now()),
});

export const jobRows = (needs: ErasureNeeds): readonly PersonalRows<PersonKeys>[] => [
  deliveries(needs),
  digests(needs),
  repetitions(needs),
  remarks(needs),
];
