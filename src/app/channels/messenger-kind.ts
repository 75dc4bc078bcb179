import type { z } from 'zod';
import type { AccountShape } from '../../config/shape.ts';
import type { OpenChannel, ReadAddress } from '../../ports/channel.ts';
import type { MemoryStore } from '../../ports/memory-store.ts';
import type { GroundConfig } from '../ground-sections.ts';
import type { Runtime } from '../open-database.ts';

export interface MessengerRuntime extends Runtime {
  /** For what a channel must not forget, e.g. whose name it found. */
  readonly memory: MemoryStore;
}

/** What a channel may show of the rest of the file. */
export type MessengerGround = Pick<GroundConfig, 'site' | 'homeserver'>;

/**
 * A channel whose settings stand below its name in the section `channels`, described for the composition root.
 *
 * @typeParam Own what its settings are read as
 */
export interface MessengerKind<Name extends string = string, Section extends z.ZodType = z.ZodType, Own = never> {
  /** Its key in `channels`, and what stands before the `:` of its addresses. */
  readonly name: Name;
  /** What people call the service. */
  readonly label: string;
  readonly section: Section;
  /** Where the settings stand that its further accounts take over; left out: in its own section. See `AccountShape`. */
  readonly plain?: AccountShape['plain'];
  readonly displacedBy: AccountShape['displacedBy'];
  /** Reads what stands behind `<name>:`. Pure; needs no library. */
  readonly readAddress: ReadAddress;
  /**
   * Says why these settings cannot reach an address that `readAddress` took, continuing after the address: `needs …`. Undefined if they
   * can.
   *
   * @param name of the section, as the file has it: `channels.discord`
   */
  readonly cannotReach?: (own: Own, address: string, name: string) => string | undefined;
  /**
   * Says why nobody can be heard at an address that `readAddress` took, continuing after it: `is a webhook, which …`. Undefined if what
   * is written there can be heard.
   */
  readonly cannotHear: (own: Own, address: string) => string | undefined;
  /**
   * May a second connection with these settings be made while a running Porter holds one? False where the service would end that one,
   * or take it for a stolen session, and where `porter check` connects by itself.
   */
  readonly connectsBeside: (own: Own) => boolean;
  /** Opens it; contacts nobody yet. Import its library here, so that a channel that is not configured costs nothing. */
  readonly open: (own: Own, runtime: MessengerRuntime, ground: MessengerGround) => Promise<OpenChannel>;
}

/** Describes a channel; infers the type of its settings from its section. */
export const defineMessenger = <const Name extends string, Section extends z.ZodType>(
  kind: MessengerKind<Name, Section, z.output<Section>>,
): MessengerKind<Name, Section, z.output<Section>> => kind;
