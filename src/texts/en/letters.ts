export const enLetters = {
  'letters.placeholder': '',
} as const;
