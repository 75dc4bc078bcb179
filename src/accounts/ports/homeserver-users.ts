import type { UserId } from '../../kernel/matrix-id.ts';

/** A user as the homeserver keeps it. */
export interface HomeserverUser {
  readonly userId: UserId;
  /** `machine`: a bot, a user of an appservice, or a guest. */
  readonly kind: 'person' | 'machine';
  readonly deactivated: boolean;
  readonly locked: boolean;
  readonly displayName: string | undefined;
  /** As the homeserver keeps them, not yet read. */
  readonly addresses: readonly { readonly medium: unknown; readonly address: unknown }[];
}

export interface HomeserverUsers {
  /** Yields all users in pages, those that are locked or deactivated as well. Throws `Fault` if the homeserver cannot be asked. */
  pages(): AsyncIterable<readonly HomeserverUser[]>;
}
