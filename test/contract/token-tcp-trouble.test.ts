import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../../src/kernel/clock.ts';
import { Secret } from '../../src/kernel/secret.ts';
import { eventually } from '../support/eventually.ts';
import {
  mixedStream,
  NONSENSE,
  oversizeFrame,
  randomPieces,
  skotosFrame,
  tokenFrame,
} from '../support/peers/jitsi-consumer.ts';
import { makeTestClock } from '../support/test-clock.ts';
import { realIssueToken } from '../support/token-door.ts';

import { asked, directions, seqs, slowly } from '../support/token-game.ts';

for (const [name, open] of directions) {
  describe(`trouble with meeting tokens over TCP: ${name}`, () => {
    test('H11: each kind of nonsense is answered or closed, and the next request is served', async () => {
      await using opened = await open();
      for (const { what, bytes } of NONSENSE) {
        const game = await opened.again();
        // At the beginning of a connection this one ends it.
        const first = what === 'an HTTP request' ? [await game.request()] : [];
        game.send(bytes);
        // What does not end by itself is ended here.
        game.send('\0');
        const reply = await game.request({ ...asked, seq: 424_242 });
        assert.equal(reply.success, true, what);
        assert.deepEqual(game.problems, [], what);
        const before = game.replies.slice(first.length, -1);
        const allowed = ['__proto__', 'a key twice', 'a seq that is no number', 'a span without end'];
        if (!allowed.includes(what)) assert.ok(!before.some(({ success }) => success), what);
        if (what !== 'empty frames') assert.ok(before.length > 0, what);
        await game.close();
      }
    });

    test('H11: good requests among nonsense, cut at random places, are all answered in order', async () => {
      await using opened = await open();
      for (const seed of [1, 2, 3, 4, 5]) {
        const game = await opened.again();
        const { bytes, seqs: good } = mixedStream(seed, 60);
        await game.sendInPieces(bytes, randomPieces(bytes.length, seed));
        await game.request({ ...asked, seq: 999 });
        assert.deepEqual(seqs(game), [...good, 999]);
        assert.deepEqual(game.problems, []);
        await game.close();
      }
    });

    test('H11: a request that is too long, or a megabyte without end, is told once and closed', async () => {
      await using opened = await open();
      for (const bytes of [oversizeFrame(65_537), oversizeFrame(1_048_576), Buffer.alloc(1_048_576, '[')]) {
        const game = await opened.again();
        await game.request();
        game.send(bytes);
        game.send('\0');
        game.send(tokenFrame({ ...asked, seq: 77 }));
        assert.equal(await game.waitForClose(), 'end');
        assert.deepEqual([game.replies.length, game.replies[1]?.success, game.problems], [2, false, []]);
        assert.match(game.replies[1]?.message ?? '', /65536 bytes/);
      }
      const next = await opened.again();
      assert.equal((await next.request()).success, true);
    });

    test('H11: half a request that gets no rest is told and closed; an idle connection stays', async () => {
      const clock = makeTestClock(Date.now());
      // Looked at for each packet that brings half a request: so the test knows that it has come.
      let looks = 0;
      const monotonic = () => {
        looks += 1;
        return clock.monotonic();
      };
      await using opened = await open({ clock: { ...clock, monotonic }, idle: 30 * SECOND });
      const { game } = opened;
      await game.request();
      await clock.advance(1_000 * SECOND);
      await game.request();
      for (let n = 0; n < 5; n += 1) {
        const before = looks;
        game.send(n === 0 ? '{"displayName":' : ' ');
        await eventually(() => looks >= before + 2, { everyMs: 1 });
        await clock.advance(29 * SECOND);
      }
      assert.deepEqual([game.closed, game.replies.length], [undefined, 2], 'slow, but not idle');
      await clock.advance(2 * SECOND);
      assert.equal(await game.waitForClose(), 'end');
      assert.match(game.replies[2]?.message ?? '', /30 seconds/);
      assert.deepEqual([game.replies.length, game.problems], [3, []]);
    });

    test('who says that nothing more comes is still answered, also what has no end', async () => {
      await using opened = await open({ issue: slowly(await realIssueToken()) });
      const { game } = opened;
      game.send(Buffer.concat([skotosFrame('Ada', 'lobby', 1), skotosFrame('Eve', 'lobby', 2).subarray(0, -1)]));
      game.end();
      assert.equal(await game.waitForClose(), 'end');
      assert.deepEqual([seqs(game), game.problems], [[1, 2], []]);
    });

    test('a signature that fails is an answer, and the next one is served', async () => {
      const real = await realIssueToken();
      await using opened = await open({
        issue: (fields, caller) => {
          if (fields['displayName'] === 'thrown') throw new Error('thrown');
          if (fields['displayName'] === 'rejected') return Promise.reject(new Error('rejected'));
          return real(fields, caller);
        },
      });
      const { game } = opened;
      for (const displayName of ['thrown', 'rejected']) {
        const reply = await game.request({ ...asked, displayName, seq: 3 });
        assert.deepEqual([reply.success, reply.token, reply.seq], [false, '', 3]);
      }
      assert.equal((await game.request()).success, true);
    });

    test('requests over the limit of a second wait, and are answered', async () => {
      const clock = makeTestClock(Date.now());
      await using opened = await open({ clock, requestsPerSecond: 10 });
      const { game } = opened;
      game.send(Buffer.concat(Array.from({ length: 25 }, (_, n) => skotosFrame('Ada', 'lobby', n + 1))));
      await game.waitForReplies(10);
      await sleep(30);
      assert.equal(game.replies.length, 10);
      for (let n = 0; n < 100 && game.replies.length < 25; n += 1) {
        await clock.advance(SECOND / 10);
        await sleep(1);
      }
      assert.deepEqual(
        seqs(game),
        Array.from({ length: 25 }, (_, n) => n + 1),
      );
    });

    test('H11: with a secret, the first line must be it', async () => {
      await using opened = await open({ secret: new Secret('open sesame') });
      for (const first of ['open sesame\n', 'open sesame\r\n', 'open sesame\0']) {
        const game = await opened.again();
        await game.sendInPieces(first, 3);
        assert.equal((await game.request()).success, true);
        assert.deepEqual([game.replies.length, game.problems], [1, []]);
        await game.close();
      }
      for (const first of ['open sesam\n', 'OPEN SESAME\n', '\n', 'open sesame more\n', '{"displayName":"Ada"}\n']) {
        const game = await opened.again();
        game.send(Buffer.concat([Buffer.from(first), tokenFrame({ ...asked, seq: 1 })]));
        assert.equal(await game.waitForClose(), 'end');
        assert.deepEqual(
          game.replies.map(({ success, token, seq }) => [success, token, seq]),
          [[false, '', undefined]],
          first,
        );
      }
    });

    test('H11: a connection that does not give the secret in time is told and closed', async () => {
      const clock = makeTestClock(Date.now());
      await using opened = await open({ clock, secret: new Secret('open sesame') });
      for (let n = 0; n < 60 && opened.game.closed === undefined; n += 1) {
        await clock.advance(SECOND);
        await sleep(2);
      }
      assert.equal(await opened.game.waitForClose(), 'end');
      assert.equal(opened.game.replies[0]?.success, false);
    });

    test('closing the door answers the requests that have come', async () => {
      const issue = slowly(await realIssueToken());
      const began = Promise.withResolvers<void>();
      await using opened = await open({
        issue: (fields, caller) => {
          began.resolve();
          return issue(fields, caller);
        },
      });
      const { game } = opened;
      game.send(Buffer.concat(Array.from({ length: 50 }, (_, n) => skotosFrame('Ada', 'lobby', n + 1))));
      game.send('{"half":');
      await began.promise;
      await opened.shut();
      assert.equal(await game.waitForClose(), 'end');
      assert.deepEqual(
        seqs(game),
        Array.from({ length: 50 }, (_, n) => n + 1),
      );
      assert.deepEqual(game.problems, []);
    });
  });
}
