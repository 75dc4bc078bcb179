import { joinRoom } from '../../app/channels/matrix-join.ts';
import { commandRuntime } from '../command-runtime.ts';
import { type Exit, FINE, REFUSED } from '../exit.ts';
import { complain, print, printJson } from '../print.ts';
import { type CommonOptions, withConfig, wrong } from '../with-config.ts';

/** Lets Porter's user enter a room that anybody may enter, or to which it was invited. */
export const join = (room: string, options: CommonOptions & { readonly account?: string }): Promise<Exit> =>
  withConfig(options, async (loaded) => {
    const { account } = options;
    const entered = await joinRoom(loaded, commandRuntime(), room, account);
    if (entered === undefined) {
      const missing =
        account === undefined ? 'neither homeserver nor channels.matrix' : `no channels.matrix@${account}`;
      return wrong(options, `There is ${missing} in this file.`);
    }
    if (options.json) printJson(entered);
    else if (entered.ok) print(`Porter is in ${entered.value}.`);
    else complain(`Porter was not let into ${room}: ${entered.detail}. Somebody inside can invite it, then try again.`);
    return entered.ok ? FINE : REFUSED;
  });
