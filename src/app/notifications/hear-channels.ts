import { type Clock, MINUTE, SECOND } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import type { Gate } from '../../kernel/gate.ts';
import type { Logger } from '../../kernel/log.ts';
import type { Hearing, OpenChannel, Remark } from '../../ports/channel.ts';
import { troubleInWords } from '../place-states.ts';
import type { ShutdownGroup } from '../shutdown-group.ts';
import { type ChannelWatch, troubleOf } from './watch-channels.ts';

/** How long nothing is heard after a fault that does not say when to come back. */
const AGAIN_AFTER = 30 * SECOND;
const LONGEST_PAUSE = 10 * MINUTE;

/** A channel on which people are heard. */
export interface HeardChannel {
  readonly hear: NonNullable<OpenChannel['hear']>;
  readonly addresses: Hearing['addresses'];
}

export interface HearChannelsNeeds {
  readonly channels: Readonly<Record<string, HeardChannel>>;
  readonly keep: (channel: string, remarks: readonly Remark[]) => Promise<void>;
  /** A copy of this database must not take what people write from the one that acts. */
  readonly gate: Gate;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Hears on every channel for as long as this process may act. One that fails is told once, and tried again until it hears. */
export function hearChannels(
  running: Pick<ShutdownGroup, 'defer'>,
  { channels, keep, gate, clock, log }: HearChannelsNeeds,
): ChannelWatch {
  const ending = new AbortController();
  const failing = new Map<string, string>();

  /** Resolves once this process may act, or everything ends. */
  async function mayHear(): Promise<void> {
    while (!ending.signal.aborted && gate.mayAct() !== 'yes') {
      const changed = new AbortController();
      const stop = gate.onChange(() => changed.abort());
      await clock.sleep(MINUTE, AbortSignal.any([ending.signal, changed.signal]));
      stop();
    }
  }

  async function hearOnce(name: string, { hear, addresses }: HeardChannel): Promise<void> {
    const closed = new AbortController();
    const stop = gate.onChange(() => {
      if (gate.mayAct() !== 'yes') closed.abort();
    });
    const hearing: Hearing = {
      addresses,
      keep: (remarks) => keep(name, remarks),
      works() {
        if (failing.delete(name)) log.info(`${name}: what people write is heard again`, { channel: name });
      },
    };
    try {
      await hear(hearing, AbortSignal.any([ending.signal, closed.signal]));
    } finally {
      stop();
    }
  }

  async function listen(name: string, channel: HeardChannel): Promise<void> {
    for (;;) {
      await mayHear();
      if (ending.signal.aborted) return;
      try {
        await hearOnce(name, channel);
      } catch (error) {
        if (ending.signal.aborted) return;
        const trouble = troubleOf(error);
        const told = `${name} hears nobody: ${troubleInWords(trouble)}`;
        if (failing.get(name) !== told) log.error(told, { channel: name, code: trouble.code });
        failing.set(name, told);
        const asked = error instanceof Fault ? error.afterMs : undefined;
        await clock.sleep(Math.min(asked ?? AGAIN_AFTER, LONGEST_PAUSE), ending.signal);
      }
    }
  }

  const listening = Promise.all(Object.entries(channels).map(([name, channel]) => listen(name, channel)));
  running.defer(async () => {
    ending.abort();
    await listening;
  });
  return { troubles: () => [...failing.values()] };
}
