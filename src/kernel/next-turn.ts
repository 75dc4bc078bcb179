/** Resolves once whatever waits in the event loop has had its turn. Long work in this thread awaits it between its steps. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
