import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { ROOT } from '../../scripts/launch.mjs';
import { emptyFolder } from '../support/installation.ts';
import { needs } from '../support/needs.ts';
import { runPorterCommand } from '../support/porter-command.ts';
import { lua, startProsody } from '../support/prosody.ts';
import { enter, openFocus, roomAddress, visit } from '../support/xmpp-guest.ts';
import { MEMBER, NO_ROOM, OWNER } from './prosody-rig.ts';

/** The blocks of docs/operate/meetings.md in one language, without the indentation of a list. */
async function blocks(language: string): Promise<readonly string[]> {
  const page = await readFile(path.join(ROOT, 'docs', 'operate', 'meetings.md'), 'utf8');
  return [...page.matchAll(new RegExp(`^( *)\`\`\`${language}\n(.*?)^ *\`\`\``, 'gms'))].map(
    ([, indent = '', block = '']) => block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
}

const only = (found: readonly string[], wanted: RegExp): string => {
  const [block, ...more] = found.filter((text) => wanted.test(text));
  assert.ok(
    block !== undefined && more.length === 0,
    `${found.length} blocks, ${more.length + 1} of them with ${wanted}`,
  );
  return block;
};

describe('docs/operate/meetings.md at a real Prosody, with our stand-ins for Jitsi’s modules', needs('prosody'), () => {
  const secret = randomBytes(32).toString('hex');
  let config = '';
  let lines = '';
  before(async () => {
    const recipes = await blocks('yaml');
    config = only(recipes, /^ *game: \{ token: \{ file: game\.token \} \}$/m);
    lines = only(await blocks('lua'), /^VirtualHost/).replace('the content of jitsi.secret', secret);
    assert.ok(lines.includes(secret));
  });

  /** What a token of the recipe meets at a Prosody with these lines. */
  async function meet(token: string, ownLines: string, host = 'conference.meet.jitsi') {
    const rooms = { token_affiliation: host, token_moderation: host };
    await using prosody = await startProsody({ domain: 'meet.jitsi', lines: ownLines, rooms });
    await using focus = await openFocus(prosody);
    await enter(focus, roomAddress(prosody, { room: 'test' }), 'focus');
    const met = await visit(prosody, { room: 'test', token });
    return 'at' in met ? met : { affiliation: met.affiliation, role: met.role };
  }

  test('its recipe and its lines for Prosody let people in as they stand; each line about the rooms is needed', async (t) => {
    const cwd = await emptyFolder(t);
    const porter = (...args: readonly string[]) => runPorterCommand(args, { cwd });
    await writeFile(path.join(cwd, 'config.yaml'), config, { mode: 0o640 });
    await writeFile(path.join(cwd, 'jitsi.secret'), `${secret}\n`, { mode: 0o600 });
    await writeFile(path.join(cwd, 'game.token'), `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
    const migrated = await porter('migrate');
    assert.equal(migrated.code, 0, migrated.stderr);
    const checked = await porter('check', '--offline');
    assert.match(checked.stdout, /Tokens for meet\.jitsi can be signed/, checked.stdout + checked.stderr);
    const tokenOf = async (...more: readonly string[]) => {
      const { stdout, stderr } = await porter(
        ...['meetings', 'token', '--room', 'test', '--name', 'Ada', '--for', '10m', ...more],
      );
      assert.match(stderr, /^https:\/\/meet\.example\.org\/test\?jwt=/m);
      return stdout.trim();
    };
    const moderator = await tokenOf('--moderator');

    assert.deepEqual(await meet(moderator, lines), OWNER);
    assert.deepEqual(await meet(await tokenOf(), lines), MEMBER);

    const without = (line: RegExp) => {
      const left = lines.replace(line, '');
      assert.notEqual(left, lines);
      return left;
    };
    assert.deepEqual(await meet(moderator, without(/^.*muc_mapper_domain_base.*$/m)), NO_ROOM);

    const atMuc = lines.replace('"conference.meet.jitsi"', '"muc.meet.jitsi"');
    assert.deepEqual(await meet(moderator, atMuc, 'muc.meet.jitsi'), NO_ROOM);
    assert.deepEqual(await meet(moderator, atMuc.replace('"conference"', '"muc"'), 'muc.meet.jitsi'), OWNER);
  });

  test('its lines for key pairs name the algorithm and both ways to the keys, at the paths that Porter serves', async () => {
    const keys = only(await blocks('lua'), /asap_key_server/);
    assert.match(keys, /^ *signature_algorithm = "RS256"$/m);
    assert.match(keys, /^ *asap_key_server = "https:\/\/[^"]+\/asap"$/m);
    assert.match(keys, /^ *cache_keys_url = "https:\/\/[^"]+\/\.well-known\/jwks\.json"$/m);
    // Prosody reads them at the VirtualHost; that it starts with them there is all that its 0.12 and our stand-ins can say.
    const rooms = { token_affiliation: 'conference.meet.jitsi', token_moderation: 'conference.meet.jitsi' };
    const withKeys = lines.replace(`    app_secret = ${lua(secret)}`, `    app_secret = ${lua(secret)}\n${keys}`);
    assert.notEqual(withKeys, lines);
    await using prosody = await startProsody({ domain: 'meet.jitsi', lines: withKeys, rooms });
    assert.ok(prosody.websocket);
  });
});
