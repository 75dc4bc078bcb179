import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { makeAccounts } from '../../../src/homeserver/synapse/accounts.ts';
import { strangersView } from '../../../src/homeserver/synapse/check-strangers-view.ts';
import type { CheckLine } from '../../../src/kernel/check-line.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import type { Localpart } from '../../../src/kernel/matrix-id.ts';
import { usePromotedRig } from '../../support/homeserver/rig.ts';
import { askMatrix } from '../../support/matrix-user.ts';
import { needs } from '../../support/needs.ts';

const said = (lines: readonly CheckLine[]) => lines.map(({ level, code, sentence }) => code ?? `${level}: ${sentence}`);

describe("Synapse's own settings, as check and serve see them, on a real Synapse", needs('synapse'), () => {
  const home = usePromotedRig();
  const signal = new AbortController().signal;

  const users = async () => (await home.boss.call('GET', '/_synapse/admin/v2/users?guests=true&limit=1000'))['total'];

  test('as it is installed: no registration beside the door, no mail of its own, no policy', async () => {
    const lines = said(await strangersView(home.synapse.url));
    assert.equal(lines.length, 2);
    assert.match(lines[0] ?? '', /^fine: Nobody can make an account at Synapse itself/);
    assert.match(lines[1] ?? '', /^fine: Synapse sends no mail .* needs a server admin/);
    assert.equal((await home.rig.steps.look()).ready, true);
  });

  test('open registration is WRONG, mail of its own and its policy are facts; asking makes nobody', async () => {
    const before = await users();
    await home.synapse.restart({
      ...{ enable_registration: true, enable_registration_without_verification: true },
      email: { smtp_host: '127.0.0.1', smtp_port: 9, notif_from: 'Synapse <synapse@porter.test>' },
      password_config: { policy: { enabled: true, minimum_length: 14, require_digit: true, require_uppercase: true } },
    });
    const [open, ...facts] = await strangersView(home.synapse.url);
    assert.deepEqual([open?.level, open?.code], ['bad', 'homeserver.open-registration']);
    assert.match(facts[0]?.sentence ?? '', /can have Synapse mail them a link/);
    assert.match(facts[1]?.sentence ?? '', /password policy: at least 14 characters, a digit, a capital letter\.$/);
    assert.equal(facts.length, 2);
    assert.equal(await users(), before);
    const accounts = makeAccounts({ client: home.rig.client, log: silentLog });
    assert.deepEqual(await accounts.passwordPolicy?.(signal), { least: 14, kinds: ['digit', 'uppercase'] });
  });

  test('a registration that asks for more is told with what it asks for, one by token alone is fine', async () => {
    await home.synapse.restart({
      ...{ enable_registration_without_verification: false, registrations_require_3pid: ['email'] },
      password_config: { policy: { enabled: true, minimum_length: 80 } },
    });
    const [guarded, , policy] = await strangersView(home.synapse.url);
    assert.deepEqual([guarded?.level, guarded?.code], ['warn', 'homeserver.guarded-registration']);
    assert.match(guarded?.sentence ?? '', /m\.login\.email\.identity/);
    assert.deepEqual([policy?.level, policy?.code], ['bad', 'homeserver.password-policy']);
    await home.synapse.restart({
      ...{ registrations_require_3pid: [], registration_requires_token: true, password_config: {} },
    });
    assert.match(said(await strangersView(home.synapse.url))[0] ?? '', /^fine: .* only with a registration token/);
  });

  test('passwords off, in any of the three ways: said from the start, the door is shut, and it opens by itself', async () => {
    const made = await makeAccounts({ client: home.rig.client, log: silentLog }).createFor(
      { id: 'an application', localpart: 'lena' as Localpart },
      signal,
    );
    assert.ok(made.kind === 'created');
    const account = { userId: made.userId, applicationId: 'an application' };
    const flows = async () => {
      const { body } = await askMatrix(home.synapse.url, 'GET', '/_matrix/client/v3/login');
      return (body['flows'] as readonly { readonly type: string }[]).map(({ type }) => type);
    };
    assert.ok((await flows()).includes('m.login.password'));
    for (const off of [{ enabled: false }, { localdb_enabled: false }, { enabled: 'only_for_reauth' }]) {
      await home.synapse.restart({ password_config: off });
      const { next, ready } = await home.rig.steps.look();
      assert.deepEqual(
        [next?.code, next?.passing, ready],
        ['homeserver.passwords-off', false, false],
        JSON.stringify(off),
      );
      assert.equal(home.rig.isOpen(), false);
      // What would be the last step of every newcomer is refused indeed.
      const accounts = makeAccounts({ client: home.rig.client, log: silentLog });
      assert.equal(await accounts.setPassword(account, 'a long password', signal), 'passwords-off');
      assert.equal((await flows()).includes('m.login.password'), false, JSON.stringify(off));
    }
    await home.synapse.restart({ password_config: {} });
    assert.equal((await home.rig.steps.look()).ready, true);
    assert.equal(home.rig.isOpen(), true);
  });
});
