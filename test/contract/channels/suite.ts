import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HOUR, SECOND } from '../../../src/kernel/clock.ts';
import { Fault } from '../../../src/kernel/fault.ts';
import { plainText } from '../../../src/kernel/plain-text.ts';
import type { Channel, Delivery } from '../../../src/ports/channel.ts';
import { aDelivery, hostile } from '../../support/deliveries.ts';
import { eventually } from '../../support/eventually.ts';

/** A channel before its real peer, or a stand-in for the service. */
export interface ChannelRig extends AsyncDisposable {
  readonly channel: Channel;
  /** Somebody who is reached. */
  readonly address: string;
  /** Texts that the peer shows at the address, oldest first, as people see them. */
  shown(): Promise<readonly string[]>;
  /** The next message is taken, and its answer is lost. */
  lose?(): void;
  /** The next message is refused for good. */
  refuse?(): void | Promise<void>;
  /** The next message meets "too many requests, come back after …". */
  tooMany?(seconds: number): void;
  /** The peer is gone until `up`. */
  down(): Promise<{ up(): Promise<void> }>;
  /** The peer takes messages and says nothing until this is disposed. Resolves once a message would meet silence. */
  silent?(): Promise<Disposable>;
  /** Most UTF-16 units of one message. */
  readonly limit: number;
  /** Does the service know a repeat by the id of the job? */
  readonly remembersIds: boolean;
}

const patient = new AbortController().signal;

