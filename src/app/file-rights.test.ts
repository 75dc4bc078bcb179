import assert from 'node:assert/strict';
import { chmodSync, chownSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { asNobody, NOBODY, needsRoot } from '../../test/support/as-nobody.ts';
import { configFolder } from '../../test/support/config-files.ts';
import { systemClock } from '../kernel/clock.ts';
import { makeIds } from '../kernel/ids.ts';
import { silentLog } from '../kernel/log.ts';
import { userOf } from '../kernel/system-user.ts';
import { openStorage } from '../storage/open-storage.ts';
import { restore } from '../storage/restore.ts';
import { openAssets } from '../web/assets.ts';
import { loadConfig } from './load-config.ts';

const needs = { clock: systemClock, ids: makeIds(Date.now), log: silentLog };
const forChown = userOf(NOBODY).replace('#', '');

test(
  'every file of the configuration that still belongs to root is told with its own chown',
  needsRoot(),
  async (t) => {
    const { folder, file } = await configFolder(t, { configMode: 0o600 });
    chmodSync(folder, 0o755);
    const problems = async () => {
      const loaded = await asNobody(() => loadConfig(file, {}));
      return loaded.ok ? [] : loaded.problems.map(({ remedy }) => remedy);
    };
    const key = path.join(folder, 'data', 'porter.key');
    const registration = path.join(folder, 'registration.yaml');
    // What else there is, only the configuration says. From then on, every file is told at once.
    assert.deepEqual(await problems(), [`sudo chown ${forChown} ${file}`]);
    chownSync(file, NOBODY, NOBODY);
    assert.deepEqual(await problems(), [`sudo chown ${forChown} ${key}`, `sudo chown ${forChown} ${registration}`]);
    chownSync(key, NOBODY, NOBODY);
    assert.deepEqual(await problems(), [`sudo chown ${forChown} ${registration}`]);
    chownSync(registration, NOBODY, NOBODY);
    assert.deepEqual(await problems(), []);
  },
);

test('a text of the operator that belongs to somebody else is told with its own chown', needsRoot(), async (t) => {
  const { folder, file } = await configFolder(t, { configMode: 0o600 });
  chmodSync(folder, 0o755);
  const terms = path.join(folder, 'terms.txt');
  await writeFile(terms, 'Be kind.', { mode: 0o600 });
  await writeFile(file, 'site: { legal: { terms: { file: terms.txt } } }\n');
  chownSync(file, NOBODY, NOBODY);
  const loaded = await asNobody(() => loadConfig(file, {}));
  const told = loaded.ok ? undefined : loaded.problems.find(({ key }) => key === 'site.legal.terms');
  assert.match(told?.sentence ?? '', /terms\.txt, which cannot be read: it belongs to root/);
  assert.match(told?.remedy ?? '', new RegExp(`^sudo chown ${forChown} ${terms}`));
});

test('a missing key is made by the user to whom its folder belongs', needsRoot(), async (t) => {
  const { folder, file } = await configFolder(t, { configMode: 0o600 });
  const data = path.join(folder, 'data');
  await writeFile(file, `meetings: {}\nsecrets: { key: { file: data/gone/../porter2.key } }\n`);
  chownSync(data, NOBODY, NOBODY);
  const loaded = await loadConfig(file, {});
  const remedy = loaded.ok ? '' : loaded.problems.find(({ key }) => key === 'secrets.key')?.remedy;
  assert.match(remedy ?? '', /for a new installation: sudo -u \S+ porter init --only key --dir FOLDER, which makes/);
});

test(
  'a missing secret is made for the user to whom its folder belongs, whoever types the line',
  needsRoot(),
  async (t) => {
    const { folder, file } = await configFolder(t);
    await writeFile(
      file,
      `meetings:
  url: https://meet.example.org
  domain: meet.jitsi
  appId: porter
  secret: { file: data/jitsi.secret }
  tcp: { inbound: "127.0.0.1:4114", secret: { file: data/game.token } }
`,
    );
    const data = path.join(folder, 'data');
    const remedies = async () => {
      const loaded = await loadConfig(file, {});
      return loaded.ok
        ? []
        : loaded.problems.map(({ remedy = '' }) => remedy.replace(/^put it back from its backup, or /, ''));
    };
    const [secret, token] = [path.join(data, 'jitsi.secret'), path.join(data, 'game.token')];
    // Root's folder may hold files of root's.
    assert.deepEqual((await remedies()).toSorted(), [
      `make a new one and tell whoever sends it: (umask 077 && openssl rand -hex 32 > ${token})`,
      `write the secret into it and chmod 600 ${secret}`,
    ]);
    chownSync(data, NOBODY, NOBODY);
    const forNobody = [
      `make a new one and tell whoever sends it: openssl rand -hex 32 | sudo install -m 600 -o ${forChown} /dev/stdin ${token}`,
      `write the secret into it and sudo chown ${forChown} ${secret} && sudo chmod 600 ${secret}`,
    ];
    assert.deepEqual((await remedies()).toSorted(), forNobody);
    chmodSync(folder, 0o755);
    assert.deepEqual((await asNobody(remedies)).toSorted(), forNobody);
  },
);

test(
  'a database, a backup or a logo that this user may not use is refused with the line that mends it',
  needsRoot(),
  async (t) => {
    const { folder } = await configFolder(t);
    chmodSync(folder, 0o755);
    const data = path.join(folder, 'data');
    const database = path.join(data, 'porter.db');
    chmodSync(data, 0o700);
    const place = { kind: 'sqlite', path: database } as const;
    const refused = (run: () => Promise<unknown>) =>
      asNobody(() =>
        run().then(
          () => 'taken',
          (error: Error & { code?: string; remedy?: string }) => `${error.code} ${error.message} ${error.remedy ?? ''}`,
        ),
      );
    // Closed to its user: that is no reason to say that there is none.
    for (const owner of [true, false]) {
      assert.match(
        await refused(() => openStorage(place, { ...needs, owner })),
        new RegExp(`^no-right .*the folder ${data} of root is closed to \\S+: sudo chown ${forChown} ${data}\\.`),
      );
    }
    const mine = path.join(folder, 'mine');
    await mkdir(mine);
    chownSync(mine, NOBODY, NOBODY);
    const copy = path.join(folder, 'copy.db');
    await writeFile(copy, 'SQLite format 3\0', { mode: 0o600 });
    const back = { kind: 'sqlite', path: path.join(mine, 'porter.db') } as const;
    assert.match(
      await refused(() => restore(back, copy, needs, { checkCopy: () => {}, parts: [] })),
      new RegExp(`^no-right ${copy} cannot be read: it belongs to root, .*sudo chown ${forChown} ${copy}\\.`),
    );
    const logo = path.join(folder, 'logo.svg');
    await writeFile(logo, '<svg/>', { mode: 0o600 });
    assert.match(
      await refused(() => openAssets(logo)),
      new RegExp(`^site\\.logo .*belongs to root.* sudo chown ${forChown} ${logo}$`),
    );
  },
);
