import { ListenFault } from '../web/listen-on.ts';
import { type Config, configShape } from './config.ts';

/** Returns the error with the key of the address that could not be listened on, as `porter check` names it; any other as it is. */
export function withKeyOfListener(error: unknown, config: Config): unknown {
  if (!(error instanceof ListenFault)) return error;
  const { at, code, retryable, scope, message } = error;
  const found = configShape.listening(config).find((one) => one.at.host === at.host && one.at.port === at.port);
  if (found === undefined) return error;
  const key = found.key.join('.');
  const remedy =
    code === 'listener.in-use'
      ? `End the other program, or set ${key} to another address.`
      : `Set ${key} to another address.`;
  return new ListenFault(at, `${message} (${key})`, { code, retryable, scope, remedy, cause: error });
}
