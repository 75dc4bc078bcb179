import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { compactVerify, jwtVerify } from 'jose';
import { SECOND } from '../../src/kernel/clock.ts';
import { readToken, skotosFrame, tokenFrame } from '../support/peers/jitsi-consumer.ts';
import { JITSI_SECRET, realIssueToken } from '../support/token-door.ts';

import { asked, directions, seqs, slowly } from '../support/token-game.ts';

for (const [name, open] of directions) {
  describe(`meeting tokens over TCP: ${name}`, () => {
    for (const frameEnd of ['\0', '\n', '\r\n', '\n\0'] as const) {
      test(`a request that ends with ${JSON.stringify(frameEnd)} is answered with a token`, async () => {
        await using opened = await open({}, frameEnd);
        const { game } = opened;
        const before = Math.floor(Date.now() / 1_000);
        const reply = await game.request({ displayName: 'Ädä 🎲', channel: 'Standup', moderator: true, validFor: 600 });
        const after = Math.floor(Date.now() / 1_000);
        assert.deepEqual([reply.success, reply.message], [true, 'OK']);
        const { payload, protectedHeader } = await jwtVerify(reply.token, new TextEncoder().encode(JITSI_SECRET), {
          ...{ algorithms: ['HS256'], issuer: 'skotos', audience: 'jitsi', subject: 'meet.jitsi' },
        });
        assert.deepEqual(protectedHeader, { alg: 'HS256', typ: 'JWT' });
        assert.equal(payload['room'], 'standup');
        assert.equal(payload['moderator'], true);
        assert.equal((payload['context'] as { user: { name: string } }).user.name, 'Ädä 🎲');
        for (const made of [(payload.exp ?? 0) - 600, reply.time]) assert.ok(made >= before && made <= after);
        assert.deepEqual([game.replies.length, game.problems], [1, []]);
      });
    }

    test('an answer is compact, its keys in the order of the old server', async () => {
      await using opened = await open();
      const { game } = opened;
      await game.request({ seq: 7 });
      game.send('{"displayName":""}\0');
      await game.waitForReplies(2);
      const [good, bad] = game.rawReplies.map(String);
      assert.match(good ?? '', /^\{"success":true,"message":"OK","token":"[\w.-]+","time":\d+,"seq":7\}\n$/);
      assert.match(bad ?? '', /^\{"success":false,"message":"displayName: [^"]+","token":"","time":\d+\}\n$/);
    });

    test('a pretty-printed request is one request', async () => {
      await using opened = await open();
      const { game } = opened;
      const request = { displayName: 'A "}\\', channel: 'lobby', moderator: false, validFor: 60, seq: { a: [1] } };
      const pretty = JSON.stringify(request, null, 2);
      game.send(`${pretty}\0${pretty.replaceAll('\n', '\r\n')}\r\n${pretty}\n\0`);
      await game.waitForReplies(3);
      await game.request();
      assert.deepEqual(
        game.replies.slice(0, 3).map(({ success, seq }) => [success, seq]),
        Array(3).fill([true, { a: [1] }]),
      );
      assert.equal(game.replies.length, 4);
    });

    test('several requests in one packet, one over many packets, a name torn apart', async () => {
      await using opened = await open();
      const { game } = opened;
      game.send(Buffer.concat([skotosFrame('Ada', 'lobby', 1), skotosFrame('Eve', 'lobby', 2)]));
      await game.sendInPieces(tokenFrame({ ...asked, displayName: 'Ädä 🎲', seq: 3 }), 1);
      await game.sendInPieces(tokenFrame({ ...asked, displayName: '🎲🎲🎲🎲', seq: 4 }), [30, 1, 1, 1, 1, 40], 5);
      await game.waitForReplies(4);
      assert.deepEqual(seqs(game), [1, 2, 3, 4]);
      const names = game.replies.map(({ token }) => {
        const { user } = readToken(token, JITSI_SECRET).payload['context'] as { user: { name: string } };
        return user.name;
      });
      assert.deepEqual(names, ['Ada', 'Eve', 'Ädä 🎲', '🎲🎲🎲🎲']);
      assert.deepEqual(game.problems, []);
    });

    test('seq comes back as it was sent: 0, text, a number beyond 2^53; absent when it was absent', async () => {
      await using opened = await open();
      const { game } = opened;
      const body = JSON.stringify(asked).slice(0, -1);
      for (const seq of ['0', '"a\\u0000"', '12345678901234567890', '{"n":[null]}', 'null']) {
        game.send(`${body},"seq":${seq}}\0`);
      }
      game.send(`${body}}\0`);
      await game.waitForReplies(6);
      assert.deepEqual(
        game.rawReplies.map((raw) => /"time":\d+(?:,"seq":(.*))?\}\n$/.exec(String(raw))?.[1]),
        ['0', '"a\\u0000"', '12345678901234567890', '{"n":[null]}', 'null', undefined],
      );
    });

    test('H11: wrong types, both times and none are refused with a sentence, and nothing is coerced', async () => {
      await using opened = await open();
      const { game } = opened;
      const soon = Math.floor(Date.now() / 1_000) + 60;
      const { validFor: _, ...timeless } = asked;
      for (const [field, request] of [
        ['cmd', { ...asked, cmd: 'shutdown' }],
        ['displayName', { ...asked, displayName: ' ' }],
        ['channel', { ...asked, channel: '' }],
        ['moderator', { ...asked, moderator: 'true' as unknown as boolean }],
        ['validFor', { ...asked, validFor: '600' as unknown as number }],
        ['validFor', { ...asked, validFor: -1 }],
        ['validFor', { ...asked, validUntil: soon }],
        ['validFor', timeless],
        ['validUntil', { ...timeless, validUntil: 1 }],
      ] as const) {
        game.send(tokenFrame({ ...request, seq: 5 }));
        const reply = (await game.waitForReplies(game.replies.length + 1)).at(-1);
        assert.deepEqual([reply?.success, reply?.token, reply?.seq], [false, '', 5], field);
        assert.match(reply?.message ?? '', new RegExp(`^${field}: `));
      }
      assert.deepEqual(game.problems, []);
    });

    test('H11: a life over the ceiling is cut to it and said so; every room only where the caller may', async () => {
      await using opened = await open({
        policy: { longest: 60 * SECOND, rooms: ['lobby'], everyRoom: false, moderators: false },
      });
      const { game } = opened;
      const cut = await game.request({ ...asked, validFor: 3_600 });
      const { exp, iat } = readToken(cut.token, JITSI_SECRET).payload as { exp: number; iat: number };
      assert.deepEqual([cut.success, exp - iat], [true, 60]);
      assert.match(cut.message, /cut/);
      for (const wrong of [{ channel: '*' }, { channel: 'other' }, { moderator: true }]) {
        const reply = await game.request({ ...asked, ...wrong });
        assert.deepEqual([reply.success, reply.token], [false, '']);
      }
    });

    test('H11: the request has no say in the algorithm, and the key is not for asymmetric ones', async () => {
      await using opened = await open();
      const { token } = await opened.game.request({ ...asked, alg: 'none', header: { alg: 'none' }, kid: 'x' });
      assert.deepEqual(readToken(token, JITSI_SECRET).header, { alg: 'HS256', typ: 'JWT' });
      const [header, payload, signature] = token.split('.');
      const none = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${payload}.`;
      await assert.rejects(compactVerify(none, new TextEncoder().encode(JITSI_SECRET), { algorithms: ['HS256'] }));
      const right = createHmac('sha256', JITSI_SECRET).update(`${header}.${payload}`).digest('base64url');
      assert.equal(signature, right);
    });

    test('answers stay in order under load, whether a signature is there at once or not', async () => {
      const real = await realIssueToken();
      const later = slowly(real);
      let turn = 0;
      await using opened = await open({
        issue: (fields, caller) => (turn++ % 3 === 0 ? later(fields, caller) : real(fields, caller)),
      });
      const { game } = opened;
      const frames = Array.from({ length: 3_000 }, (_, n) => skotosFrame('Ada', 'lobby', n + 1));
      game.send(Buffer.concat(frames));
      await game.waitForReplies(3_000, 20_000);
      assert.deepEqual(
        seqs(game),
        frames.map((_, n) => n + 1),
      );
      assert.deepEqual(game.problems, []);
    });
  });
}
