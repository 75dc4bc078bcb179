/** The repository's folder, absolute. */
export const ROOT: string;
export const NO_NODE: string;
export function findNode(): string | undefined;
export function launch(
  args: readonly string[],
): { file: string; args: string[]; env: Record<string, string | undefined> } | undefined;
