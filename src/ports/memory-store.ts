/** Small facts that must survive a restart, e.g. "the practice notice was posted in room X". */
export interface MemoryStore {
  recall(name: string): Promise<string | undefined>;
  remember(name: string, value: string): Promise<void>;
}
