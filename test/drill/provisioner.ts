import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const FOLDER = 'src/homeserver/elsewhere';

const provisioner = `import { Fault } from '../../kernel/fault.ts';
import { troubleOf } from '../../kernel/step.ts';
import { makeHomeserverStep } from '../make-step.ts';
import type { Provisioner } from '../provisioner.ts';
import { valuesOf } from '../step-needs.ts';

const sentences = {
  'elsewhere.closed': ({ adminUrl }: { readonly adminUrl: string }) => ({
    sentence: \`The account store at \${adminUrl} is closed.\`,
    remedy: 'Open it.',
  }),
} as const;

const nothing = async (): Promise<never> => {
  throw new Fault('There are no accounts', { code: 'elsewhere.nothing', retryable: false, scope: 'message' });
};

/** Accounts that another store keeps. */
export const elsewhere: Provisioner = {
  adminApi: (url) => ({ prefix: '/api/admin', url }),
  faults: {},
  steps: (needs) => ({
    server: [
      makeHomeserverStep(needs, {
        ...{ name: 'elsewhere', part: 'accounts', fine: () => 'The account store is open.' },
        look: async (client) =>
          (await client.ask('GET', '/api/admin/v1/open')).status === 200
            ? undefined
            : troubleOf(sentences, 'elsewhere.closed', valuesOf(needs)),
      }),
    ],
    sender: [],
  }),
  checks: () => [],
  open: () => ({
    accounts: {
      isFree: async () => 'unknown',
      addressInUse: async () => false,
      createFor: nothing,
      bind: nothing,
      lock: nothing,
      unlock: nothing,
      close: nothing,
      setPassword: nothing,
    },
    directory: { find: async () => undefined, isAdmin: async () => undefined, stateOf: async () => undefined },
    welcomeRooms: () => ({ admit: async () => undefined }),
  }),
  promote: nothing,
};
`;

/** Replaces the only place where `anchor` stands. */
function replace(root: string, file: string, edits: readonly (readonly [anchor: string, text: string])[]): string {
  const whole = path.join(root, file);
  const changed = edits.reduce(
    (source, [anchor, text]) => {
      const pieces = source.split(anchor);
      assert.equal(pieces.length, 2, `${file} has "${anchor}" once`);
      return pieces.join(text);
    },
    readFileSync(whole, 'utf8'),
  );
  writeFileSync(whole, changed);
  return file;
}

/** A second store of accounts, with an API, a step and ports of its own, chosen by `accounts.store`. */
export const secondProvisioner = {
  name: 'a second provisioner',
  /** Existing files that it may touch. */
  most: 2,

  /** Adds the provisioner to the copy of the tree at `root`; the existing files that it changed. */
  change(root: string): readonly string[] {
    mkdirSync(path.join(root, FOLDER));
    writeFileSync(path.join(root, FOLDER, 'elsewhere.ts'), provisioner);
    return [
      replace(root, 'src/app/homeserver/provisioners.ts', [
        [
          "import type { Provisioner } from '../../homeserver/provisioner.ts';",
          "import { elsewhere } from '../../homeserver/elsewhere/elsewhere.ts';\nimport type { Provisioner } from '../../homeserver/provisioner.ts';",
        ],
        ['{ synapse } satisfies', '{ synapse, elsewhere } satisfies'],
      ]),
      replace(root, 'src/config/sections/operations.ts', [[".enum(['synapse'])", ".enum(['synapse', 'elsewhere'])"]]),
    ];
  },
};
