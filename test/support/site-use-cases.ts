import type { UserId } from '../../src/kernel/matrix-id.ts';
import { ok, refuse } from '../../src/kernel/outcome.ts';
import type { CheckView } from '../../src/registration/prove/view-check.ts';
import type { SiteUseCases } from '../../src/registration/site-use-cases.ts';
import type { StatusView } from '../../src/registration/status/view-status.ts';
import type { WelcomeView } from '../../src/registration/welcome/open-welcome.ts';

type Pages = { [Page in keyof SiteUseCases]: SiteUseCases[Page] }[keyof SiteUseCases];
type Both<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** The use cases of all pages side by side, for a visitor who goes from page to page. No two pages share a name. */
export type AllSiteUseCases = Both<Pages>;

export const allOf = ({
  applyPage,
  checkPage,
  provePage,
  statusPage,
  welcomePage,
  renew,
}: SiteUseCases): AllSiteUseCases => ({
  ...{ ...applyPage, ...checkPage, ...provePage, ...statusPage, ...welcomePage, ...renew },
});

/** What the doubles of `siteUseCases` are called with, in order: name of the use case and its arguments. */
export type Calls = [string, ...unknown[]][];

export const aCheckView = (over: Partial<CheckView> = {}): CheckView => ({
  stage: 'submitted',
  createdAt: 0,
  email: 'shirin@example.org',
  userId: '@shirin:porter.test' as UserId,
  language: 'en',
  mailRefused: false,
  mailWaits: undefined,
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
  mailWaits: undefined,
  ...over,
});

export const aWelcomeView = (over: Partial<WelcomeView> = {}): WelcomeView => ({
  userId: '@shirin:porter.test' as UserId,
  language: 'en',
  displayName: 'شیرین',
  ...over,
});

/** Plain objects in place of the feature: everything goes well unless `over` says otherwise. */
export function siteUseCases(over: Partial<AllSiteUseCases> = {}): {
  readonly calls: Calls;
  readonly useCases: SiteUseCases;
} {
  const calls: Calls = [];
  const well: AllSiteUseCases = {
    isOpen: () => true,
    asksPassword: false,
    askedFields: new Set(['username', 'displayName', 'email', 'reason', 'accepted']),
    requiredFields: new Set(['username', 'email', 'reason']),
    accept: { value: '', names: [] },
    problemsIn: () => [],
    isEvent: async () => false,
    networkFull: async () => undefined,
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
    lettersWait: () => undefined,
  };
  const all = { ...well, ...over };
  const noted = Object.fromEntries(
    Object.entries(all).map(([name, useCase]) => [
      name,
      typeof useCase !== 'function' || name === 'isOpen' || name === 'lettersWait'
        ? useCase
        : (...args: unknown[]) => {
            calls.push([name, ...args]);
            return (useCase as (...rest: unknown[]) => unknown)(...args);
          },
    ]),
  );
  // Same keys, same functions, each with a note taken first. Every page is given them all and takes its own.
  const page = noted as unknown as AllSiteUseCases;
  const useCases = {
    ...{ applyPage: page, checkPage: page, provePage: page, statusPage: page, welcomePage: page, renew: page },
  };
  return { calls, useCases };
}
