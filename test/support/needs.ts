import { execFileSync } from 'node:child_process';
import { findPart, HOW_TO_GET, type Part } from '../../scripts/parts.mjs';

/**
 * What a test that needs such parts passes to `test` or `describe` as options: skipped with the sentence that says how to
 * get the missing part; where `CI` is set, a failure, because there everything must run.
 */
export function needs(...parts: readonly Part[]): { readonly skip?: string } {
  const missing = parts.filter((part) => findPart(part) === undefined).map((part) => HOW_TO_GET[part]);
  if (missing.length === 0) return {};
  if (process.env['CI']) throw new Error(missing.join(' '));
  return { skip: missing.join(' ') };
}

/** Path of a part that is there; throws the sentence otherwise. */
export function getPart(part: Part): string {
  const found = findPart(part);
  if (found === undefined) throw new Error(HOW_TO_GET[part]);
  return found;
}

/** As `needs`, for a command that most systems have. @param version the option that makes it print its version and end */
export function needsCommand(command: string, version: string, howToGet: string): { readonly skip?: string } {
  try {
    execFileSync(command, [version], { stdio: 'ignore' });
    return {};
  } catch {
    const sentence = `The command ${command} is missing: ${howToGet}.`;
    if (process.env['CI']) throw new Error(sentence);
    return { skip: sentence };
  }
}
