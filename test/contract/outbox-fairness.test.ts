import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { placeOf } from '../../src/kernel/channel-name.ts';
import { freeHands, usualHands } from '../../src/outbox/hands.ts';
import { done, type Job, type JobResult, type Lane, lanes, later, nothing } from '../../src/outbox/job.ts';
import { openTestSqlite } from './databases.ts';
import { down, fault, HOUR, pass, SECOND, start } from './outbox-rig.ts';
import { aJob, NOW } from './samples.ts';

const anyLane = fc.constantFrom(...lanes);

/** What becomes of every job of a place, until all places are mended. */
type Conduct = 'answers' | 'hangs' | 'is down' | 'blames another' | 'refuses some' | 'has nothing to do';
const anyConduct = fc.constantFrom<Conduct>(
  'answers',
  'hangs',
  'is down',
  'blames another',
  'refuses some',
  'has nothing to do',
);

const PLACES = ['email', 'team-room', 'account', 'clock'];
const anyWorld = fc.tuple(anyConduct, anyConduct, anyConduct);
const anyJobs = fc.array(
  fc.record({ place: fc.constantFrom(...PLACES), to: fc.integer({ min: 0, max: 30 }), lane: anyLane }),
  { minLength: 30, maxLength: 120 },
);

describe('outbox: nobody takes everything', () => {
  test('P: whatever is at work, each lane has two hands of its own, and no lane more than sixteen', () => {
    fc.assert(
      fc.property(fc.array(anyLane, { maxLength: 60 }), (order) => {
        const atWork: Lane[] = [];
        for (const lane of order) if (freeHands(usualHands, lane, atWork) > 0) atWork.push(lane);
        for (const lane of lanes) {
          const own = atWork.filter((each) => each === lane).length;
          const free = freeHands(usualHands, lane, atWork);
          assert.ok(own + free >= 2, `${lane} finds a hand`);
          assert.ok(own + free <= 16, `${lane} leaves hands to others`);
        }
        assert.ok(atWork.length <= 24);
      }),
    );
  });

  test('P: however places hang, fail and answer, jobs of a place that works are tried at once, codes before all, and none is lost or done twice', async () => {
    await fc.assert(
      fc.asyncProperty(anyWorld, anyJobs, async (conducts, wanted) => {
        await using opened = await openTestSqlite();
        const conductOf = new Map<string, Conduct>(PLACES.map((place, n) => [place, conducts[n] ?? 'answers']));
        let mended = false;
        const busyQueues = new Set<string>();
        const finished: string[] = [];
        const queueOf = ({ lane, destination }: Pick<Job, 'lane' | 'destination'>) => `${lane} ${destination}`;

        async function attempt(job: Job, signal: AbortSignal): Promise<JobResult> {
          if (mended) return done();
          switch (conductOf.get(placeOf(job.destination))) {
            case 'hangs':
              await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('cut off'))));
              return done();
            case 'is down':
              throw down();
            case 'blames another':
              throw down({ place: 'homeserver' });
            case 'refuses some':
              if (job.attempt < 3 && Number(job.payload['n']) % 3 === 0) throw fault();
              return Number(job.payload['n']) % 3 === 1 && job.attempt === 1
                ? later(opened.clock.now() + SECOND)
                : done();
            case 'has nothing to do':
              return nothing;
            default:
              return done();
          }
        }
        await using running = start(
          opened,
          async (job, { signal }) => {
            assert.ok(!busyQueues.has(queueOf(job)), 'one at a time in a queue');
            busyQueues.add(queueOf(job));
            try {
              const result = await attempt(job, signal);
              if (result.kind !== 'later') finished.push(job.key);
              return result;
            } finally {
              busyQueues.delete(queueOf(job));
            }
          },
          { placeNeeds: { 'team-room': ['homeserver'] } },
        );
        const jobs = wanted.map(({ place, to, lane }, n) =>
          aJob({ key: `${n}`, destination: `${place}:${to}`, lane, payload: { n }, expiresAt: NOW + 99 * HOUR }),
        );
        await opened.storage.jobs.add(jobs);

        // Nothing moves the clock: whoever waits for a broken place waits for ever here.
        const works = (place: string) =>
          ['answers', 'has nothing to do'].includes(conductOf.get(place) ?? '') &&
          (place !== 'team-room' || !conducts.includes('blames another'));
        const healthy = jobs.filter(({ destination }) => works(placeOf(destination)));
        await running.until(() => healthy.every(({ key }) => finished.includes(key)));

        mended = true;
        running.outbox.resume();
        await pass(opened, 5 * 60 * SECOND, 5 * SECOND);
        const waiting = async () =>
          (await opened.storage.desk.list({ limit: 200 })).filter(({ state }) => state !== 'done');
        for (let minutes = 0; minutes < 60 && (await waiting()).length > 0; minutes += 1)
          await pass(opened, 60 * SECOND, 10 * SECOND);
        assert.deepEqual(
          (await waiting()).map(({ key, state, code }) => [key, state, code]),
          [],
        );
        assert.deepEqual(finished.toSorted(), jobs.map(({ key }) => key).toSorted(), 'each once');
        assert.deepEqual(running.outbox.pausedPlaces(), []);

        // A queue keeps its order where no job of it fell back by a fault of its own.
        for (const queue of new Set(jobs.map(queueOf))) {
          const place = placeOf(queue.slice(queue.indexOf(' ') + 1));
          const conduct = conductOf.get(place);
          const keepsOrder = conduct === 'answers' || conduct === 'is down' || conduct === 'has nothing to do';
          if (!keepsOrder && !(conduct === 'blames another' && place === 'team-room')) continue;
          const mine = new Set(jobs.filter((job) => queueOf(job) === queue).map(({ key }) => key));
          const order = finished.filter((key) => mine.has(key)).map(Number);
          assert.deepEqual(
            order,
            order.toSorted((a, b) => a - b),
            queue,
          );
        }
      }),
      {
        numRuns: 10,
        endOnFailure: true,
        examples: [
          [
            ['hangs', 'is down', 'blames another'],
            Array.from({ length: 100 }, (_, n) => ({
              place: PLACES[n % 4] ?? '',
              to: n % 31,
              lane: lanes[n % 5] ?? 'codes',
            })),
          ],
          [
            ['blames another', 'blames another', 'answers'],
            Array.from({ length: 60 }, (_, n) => ({ place: PLACES[n % 3] ?? '', to: n % 7, lane: 'notices' as const })),
          ],
        ],
      },
    );
  });
});
