import type { Credential } from '../../config/fields.ts';
import { Fault } from '../../kernel/fault.ts';

/** A webhook in its parts. The path holds its secret. */
export interface Webhook {
  readonly path: `/webhooks/${string}`;
  /** The thread of a forum or channel that it writes to. */
  readonly thread: string | undefined;
}

const PATH = /^\/api(?:\/v\d+)?\/webhooks\/(\d{1,20})\/([A-Za-z0-9_-]{1,200})(?:\/(?:slack|github))?\/?$/;

/** Reads the URL that Discord shows for a webhook; undefined if it is none. Its host does not matter: `api` says who is asked. */
export function parseWebhook(text: string): Webhook | undefined {
  const url = URL.parse(text.trim());
  const [, id, secret] = PATH.exec(url?.pathname ?? '') ?? [];
  if (!url || id === undefined) return undefined;
  const thread = url.searchParams.get('thread_id') ?? undefined;
  return thread !== undefined && !/^\d{1,20}$/.test(thread) ? undefined : { path: `/webhooks/${id}/${secret}`, thread };
}

/** The webhook of this name. Throws `Fault` if there is none, or its URL cannot be used. */
export function webhookOf(name: string, webhooks: Readonly<Record<string, Credential>>): Webhook {
  const credential = Object.hasOwn(webhooks, name) ? webhooks[name] : undefined;
  if (credential === undefined) {
    throw unusable(`There is no webhook ${name} in the configuration`, `Add ${name} to channels.discord.webhooks.`);
  }
  const webhook = parseWebhook(credential.reveal());
  if (webhook === undefined) {
    throw unusable(
      `What channels.discord.webhooks.${name} holds is not the URL of a webhook`,
      'Copy it anew: channel settings, Integrations, Webhooks, "Copy Webhook URL".',
    );
  }
  return webhook;
}

const unusable = (sentence: string, remedy: string): Fault =>
  new Fault(sentence, { code: 'discord.webhook-url', retryable: false, scope: 'person', remedy });
