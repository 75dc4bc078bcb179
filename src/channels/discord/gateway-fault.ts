import { HOUR } from '../../kernel/clock.ts';
import { Fault, type FaultOptions } from '../../kernel/fault.ts';
import { classify, NEW_TOKEN } from './classify.ts';
import { type GatewayEnd, UNREADABLE } from './gateway.ts';

type Refusal = readonly [code: string, sentence: string, remedy: string];

/** Codes with which the gateway ends a connection (Discord's documentation, "Opcodes and Status Codes") for what a person must mend. */
const refused = {
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
} as const satisfies Readonly<Record<number, Refusal>>;
/** Nor do these get better by trying again: Porter has asked for something that the gateway does not take. */
const hopeless: ReadonlySet<number> = new Set([4010, 4012, 4013]);

const fault = (code: string, message: string, options: Pick<FaultOptions, 'retryable' | 'remedy' | 'afterMs'>): Fault =>
  new Fault(message, { ...options, code: `discord.${code}`, scope: 'channel', place: 'discord' });

/** The operator has not allowed the bot to read. It is what the gateway says with 4014. */
export const intentRefused = (): Fault => refusalOf(refused[4014]);

const refusalOf = ([code, sentence, remedy]: Refusal): Fault =>
  fault(code, sentence, { retryable: false, remedy, afterMs: HOUR });

/** Says why nobody is heard after a connection ended. @param host of the gateway */
export function gatewayFault({ code, error }: GatewayEnd, host: string): Fault {
  const refusal = Object.entries(refused).find(([known]) => Number(known) === code)?.[1];
  if (refusal !== undefined) return refusalOf(refusal);
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
