import { add, type Drill, insert } from './edit.ts';

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
      ownerOf: async () => undefined,
      createFor: nothing,
      stateOf: nothing,
      bind: nothing,
      lock: nothing,
      unlock: nothing,
      close: nothing,
      setPassword: nothing,
    },
    directory: { find: async () => undefined, isAdmin: async () => undefined, stateOf: async () => undefined },
    users: { pages: async function* () {} },
    sessions: { endOthers: async () => 0 },
    welcomeRooms: () => ({ admit: async () => [] }),
  }),
  promote: nothing,
  demote: nothing,
};
`;

/** A second store of accounts, with an API, a step and ports of its own, chosen by `accounts.store`. */
export const secondProvisioner: Drill = {
  name: 'a second provisioner',
  /** Existing files that it may touch. */
  most: 2,

  /** Adds the provisioner to the copy of the tree at `root`; the existing files that it changed. */
  change(root: string): readonly string[] {
    add(root, `${FOLDER}/elsewhere.ts`, provisioner);
    return [
      insert(root, 'src/app/homeserver/provisioners.ts', [
        [
          "import type { Provisioner } from '../../homeserver/provisioner.ts';",
          "import { elsewhere } from '../../homeserver/elsewhere/elsewhere.ts';\n",
        ],
        [' } satisfies Record', ', elsewhere'],
      ]),
      insert(root, 'src/config/sections/accounts.ts', [["'local'])", "'elsewhere', "]]),
    ];
  },
};
