import { findOutside, type OutsideOptions } from '../../app/channels/matrix-outside.ts';
import { type Exit, FINE, REFUSED, WRONG } from '../exit.ts';
import { complain, print, printJson } from '../print.ts';

/** Prints the address of the homeserver that belongs to a server name. */
export async function discover(domain: string, options: OutsideOptions & { readonly json?: boolean }): Promise<Exit> {
  const found = await findOutside(domain, options);
  if (found === undefined) {
    complain(`${domain} is no server name: give the part of user IDs behind the colon, such as example.org.`);
    return WRONG;
  }
  if (options.json) printJson(found);
  else if (!found.ok) complain(`${found.sentence} ${found.remedy}`);
  else {
    print(found.baseUrl);
    if (found.how === 'guess') complain(`${domain} publishes no homeserver; this one answers under its name.`);
  }
  return found.ok ? FINE : REFUSED;
}
