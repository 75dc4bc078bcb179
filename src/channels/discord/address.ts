import type { ReadAddress } from '../../ports/channel.ts';

/** An address in its parts. */
export type DiscordAddress =
  | { readonly kind: 'channel' | 'user'; readonly id: string }
  /** @property number what stands behind `#`, which only bots still have; '' for everybody else */
  | { readonly kind: 'name'; readonly name: string; readonly number: string }
  | { readonly kind: 'webhook'; readonly name: string };

/** What a webhook is called in the configuration. */
export const webhookName = /^[A-Za-z0-9_-]{1,64}$/;

const NUMBER = /^[1-9]\d{0,19}$/;
/** A person's user name since 2023. */
const NAME = /^(?=.{2,32}$)(?!.*\.\.)[a-z0-9_.]+$/;
/** The older form, which bots still have: more characters, and a number. `#0` means that there is no number. */
const NUMBERED = /^([^@#:`\p{C}]{2,32})#(0|\d{4})$/u;

/** What Discord itself copies: a link to a channel, a message or a person, and mentions. */
const copied: readonly (readonly [RegExp, 'channel' | 'user'])[] = [
  [/^https:\/\/(?:\w+\.)?discord(?:app)?\.com\/channels\/(?:@me|\d+)\/(\d+)(?:\/\d+)?\/?$/i, 'channel'],
  [/^https:\/\/(?:\w+\.)?discord(?:app)?\.com\/users\/(\d+)\/?$/i, 'user'],
  [/^<#(\d+)>$/, 'channel'],
  [/^<@!?(\d+)>$/, 'user'],
];

const refuse = (sentence: string) => ({ ok: false, sentence }) as const;
const FORMS = 'channel:42, user:42, webhook:NAME, or the exact user name of a person, such as ada';

/**
 * `channel:42`, `user:42`, `webhook:NAME`, `ada` (a person's user name), `bot name#1234`. Taken as well: an `@` in front of a name, capitals
 * in it, `user:` in front of it, the link or mention that Discord copies for a channel or a person, and blanks around all that.
 */
export const readAddress: ReadAddress = (text) => {
  const bare = text.trim();
  if (/\/webhooks\//i.test(bare)) {
    return refuse(
      'must not hold the URL of a webhook, which is a secret: keep it in channels.discord.webhooks.NAME and write webhook:NAME',
    );
  }
  for (const [form, kind] of copied) {
    const id = form.exec(bare)?.[1];
    if (id !== undefined) return numbered(kind, id);
  }
  const [, before = '', behind = bare] = /^([a-z]+)\s*:\s*(.*)$/is.exec(bare) ?? [];
  switch (before.toLowerCase()) {
    case '':
      return named(behind);
    case 'channel':
      return numbered('channel', behind.replace(/^#/, ''));
    case 'user':
      return /^\d*$/.test(behind) ? numbered('user', behind) : named(behind);
    case 'webhook':
      return webhookName.test(behind)
        ? { ok: true, address: `webhook:${behind}` }
        : refuse('must name a webhook of channels.discord.webhooks, with letters, digits, "-" and "_" only');
    default:
      return refuse(`must be ${FORMS}`);
  }
};

const numbered = (kind: 'channel' | 'user', id: string) =>
  NUMBER.test(id)
    ? ({ ok: true, address: `${kind}:${id}` } as const)
    : refuse(
        `must have a number behind ${kind}: (Discord: Settings, Advanced, Developer Mode, then "Copy ID" in the menu of that ${kind})`,
      );

function named(text: string) {
  const name = text.replace(/^@+/, '').trim().toLowerCase();
  if (/^\d+$/.test(name)) return refuse('must say whose number it is: channel:42 or user:42');
  const [, before, number] = NUMBERED.exec(name) ?? [];
  if (number !== undefined && number !== '0') return { ok: true, address: `${before}#${number}` } as const;
  const bare = before ?? name;
  return NAME.test(bare)
    ? ({ ok: true, address: bare } as const)
    : refuse(`must be ${FORMS} (letters, digits, "." and "_"; not the name that is shown)`);
}

/** The parts of an address that `readAddress` returned. */
export function partsOf(address: string): DiscordAddress {
  const [, kind, rest = ''] = /^(channel|user|webhook):(.*)$/s.exec(address) ?? [];
  if (kind === 'channel' || kind === 'user') return { kind, id: rest };
  if (kind === 'webhook') return { kind, name: rest };
  const [name = '', number = ''] = address.split('#');
  return { kind: 'name', name, number };
}
