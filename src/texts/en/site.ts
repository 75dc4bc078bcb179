export const enSite = {
  'site.placeholder': '',
} as const;
