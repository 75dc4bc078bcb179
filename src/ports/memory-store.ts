/**
 * Small facts that must survive a restart, e.g. "the practice notice was posted in room X". What a channel remembers of a person has a name
 * by which it is found for them: `<channel>.person:<address>` (the value is their number), `<channel>.direct:<address>` (the value is
 * the number of the chat with them) or `<channel>.heard:<number of the chat>`. Behind `heard` may stand `.` and whose view that is.
 */
export interface MemoryStore {
  recall(name: string): Promise<string | undefined>;
  remember(name: string, value: string): Promise<void>;
}

/** For a check, which changes nothing and so remembers nothing. */
export const noMemory: MemoryStore = { recall: async () => undefined, remember: async () => undefined };
