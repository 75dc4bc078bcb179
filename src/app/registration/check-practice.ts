import { bad, badOf, type CheckLine, fine, warn } from '../../kernel/check-line.ts';
import { siteRuns } from '../check/check-site.ts';
import type { PartCheck } from '../part.ts';
import type { RegistrationConfig } from './config.ts';
import { openRegistrationTools } from './tools.ts';

/** Repeats the practice notice, for `porter check --practice`. */
export async function checkPractice(
  config: RegistrationConfig,
  { loaded, runtime, tokens }: PartCheck,
): Promise<readonly CheckLine[]> {
  try {
    await using tools = await openRegistrationTools(config, loaded, runtime);
    await tools.repeatPractice();
    if (tokens !== undefined && (await siteRuns(config.site, tokens))) {
      return [fine('practice', 'The running Porter posts the practice notice in the team room: react ✅ there.')];
    }
    return [
      warn('practice', {
        code: 'practice.not-running',
        sentence:
          'No Porter answers on this machine; the practice notice waits a day for one that runs on this database.',
        remedy: 'Start porter serve, then react ✅ in the team room.',
      }),
    ];
  } catch (error) {
    if (error instanceof Error && error.name === 'StorageRefusal') {
      return [
        bad('practice', {
          code: 'practice.no-database',
          sentence: error.message,
          remedy: 'Start porter serve first.',
        }),
      ];
    }
    return [badOf('practice', error)];
  }
}
