import { HOUR } from '../../kernel/clock.ts';
import { Fault, type FaultOptions } from '../../kernel/fault.ts';
import { classify, NEW_TOKEN } from './classify.ts';
import { type GatewayEnd, UNREADABLE } from './gateway.ts';

/** Codes with which the gateway ends a connection (Discord's documentation, "Opcodes and Status Codes") for what a person must mend. */
const refused: Readonly<Record<number, readonly [code: string, sentence: string, remedy: string]>> = {
  4004: ['token-refused', 'Discord does not know the bot token', NEW_TOKEN],
  4011: [
    'too-many-servers',
    'The bot is on more servers than one connection may serve',
    'Use a bot of its own for Porter, on the servers that need it.',
  ],
  4014: [
    'intent-refused',
    'Discord does not let the bot read what people write in channels',
    'Switch "Message Content Intent" on (discord.com/developers, your application, Bot). Porter asks again within a quarter of an hour, and at its start.',
  ],
};
/** Nor do these get better by trying again: Porter has asked for something that the gateway does not take. */
const hopeless: ReadonlySet<number> = new Set([4010, 4012, 4013]);

const fault = (code: string, message: string, options: Pick<FaultOptions, 'retryable' | 'remedy' | 'afterMs'>): Fault =>
  new Fault(message, { ...options, code: `discord.${code}`, scope: 'channel', place: 'discord' });

/** Says why nobody is heard after a connection ended. @param host of the gateway */
export function gatewayFault({ code, error }: GatewayEnd, host: string): Fault {
  if (code !== undefined && refused[code] !== undefined) {
    const [name, sentence, remedy] = refused[code];
    return fault(name, sentence, { retryable: false, remedy, afterMs: HOUR });
  }
  if (code !== undefined && hopeless.has(code)) {
    return fault('gateway-refused', `Discord's gateway refuses Porter (${code})`, { retryable: false, afterMs: HOUR });
  }
  if (error !== undefined && error !== UNREADABLE) {
    const told = classify({ kind: 'no-response', code: error }, { posts: false, host, serverUrl: undefined });
    if (told instanceof Fault) return told;
  }
  return fault('gateway', `Discord's gateway ended the connection${code === undefined ? '' : ` (${code})`}`, {
    retryable: true,
  });
}
