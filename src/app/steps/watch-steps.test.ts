import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { makeMemoryStore } from '../../../test/support/memory-store.ts';
import { makeTestClock, type TestClock } from '../../../test/support/test-clock.ts';
import { HOUR, MINUTE, SECOND } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import { makeLog } from '../../kernel/log.ts';
import type { Step, StepGroup, Trouble } from '../../kernel/step.ts';
import { openSteps, type Steps } from './watch-steps.ts';

const wrong = (code: string, passing = false): Trouble => ({ code, sentence: `${code}.`, remedy: 'Mend it.', passing });

/** A step whose trouble the test decides, and how often it was looked at. */
interface Scripted extends Step {
  trouble: Trouble | Error | undefined;
  looks: number;
}

function scripted(name: string, more: Partial<Step> = {}): Scripted {
  const step: Scripted = {
    ...{ name, part: name, trouble: undefined, looks: 0, ...more },
    async look() {
      step.looks += 1;
      if (step.trouble instanceof Error) throw step.trouble;
      return step.trouble;
    },
  };
  return step;
}

describe('steps are watched', () => {
  let clock: TestClock;
  const memory = makeMemoryStore();
  let lines: string[];
  let server: Scripted;
  let room: Scripted;
  let mail: Scripted;
  const groups = (): readonly StepGroup[] => [
    { name: 'server', steps: [server] },
    { name: 'room', after: 'server', steps: [room] },
    { name: 'mail', steps: [mail] },
  ];
  const open = (of = groups()): Promise<Steps> =>
    openSteps({ groups: of, memory, clock, log: makeLog('info', (line) => void lines.push(line)) });

  beforeEach(() => {
    memory.known.clear();
    clock = makeTestClock();
    lines = [];
    [server, room, mail] = [scripted('server'), scripted('room'), scripted('mail')];
  });

  test('a step that is wrong keeps its own group waiting and those that stand after it, and no other', async () => {
    const steps = await open();
    server.trouble = wrong('server.down');
    const { steps: seen, next, ready } = await steps.look();
    assert.deepEqual(
      seen.map(({ step, state }) => [step, state]),
      [
        ['server', 'trouble'],
        ['room', 'waiting'],
        ['mail', 'right'],
      ],
    );
    assert.deepEqual([next?.code, ready], ['server.down', false]);
    assert.deepEqual([steps.state('mail').ready, steps.state('room').next?.code], [true, 'server.down']);
    assert.equal(room.looks, 0);
  });

  test('each trouble is told once, in every group, and that all is right', async () => {
    const steps = await open();
    server.trouble = wrong('server.down', true);
    mail.trouble = wrong('mail.refused');
    await steps.look();
    await steps.look();
    server.trouble = undefined;
    mail.trouble = undefined;
    await steps.look();
    const told = lines.map((line) => JSON.parse(line) as { level: string; msg: string });
    assert.deepEqual(
      told.map(({ level, msg }) => [level, msg]),
      [
        ['warn', 'server.down.'],
        ['error', 'mail.refused.'],
        ['info', 'everything that Porter needs is there'],
      ],
    );
  });

  test('N1: trouble that passes leaves open what was open, also over a restart; any other shuts it', async () => {
    const steps = await open();
    server.trouble = wrong('server.down', true);
    await steps.look();
    assert.equal(steps.isOpen('room'), false, 'it was never open');
    server.trouble = undefined;
    await steps.look();
    assert.equal(steps.isOpen('room'), true);
    server.trouble = wrong('server.down', true);
    await steps.look();
    assert.deepEqual([steps.isOpen('room'), (await open()).isOpen('room')], [true, true]);
    server.trouble = wrong('server.refused');
    await steps.look();
    assert.deepEqual([steps.isOpen('room'), (await open()).isOpen('room')], [false, false]);
  });

  test('what shuts one group leaves the others open', async () => {
    const steps = await open();
    await steps.look();
    mail.trouble = wrong('mail.refused');
    await steps.look();
    assert.deepEqual([steps.isOpen('room'), steps.isOpen('mail')], [true, false]);
  });

  test('who waits for a group is called each time it has become right, however wrong the others are', async () => {
    const steps = await open();
    let ready = 0;
    steps.onReady('room', () => {
      ready += 1;
    });
    mail.trouble = wrong('mail.refused');
    await steps.look();
    await steps.look();
    assert.equal(ready, 1);
    server.trouble = wrong('server.down', true);
    await steps.look();
    server.trouble = undefined;
    await steps.look();
    assert.equal(ready, 2);
  });

  test('a step may rest while its group is right, and is looked at again after any trouble in it', async () => {
    const [hourly, once] = [
      scripted('hourly', { restMs: HOUR }),
      scripted('once', { restMs: Number.POSITIVE_INFINITY }),
    ];
    const steps = await open([
      { name: 'all', steps: [hourly, once, server] },
      { name: 'mail', steps: [mail] },
    ]);
    mail.trouble = wrong('mail.refused');
    for (let looks = 0; looks < 3; looks += 1) await steps.look();
    assert.deepEqual([hourly.looks, once.looks, server.looks], [1, 1, 3]);
    await clock.advance(HOUR);
    await steps.look();
    assert.deepEqual([hourly.looks, once.looks, server.looks], [2, 1, 4]);
    server.trouble = wrong('server.down', true);
    await steps.look();
    await steps.look();
    assert.deepEqual([hourly.looks, once.looks, server.looks], [3, 2, 6]);
  });

  test('serve lets a step put right what it may, and does not ask twice', async () => {
    let mended = 0;
    server.trouble = wrong('server.unregistered');
    server = Object.assign(scripted('server'), {
      async ensure() {
        mended += 1;
        return undefined;
      },
    });
    assert.equal((await (await open()).look()).ready, true);
    assert.deepEqual([mended, server.looks], [1, 0]);
  });

  test('a fault that no step explained is told in its own words; anything else is a mistake of ours', async () => {
    const steps = await open();
    server.trouble = new Fault('The server is busy', { code: 'server.busy', retryable: true, scope: 'channel' });
    const { next } = await steps.look();
    assert.deepEqual([next?.code, next?.sentence, next?.passing], ['server.busy', 'The server is busy.', true]);
    server.trouble = new TypeError('a mistake');
    await assert.rejects(steps.look(), TypeError);
  });

  test('a mistake in one look does not end the watch, and who stops waits for nothing', async () => {
    const steps = await open();
    server.trouble = new TypeError('a mistake');
    steps.start();
    await clock.advance(SECOND);
    server.trouble = undefined;
    await clock.advance(MINUTE);
    assert.equal(steps.state().ready, true);
    await steps.stop();
  });
});
