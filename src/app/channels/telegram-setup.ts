import type { SignedIn, SignInQuestions } from '../../channels/telegram/sign-in.ts';
import { Secret } from '../../kernel/secret.ts';
import type { Runtime } from '../open-database.ts';

/** Signs in to a Telegram account. Throws `Fault`, and whatever a question throws. */
export async function signInUser(
  app: { readonly apiId: number; readonly apiHash: string },
  questions: SignInQuestions,
  { clock }: Runtime,
): Promise<SignedIn> {
  const { signIn } = await import('../../channels/telegram/sign-in.ts');
  return signIn(app, questions, clock);
}

/** Asks Telegram whose token this is: `connected as @porter_bot (bot)`. Throws `Fault`. @param url where the Bot API answers */
export async function findBot(token: string, url: string, { clock }: Runtime): Promise<string> {
  const { openBot } = await import('../../channels/telegram/open-bot.ts');
  await using bot = openBot({ as: 'bot', token: new Secret(token), url }, clock);
  return await bot.connect(new AbortController().signal);
}
