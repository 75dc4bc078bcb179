import { type CheckLine, warn } from '../../kernel/check-line.ts';
import { isLoopback } from '../../kernel/host-port.ts';
import { type Config, configShape } from '../config.ts';

/** Warns of listeners that other machines can reach, except the public site. */
export const checkListeners = (config: Config): readonly CheckLine[] =>
  configShape.listening(config).flatMap(({ key: [part = ''], at, guard, who }) =>
    guard === undefined || isLoopback(at.host)
      ? []
      : [
          warn(part, {
            code: 'listener.open',
            sentence: `${at.host}:${at.port} is open to the network: ${guard}`,
            remedy: `Listen on 127.0.0.1, or let nobody but ${who} reach it: a firewall, a private network.`,
          }),
        ],
  );
