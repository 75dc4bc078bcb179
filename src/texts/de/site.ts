import type { enSite } from '../en/site.ts';

export const deSite: Record<keyof typeof enSite, string> = {
  'site.placeholder': '',
};
