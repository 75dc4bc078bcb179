import { type Exit, FINE } from '../exit.ts';
import { complain, print } from '../print.ts';
import { shippedFile } from '../shipped-file.ts';
import { type CommonOptions, withPart, wrong } from '../with-config.ts';

/** As it stands in the module, in the lines for `homeserver.yaml`. */
const URL_IN_MODULE = 'url: "http://127.0.0.1:8483"';

/** Prints the password module for Synapse. Its head has the lines for `homeserver.yaml`, with the address of the listener. */
export const printSynapseModule = (options: CommonOptions): Promise<Exit> =>
  withPart(
    options,
    ({ config }) => (config.accounts.store === 'local' ? config.identityApi : undefined),
    'Synapse has nothing to ask: the configuration needs accounts: { store: local }, and identityApi with an address to listen on.',
    async ({ listen: { host, port }, clients }) => {
      const module = shippedFile('synapse/porter_password.py');
      if (module === undefined) {
        return wrong(options, 'A file of the program is missing: install this version of Porter again.');
      }
      const shown = host.includes(':') ? `[${host}]` : host;
      print(module.trimEnd().replace(URL_IN_MODULE, `url: "http://${shown}:${port}"`));
      if (Object.keys(clients).length === 0) {
        complain(
          'identityApi.clients names nobody, so whoever reaches the listener may ask: leave secret_path out, or name Synapse there first.',
        );
      }
      return FINE;
    },
  );
