import type { enLetters } from '../en/letters.ts';

export const deLetters: Record<keyof typeof enLetters, string> = {
  'letters.placeholder': '',
};
