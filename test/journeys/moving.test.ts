import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import Sqlite from 'better-sqlite3';
import { needs } from '../support/needs.ts';
import { startPorter } from '../support/porter-process.ts';
import { makeApplicant } from './support/applicant.ts';
import { openHouse, wideLimits } from './support/house.ts';
import { closedBy } from './support/unfinished.ts';

const run = promisify(execFile);

test(
  'D9: a Porter that is moved as the page says goes on where the old one stopped: open links, votes and letters are good there',
  needs('synapse'),
  async () => {
    await using house = await openHouse();
    const { porter, synapse, mail, ada } = house;
    const [kim, lena] = [makeApplicant(house, { username: 'kim' }), makeApplicant(house, { username: 'lena' })];
    await kim.apply();
    await house.letter(kim.email, '/prove/');
    await lena.applyAndProve();
    const notice = await house.notice(lena.userId);

    // The old one is stopped for good, and its folder is packed and unpacked.
    assert.equal(await porter.stop(), 0);
    await using moved = await startPorter({
      ...{ synapse, mail, start: false },
      config: {
        site: { listen: `127.0.0.1:${porter.sitePort}`, publicUrl: porter.site },
        registration: { admin: house.admin.userId, declineDelay: '1s', limits: wideLimits },
      },
    });
    const packed = path.join(moved.dir, 'porter.tar.gz');
    await run('tar', ['-C', porter.dir, '-czpf', packed, 'porter.db', 'porter.key']);
    await run('tar', ['-C', moved.dir, '-xzpf', packed]);
    // What /etc/machine-id does elsewhere cannot be had on one machine.
    const db = new Sqlite(path.join(moved.dir, 'porter.db'));
    db.prepare("UPDATE memory SET value = 'elsewhere' WHERE name = 'meta.instance'").run();
    db.close();

    await moved.start();
    await closedBy({ ...moved, site: porter.site }, 'homeserver.other-instance', 2);
    await moved.stop();
    await moved.start({ args: ['--take-over'] });
    await moved.ready();
    assert.equal(await moved.stop(), 0);
    // The service, which needs no --take-over any more.
    await moved.start({ wait: 'ready' });
    const { stdout } = await moved.run('check');
    assert.match(stdout, /No other one acts for the homeserver\./);

    await kim.proveByLink();
    await house.notice(kim.userId);
    await ada.react(house.room, notice.event_id, '✅');
    await lena.welcome();
    for (const { email } of [kim, lena]) {
      assert.equal(mail.lettersTo(email).filter(({ text }) => text.includes('/prove/')).length, 1, email);
    }
  },
);
