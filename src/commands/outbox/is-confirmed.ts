import { complain } from '../print.ts';

/** Asks at the terminal whether to give up for good what was named. A no is told. */
export async function isConfirmed(): Promise<boolean> {
  const { confirm, isCancel } = await import('@clack/prompts');
  const answer = await confirm({ message: 'Give up for good?', initialValue: false });
  if (!isCancel(answer) && answer) return true;
  complain('Stopped; nothing was given up.');
  return false;
}
