import { readMatrixAddress } from '../../channels/matrix/address.ts';
import { MatrixSection } from '../../channels/matrix/section.ts';
import { defineMessenger } from './messenger-kind.ts';

/** Matrix by a plain account, for a Porter without a homeserver of its own. */
export const matrix = defineMessenger({
  name: 'matrix',
  label: 'Matrix',
  section: MatrixSection,
  // By a homeserver of its own Porter writes with another user, but at an address that serves this account as well.
  plain: [['channels', 'matrix'], ['homeserver']],
  displacedBy: ({ url }) => (url === undefined ? [] : ['token']),
  readAddress: readMatrixAddress,
  cannotHear: () => 'is reached by a plain account, and only the user of an appservice hears',
  connectsBeside: () => true,
  async open({ url, token }, { memory, clock, log }) {
    const [{ openMatrixAccount }, { openPlainAccount }] = await Promise.all([
      import('../../channels/matrix/open-account.ts'),
      import('../../homeserver/plain-account.ts'),
    ]);
    const ownLog = log.with({ part: 'matrix' });
    const account = openPlainAccount({ url, token: () => token.reveal().trim(), memory, clock, log: ownLog });
    return openMatrixAccount({ account: account.get, close: async () => account[Symbol.asyncDispose](), log: ownLog });
  },
});
