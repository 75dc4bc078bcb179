import assert from 'node:assert/strict';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { asNobody, NOBODY, needsRoot } from '../../test/support/as-nobody.ts';
import { emptyFolder } from '../../test/support/installation.ts';
import { fileSentence, fileTrouble, tighten } from './file-trouble.ts';
import { userOf } from './system-user.ts';

const nobody = userOf(NOBODY);
const forChown = nobody.replace('#', '');
const denied = Object.assign(new Error(), { code: 'EACCES' });
const reading = async (file: string) => {
  const error = await readFile(file).then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(error, 'it could be read');
  return fileTrouble(file, error);
};

test(
  'a file of root that a service cannot read is named with its owner, the user and the chown',
  needsRoot(),
  async (t) => {
    const folder = await emptyFolder(t);
    chmodSync(folder, 0o755);
    const file = path.join(folder, 'config.yaml');
    await writeFile(file, '', { mode: 0o640 });
    assert.deepEqual(await asNobody(() => reading(file)), {
      why: `it belongs to root, and this runs as ${nobody}`,
      remedy: `sudo chown ${forChown} ${file}`,
    });
    // Synapse's, for instance, which must go on reading it.
    chownSync(file, 2, 2);
    const other = await asNobody(() => reading(file));
    assert.equal(
      other.remedy,
      `sudo chown ${forChown} ${file}, and if ${userOf(2)} must read it too: sudo chgrp 2 ${file} && sudo chmod 640 ${file}`.replaceAll(
        'chgrp 2 ',
        `chgrp ${userOf(2).replace('#', '')} `,
      ),
    );
    chownSync(file, NOBODY, NOBODY);
    chmodSync(file, 0);
    assert.equal((await asNobody(() => reading(file))).remedy, `chmod u+rw ${file}`);
  },
);

test('a folder that is closed is what is named, not the file in it', needsRoot(), async (t) => {
  const folder = await emptyFolder(t);
  chmodSync(folder, 0o755);
  const data = path.join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  await writeFile(path.join(data, 'porter.key'), '');
  assert.deepEqual(await asNobody(() => reading(path.join(data, 'porter.key'))), {
    why: `the folder ${data} of root is closed to ${nobody}`,
    remedy: `sudo chown ${forChown} ${data}`,
  });
  // Something new is a matter of the folder.
  chmodSync(data, 0o755);
  const fresh = path.join(data, 'fresh.db');
  const written = await asNobody(() =>
    writeFile(fresh, '').then(
      () => assert.fail(),
      (error: unknown) => fileTrouble(fresh, error),
    ),
  );
  assert.deepEqual(written, {
    why: `the folder ${data} belongs to root, and this runs as ${nobody}`,
    remedy: `sudo chown ${forChown} ${data}`,
  });
});

test('nobody is told to open a home or to take a folder of another service', needsRoot(), async (t) => {
  const folder = await emptyFolder(t);
  const shut = path.join(folder, 'prosody');
  chmodSync(folder, 0o755);
  mkdirSync(shut, { mode: 0o700 });
  await writeFile(path.join(shut, 'secret'), '');
  const { remedy } = await asNobody(() => reading(path.join(shut, 'secret')));
  assert.equal(remedy, `copy the file to a folder that ${nobody} may enter, such as /var/lib/porter`);
});

test(
  'a person is told to run the command as the owner, and of root’s files that it may be so or so',
  needsRoot(),
  async (t) => {
    const folder = await emptyFolder(t);
    const file = path.join(folder, 'config.yaml');
    await writeFile(file, '', { mode: 0o600 });
    const asked = () => fileTrouble(file, denied, { user: 1_000, command: ['porter', 'check'] }).remedy ?? '';
    assert.match(asked(), /^run it as the user that Porter runs as .*if that is .*: sudo chown \S+ \/\S+config\.yaml$/);
    chownSync(file, 2, 2);
    assert.equal(asked(), `sudo -u ${userOf(2)} porter check`);
  },
);

test('whoever asks is told what to do about a file of root', () => {
  const asked = (user: number, file = '/etc/passwd') =>
    fileTrouble(file, denied, { user, command: ['porter', 'check'] });
  const [service, person] = [60_999, 54_321];
  assert.deepEqual(asked(service), {
    why: `it belongs to root, and this runs as ${userOf(service)}`,
    remedy: `sudo chown ${userOf(service).replace('#', '')} /etc/passwd`,
  });
  assert.equal(
    asked(person).remedy,
    `run it as the user that Porter runs as (sudo -u porter …); if that is ${userOf(person)}: sudo chown ${userOf(person).replace('#', '')} /etc/passwd`,
  );
  // A file of one's own, and one that is not there yet.
  assert.equal(asked(0).remedy, 'chmod u+rw /etc/passwd');
  assert.equal(
    asked(service, '/etc/no-such-file').why,
    `the folder /etc belongs to root, and this runs as ${userOf(service)}`,
  );
  assert.match(
    fileSentence('/etc/passwd', 'read', denied, { user: 0 }),
    /^\/etc\/passwd cannot be read: it belongs to root, .*: chmod u\+rw \/etc\/passwd$/,
  );
});

test('what has to do with no rights keeps its plain words, and a read-only disk names the unit', () => {
  const why = (code: string) => fileTrouble('/nowhere/x', Object.assign(new Error(), { code }));
  assert.deepEqual(why('EISDIR'), { why: 'it is a folder', remedy: undefined });
  assert.match(why('EROFS').remedy ?? '', /ReadWritePaths=/);
  assert.deepEqual(fileTrouble('/nowhere/x', denied, { user: undefined }), {
    why: 'no right to do so',
    remedy: undefined,
  });
});

test(
  'a file that is to be shut to others is given to whoever runs this, if it is somebody else’s',
  needsRoot(),
  async () => {
    assert.equal(tighten('/etc/x', { uid: 0 }, '600'), 'chmod 600 /etc/x');
    assert.equal(
      await asNobody(async () => tighten('/etc/x', { uid: 0 }, '600')),
      `sudo chown ${forChown} /etc/x && sudo chmod 600 /etc/x`,
    );
  },
);
