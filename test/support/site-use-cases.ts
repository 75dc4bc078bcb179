import type { UserId } from '../../src/kernel/matrix-id.ts';
import { ok, refuse } from '../../src/kernel/outcome.ts';
import type { CheckView, SiteUseCases, StatusView, WelcomeView } from '../../src/registration/use-cases.ts';

/** What the doubles of `siteUseCases` are called with, in order: name of the use case and its arguments. */
export type Calls = [string, ...unknown[]][];

export const aCheckView = (over: Partial<CheckView> = {}): CheckView => ({
  stage: 'submitted',
  email: 'shirin@example.org',
  userId: '@shirin:porter.test' as UserId,
  language: 'en',
  mailRefused: false,
  letterAgainAt: 0,
  wrongLeft: 10,
  statusToken: undefined,
  ...over,
});

export const aStatusView = (over: Partial<StatusView> = {}): StatusView => ({
  shortId: 17,
  stage: 'waiting',
  since: Date.UTC(2026, 10, 21, 9, 30),
  userId: '@shirin:porter.test' as UserId,
  language: 'en',
  nameLost: false,
  why: undefined,
  mayWithdraw: true,
  mayResendWelcome: false,
  ...over,
});

export const aWelcomeView = (over: Partial<WelcomeView> = {}): WelcomeView => ({
  userId: '@shirin:porter.test' as UserId,
  language: 'en',
  displayName: 'شیرین',
  ...over,
});

/** Plain objects in place of the feature: everything goes well unless `over` says otherwise. */
export function siteUseCases(over: Partial<SiteUseCases> = {}): {
  readonly calls: Calls;
  readonly useCases: SiteUseCases;
} {
  const calls: Calls = [];
  const well: SiteUseCases = {
    isOpen: () => true,
    judgeForm: () => [],
    submit: async () => ({ kind: 'accepted', ticket: 'ticket-1' }),
    viewCheck: async (ticket) => (ticket === 'ticket-1' ? aCheckView() : undefined),
    enterCode: async (_ticket, code) =>
      code.replaceAll(' ', '') === '12345678' ? ok({ statusToken: 'status-1' }) : refuse('wrong-code', { left: 9 }),
    peekProof: async (token) => (token === 'prove-1' ? ok(aWelcomeView()) : refuse('unknown', undefined)),
    proveByLink: async () => ok({ statusToken: 'status-1' }),
    proveByCodeWithName: async () => ok({ statusToken: 'status-1' }),
    resendProof: async () => ok(undefined),
    correctAddress: async () => ok(undefined),
    viewStatus: async (token) => (token === 'status-1' ? aStatusView() : undefined),
    withdraw: async () => ok(undefined),
    pickName: async () => ok(undefined),
    resendWelcome: async () => ok(undefined),
    peekWelcome: async (token) => (token === 'welcome-1' ? ok(aWelcomeView()) : refuse('unknown')),
    setPassword: async () => ok(aWelcomeView()),
    renewWelcome: async () => ok(undefined),
    peekVoidLink: async (token) => (token === 'void-1' ? { language: 'en' } : undefined),
    renewLink: async () => ok(undefined),
  };
  const all = { ...well, ...over };
  const noted = Object.fromEntries(
    Object.entries(all).map(([name, useCase]) => [
      name,
      (...args: unknown[]) => {
        if (name !== 'isOpen') calls.push([name, ...args]);
        return (useCase as (...rest: unknown[]) => unknown)(...args);
      },
    ]),
  );
  // Same keys, same functions, each with a note taken first.
  return { calls, useCases: noted as unknown as SiteUseCases };
}