/** Every channel runs this before its own peer. */
export function channelContract(
  name: string,
  open: () => Promise<ChannelRig>,
  skip: { readonly skip?: string } = {},
): void {
  describe(`channel: ${name}`, skip, () => {
    test('a delivery is shown once, and the service names its message', async () => {
      await using rig = await open();
      const result = await rig.channel.deliver(aDelivery(rig.address), patient);
      assert.equal(result.kind, 'done');
      assert.ok(result.kind === 'done' && result.receipt?.id);
      const [text = '', ...more] = await shown(rig, 1);
      assert.equal(more.length, 0);
      for (const part of ['Disk full', 'sda1 at 98 %', '[router1] ']) assert.ok(text.includes(part), text);
    });

    test('what a notification says is all shown: facts, link, urgency, and since when it waited', async () => {
      await using rig = await open();
      const link = { url: 'https://monitor.test/d/1?x=1&y=2', label: 'Graph' };
      const says = { link, facts: [['host', 'db1']], urgency: 'now' } as const;
      const delivery = aDelivery(rig.address, says, { waited: 'waiting since 21:40 (3 hours)' });
      await rig.channel.deliver(delivery, patient);
      const [text = ''] = await shown(rig, 1);
      for (const part of ['🔴', 'Graph', 'host', 'db1', 'waiting since 21:40 (3 hours)']) {
        assert.ok(text.includes(part), `${part} in ${text}`);
      }
    });

    test('who Porter is there is said without sending anything', async () => {
      await using rig = await open();
      assert.match(await rig.channel.connect(patient), /^connected as \S/);
      assert.deepEqual(await rig.shown(), []);
    });

    test('the same delivery again is shown once where the service knows its id', async () => {
      await using rig = await open();
      const delivery = aDelivery(rig.address);
      await rig.channel.deliver(delivery, patient);
      assert.equal((await rig.channel.deliver(again(delivery), patient)).kind, 'done');
      await rig.channel.deliver(aDelivery(rig.address, { title: 'the next one' }), patient);
      assert.equal((await shown(rig, rig.remembersIds ? 2 : 3)).length, rig.remembersIds ? 2 : 3);
    });

    test('N4: the answer to a message is lost: the outcome is unknown, and a repeat with the same id arrives', async (t) => {
      await using rig = await open();
      if (rig.lose === undefined) return t.skip('the service has no answers that can be lost');
      const delivery = aDelivery(rig.address);
      rig.lose();
      const fault = await faultOf(rig, delivery);
      assert.deepEqual([fault.retryable, fault.outcome], [true, 'unknown']);
      const repeated = again(delivery);
      await eventually(async () => (await rig.channel.deliver(repeated, patient)).kind === 'done');
      const texts = await shown(rig, rig.remembersIds ? 1 : 2);
      assert.equal(texts.length, rig.remembersIds ? 1 : 2);
      for (const text of texts) assert.ok(text.includes('Disk full'), text);
    });

    test('N3: too many requests: the wait is obeyed, up to an hour', async (t) => {
      await using rig = await open();
      if (rig.tooMany === undefined) return t.skip('the service says no times');
      rig.tooMany(7);
      const soon = await faultOf(rig, aDelivery(rig.address));
      assert.deepEqual([soon.retryable, soon.outcome], [true, undefined]);
      assert.ok(
        soon.afterMs !== undefined && soon.afterMs >= 7 * SECOND && soon.afterMs < 8 * SECOND,
        `${soon.afterMs}`,
      );
      rig.tooMany(1_000_000_000);
      assert.equal((await faultOf(rig, aDelivery(rig.address))).afterMs, HOUR);
    });

    test('a refusal for good is the end of this message, with the words of the service', async (t) => {
      await using rig = await open();
      if (rig.refuse === undefined) return t.skip('the service refuses nobody for good');
      await rig.refuse();
      const result = await rig.channel.deliver(aDelivery(rig.address), patient);
      assert.equal(result.kind, 'refused');
      assert.ok(result.kind === 'refused' && result.receipt?.words);
    });

    test('N2: while the service is down nothing is lost, and it works again when it is back', async () => {
      await using rig = await open();
      await rig.channel.deliver(aDelivery(rig.address, { title: 'before' }), patient);
      const { up } = await rig.down();
      const waiting = aDelivery(rig.address, { title: 'during' });
      const fault = await faultOf(rig, waiting);
      assert.deepEqual([fault.retryable, fault.scope], [true, 'channel']);
      await up();
      await eventually(async () => (await rig.channel.deliver(again(waiting), patient)).kind === 'done');
      assert.ok((await shown(rig, 2)).some((text) => text.includes('during')));
    });

    test('N2: an attempt ends soon after it is told to, also while the service says nothing', async (t) => {
      await using rig = await open();
      if (rig.silent === undefined) return t.skip('the service cannot be made silent');
      await rig.channel.connect(patient);
      using _silence = await rig.silent();
      const stop = new AbortController();
      const attempt = faultOf(rig, aDelivery(rig.address), stop.signal);
      setImmediate(() => stop.abort());
      await attempt;
    });

    for (const preformatted of [false, true]) {
      test(`a ${preformatted ? 'block' : 'text'} that is too long is cut to the limit, which is said`, async () => {
        await using rig = await open();
        const lines = Array.from({ length: 3_000 }, (_, at) => `line ${at} 😀 of a long story`);
        const delivery = aDelivery(rig.address, { lines, preformatted });
        assert.equal((await rig.channel.deliver(delivery, patient)).kind, 'done');
        const [text = ''] = await shown(rig, 1);
        assert.ok(text.length <= rig.limit, `${text.length}`);
        assert.match(text, /… \d\d? % cut/);
        assert.ok(text.isWellFormed() && text.includes('Disk full') && text.includes('line 1 '));
      });
    }

    test("V11, S3: a stranger's text is shown in every field, and does nothing", async () => {
      await using rig = await open();
      for (const text of hostile) {
        const says = { title: text, lines: [text, 'end'], origin: text, facts: [[text, text]] } as const;
        assert.equal((await rig.channel.deliver(aDelivery(rig.address, says), patient)).kind, 'done', text);
      }
      const texts = await shown(rig, hostile.length);
      for (const [at, text] of hostile.entries()) {
        const seen = texts[at] ?? '';
        assert.ok(visible(seen).includes(visible(text)), `${visible(text)} in ${visible(seen)}`);
        assert.doesNotMatch(seen, /[\u202e\u0007\ud800]/);
      }
    });
  });
}

/** The same delivery at a later attempt. */
const again = (delivery: Delivery): Delivery => ({ ...delivery, firstTriedAt: delivery.firstTriedAt ?? 1 });

async function faultOf({ channel }: ChannelRig, delivery: Delivery, signal = patient): Promise<Fault> {
  const result = await channel.deliver(delivery, signal).catch((error: unknown) => error);
  assert.ok(result instanceof Fault, String(result));
  return result;
}

/** What is shown once at least so many texts are. */
const shown = (rig: ChannelRig, count: number): Promise<readonly string[]> =>
  eventually(async () => {
    const texts = await rig.shown();
    return texts.length >= count ? texts : undefined;
  });

/** What people see of a text, on one line. */
const visible = (text: string): string => plainText(text, Number.POSITIVE_INFINITY);
