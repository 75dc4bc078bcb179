import { codeIn, linkIn } from '../../support/mail.ts';
import { logIn, type MatrixUser } from '../../support/matrix-user.ts';
import { type Form, formWith, makeVisitor, type VisitedPage, type Visitor } from '../../support/visitor.ts';
import type { House } from './house.ts';

export interface Wish {
  readonly username: string;
  readonly email?: string;
  readonly displayName?: string;
  readonly reason?: string;
  /** Chosen on the form, where it asks for one. */
  readonly password?: string;
  /** Ticks both boxes by which people may be found. */
  readonly findable?: true;
  /** As in `Accept-Language`. */
  readonly language?: string;
  /** The browser, when it is a special one. */
  readonly visitor?: Visitor;
  /** Where the pages are found, when it is not where Porter listens. */
  readonly site?: string;
}

/** Somebody who wants an account, with a browser without scripts and a mailbox. Each step shows the page it ended on. */
export interface Applicant {
  readonly visitor: Visitor;
  readonly userId: string;
  readonly email: string;
  /** Fills in the form and sends it, pressing once more where the plain extra step asks for it. */
  apply(): Promise<VisitedPage>;
  /** After a response that did not come: the browser sends the form that is open once more. Opens it if none is. */
  applyAgain(): Promise<VisitedPage>;
  /** Types the code of the newest letter that asks for the proof. */
  proveByCode(): Promise<VisitedPage>;
  /** Opens the link of that letter and presses its button. */
  proveByLink(): Promise<VisitedPage>;
  /** `apply` and `proveByCode`. */
  applyAndProve(): Promise<VisitedPage>;
  /** Follows the status link of the letter. */
  status(): Promise<VisitedPage>;
  /** Opens the newest welcome link. */
  welcome(): Promise<VisitedPage>;
  setPassword(password: string): Promise<VisitedPage>;
  logIn(password: string): Promise<MatrixUser>;
}

export const passwordForm = (page: VisitedPage): Form => formWith(page, (_, type) => type === 'password');
export const codeForm = (page: VisitedPage): Form => formWith(page, (_, __, complete) => complete === 'one-time-code');

export const fill = (form: Form, fits: (type: string, complete: string) => boolean, value: string) =>
  Object.fromEntries(
    [...form.kinds].filter(([, { type, autocomplete }]) => fits(type, autocomplete)).map(([name]) => [name, value]),
  );

export function makeApplicant(house: House, wish: Wish): Applicant {
  const visitor = wish.visitor ?? makeVisitor(wish.language);
  const email = wish.email ?? `${wish.username}@example.org`;
  const userId = house.synapse.userId(wish.username);
  let page: VisitedPage | undefined;
  const on = (): VisitedPage => {
    if (page === undefined) throw new Error('no page is open');
    return page;
  };
  const newest = async (part: string) => {
    await house.letter(email, part);
    const letters = house.mail.lettersTo(email).filter(({ text }) => text.includes(part));
    const letter = letters.at(-1);
    if (letter === undefined) throw new Error(`no letter with ${part}`);
    return letter;
  };
  const typed = {
    username: wish.username,
    displayName: wish.displayName ?? '',
    email,
    reason: wish.reason ?? 'I would like to talk to people here.',
    ...(wish.findable && { findableByName: 'yes', findableByAddress: 'yes' }),
  };

  const openForm = () => visitor.open(wish.site ?? house.porter.site);
  async function sendForm(opened: VisitedPage): Promise<VisitedPage> {
    page = opened;
    for (let step = 0; step < 2 && !page.url.includes('/check/'); step += 1) {
      const form = formWith(page, (name) => name === 'username');
      page = await visitor.send(form, { ...typed, ...fill(form, (type) => type === 'password', wish.password ?? '') });
      if (page.status >= 400) break;
    }
    return page;
  }

  return {
    visitor,
    userId,
    email,
    apply: async () => sendForm(await openForm()),
    applyAgain: async () => {
      const isOpen = page?.forms.some(({ kinds }) => kinds.has('username')) === true;
      return sendForm(isOpen && page !== undefined ? page : await openForm());
    },
    async proveByCode() {
      const code = codeIn(await newest('/prove/'));
      const form = codeForm(on());
      page = await visitor.send(
        form,
        fill(form, (_, complete) => complete === 'one-time-code', code),
      );
      return page;
    },
    async proveByLink() {
      page = await visitor.open(linkIn(await newest('/prove/'), '/prove/'));
      const form = page.forms.find(({ method, action }) => method === 'post' && action.includes('/prove/'));
      if (form !== undefined) page = await visitor.send(form);
      return page;
    },
    async applyAndProve() {
      await this.apply();
      return await this.proveByCode();
    },
    async status() {
      page = await visitor.open(linkIn(await newest('/status/'), '/status/'));
      return page;
    },
    async welcome() {
      page = await visitor.open(linkIn(await newest('/welcome/'), '/welcome/'));
      return page;
    },
    async setPassword(password) {
      const form = passwordForm(await this.welcome());
      page = await visitor.send(
        form,
        fill(form, (type) => type === 'password', password),
      );
      return page;
    },
    logIn: (password) => logIn(house.synapse.url, wish.username, password),
  };
}
