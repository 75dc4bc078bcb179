import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../src/kernel/clock.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { Secret } from '../../src/kernel/secret.ts';
import type { Application } from '../../src/registration/application.ts';
import { makeProofLetter } from '../../src/registration/handlers/proof-letter.ts';
import type { ApplicationStore } from '../../src/registration/ports/application-store.ts';
import { makeCorrectAddress } from '../../src/registration/prove/correct-address.ts';
import { makeDerivations } from '../../src/security/derivations.ts';
import { newKeyLine, parseKeyRing } from '../../src/security/key-ring.ts';
import { someSettings } from '../support/door.ts';
import { onEveryDatabase } from './databases.ts';
import { aChange, aLink, anEmail, NOW, submitted, waiting } from './samples.ts';

const steadyNow = () => NOW;
const settings = someSettings();
const derive = makeDerivations(parseKeyRing(new Secret(newKeyLine(makeIds(steadyNow), 'k1'))), 1);

onEveryDatabase((database, open) => {
  describe(`the proof of an address, and what happens beside it: ${database}`, () => {
    /** An application and its ticket; `here` and `there` are two processes at one database. */
    async function rig() {
      const opened = await open({ clock: systemClock });
      const other = await opened.beside();
      const [here, there] = [opened.storage.applications, other.applications];
      const application = submitted({ email: anEmail('mallory@evil.example') });
      const ticket = derive.linkToken('check', application.id, 1);
      const check = aLink(application, { hash: derive.linkHash(ticket), purpose: 'check' });
      const proof = { nextIssue: 2, asked: [NOW] };
      await here.create(() => aChange(application, { links: [check], proof }));
      return { opened, here, there, application, ticket };
    }

    /** The letter of issue 1, made while `meanwhile` happens. */
    const letterBy = (applications: ApplicationStore, application: Application, meanwhile: () => Promise<unknown>) =>
      makeProofLetter({
        ...{ applications, derive, settings, steadyNow },
        accounts: {
          async ownerOf() {
            await meanwhile();
            return undefined;
          },
        },
      })(application, { issue: 1, mayBeOut: false }, new AbortController().signal);
    const firstLink = ({ id }: Application) => derive.linkHash(derive.linkToken('prove', id, 1));

    test('S5: no letter, no link and no code for an address that is corrected while its letter is being made', async () => {
      const { opened, here, there, application, ticket } = await rig();
      await using _ = opened;
      const correct = makeCorrectAddress({ applications: there, derive, settings, steadyNow });
      const correction = async () => assert.ok((await correct(ticket, 'boss@bigcorp.example')).ok);
      assert.equal(await letterBy(here, application, correction), undefined);
      assert.equal(await here.findLink(firstLink(application)), undefined);
      assert.deepEqual((await here.findProof(application.id))?.codes, []);
      assert.equal((await here.find(application.id))?.email, 'boss@bigcorp.example');
    });

    test('S5: nor for one that is proved, or withdrawn', async () => {
      const { opened, here, there, application } = await rig();
      await using _ = opened;
      const proved = () => there.save(aChange(waiting(application)));
      assert.equal(await letterBy(here, application, proved), undefined);
      assert.equal(await here.findLink(firstLink(application)), undefined);
    });

    test('S5: a correction that comes at the very moment ends the link and the code that were kept, or finds none', async () => {
      for (let round = 0; round < 5; round += 1) {
        const { opened, here, there, application, ticket } = await rig();
        await using _ = opened;
        const correct = makeCorrectAddress({ applications: there, derive, settings, steadyNow });
        const [corrected] = await Promise.all([
          correct(ticket, 'boss@bigcorp.example'),
          letterBy(here, application, async () => undefined),
        ]);
        assert.ok(corrected.ok);
        const link = await here.findLink(firstLink(application));
        assert.ok(link === undefined || link.void);
        assert.deepEqual((await here.findProof(application.id))?.codes, []);
      }
    });

    test('S5: a change of the proof sees its application as it is, and no move passes it by', async () => {
      const { opened, here, there, application } = await rig();
      await using _ = opened;
      const seen: string[] = [];
      let move: Promise<unknown> | undefined;
      await here.changeProof(application.id, async (proof, beside) => {
        seen.push(beside.application.stage);
        move ??= there.save(aChange(waiting(application))).then(() => seen.push('moved'));
        await sleep(50);
        seen.push('kept');
        return { result: 1, proof };
      });
      await move;
      assert.deepEqual(seen, ['submitted', 'kept', 'moved']);
      const stage = await here.changeProof(application.id, (_proof, beside) => ({ result: beside.application.stage }));
      assert.equal(stage, 'waiting');
    });
  });
});
