import type { ConfiguredPart } from '../config.ts';
import type { OpenGround } from '../ground.ts';
import type { OpenPart } from '../open-part.ts';
import { openSteps, type Steps } from './watch-steps.ts';

/** Watches the steps of the homeserver and of every part. @param opened in the order of `configured` */
export function watchParts(
  configured: readonly ConfiguredPart[],
  opened: readonly OpenPart[],
  { runtime, matrix, database }: OpenGround,
): Promise<Steps> {
  const homeserver = matrix && {
    needs: matrix.homeserver.stepNeeds,
    directory: matrix.homeserver.directory,
    memory: database.storage.memory,
  };
  const { clock, log } = runtime;
  return openSteps({
    groups: [
      ...(matrix ? [matrix.homeserver.steps] : []),
      // The cast is safe: the `steps` of a part take what its `open` resolved with.
      ...configured.flatMap(
        ({ part, config }, index) => part.steps?.(config, { runtime, homeserver }, opened[index] as never).groups ?? [],
      ),
    ],
    memory: database.storage.memory,
    clock,
    log,
  });
}
