import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from '../scripts/launch.mjs';
import { eventually } from '../test/support/eventually.ts';
import { askMatrix, logIn, type MatrixUser } from '../test/support/matrix-user.ts';
import type { TestSynapse } from '../test/support/synapse.ts';
import { PASSWORD } from './once.ts';
import type { World } from './world.ts';

const NEW_PASSWORD = 'amber-lighthouse-19-thistle';

/** Settings for accounts that live in Porter. @param listen where its identity API listens, `host:port` */
export const localStore = (listen: string) => ({
  accounts: { store: 'local' },
  identityApi: { listen },
});

/** Makes Synapse ask Porter's identity API at `listen` for passwords, by Porter's module. The users of the demo keep theirs at Synapse. */
export async function installModule(synapse: TestSynapse, listen: string): Promise<void> {
  await copyFile(path.join(ROOT, 'synapse', 'porter_password.py'), path.join(synapse.dir, 'porter_password.py'));
  await synapse.restart({
    modules: [{ module: 'porter_password.PorterPassword', config: { url: `http://${listen}` } }],
  });
}

/** What an account that lives in Porter does after its first log-in. Calls `told` after each step; throws when a step fails. */
export async function walkAccount(
  { synapse, porter, identityApi }: World,
  lena: MatrixUser,
  told: (step: string) => void,
): Promise<void> {
  if (identityApi === undefined) throw new Error('Porter has no identity API in this demo');
  const lookUp = async (question: string, body: object) =>
    (await askMatrix(`http://${identityApi}`, 'POST', `/_ma1sd/backend/api/v1/${question}`, { body })).body;

  const found = await lookUp('directory/user/search', { by: 'name', search_term: 'ortiz' });
  if (!JSON.stringify(found).includes('"lena"')) throw new Error(`nobody finds her by name: ${JSON.stringify(found)}`);
  told('An identity server that asks Porter finds her by "ortiz", as she agreed to on the form.');

  const single = await lookUp('identity/single', { lookup: { medium: 'email', address: 'Lena@Example.org' } });
  if (!JSON.stringify(single).includes(lena.userId))
    throw new Error(`her address leads to nobody: ${JSON.stringify(single)}`);
  told('It is told that Lena@Example.org is hers.');

  // By the way that the proxy's line gives to this path.
  const change = await askMatrix(porter.site, 'POST', '/_matrix/client/v3/account/password', {
    token: lena.accessToken,
    body: {
      new_password: NEW_PASSWORD,
      logout_devices: false,
      auth: { type: 'm.login.password', identifier: { type: 'm.id.user', user: lena.userId }, password: PASSWORD },
    },
  });
  if (change.status !== 200) throw new Error(`the change of the password was refused: ${JSON.stringify(change.body)}`);
  told('She changed the password in her Matrix client.');

  await porter.kill();
  await porter.start({ wait: 'ready' });
  if (await mayLogIn(synapse, PASSWORD)) throw new Error('the old password still lets her in');
  await eventually(() => mayLogIn(synapse, NEW_PASSWORD), {
    ...{ timeoutMs: 60_000, everyMs: 250, what: 'a log-in with the changed password' },
  });
  told('Porter was killed and started again: the new password lets her in, and the old one does not.');
}

const mayLogIn = ({ url }: TestSynapse, password: string): Promise<boolean> =>
  logIn(url, 'lena', password).then(
    () => true,
    () => false,
  );
