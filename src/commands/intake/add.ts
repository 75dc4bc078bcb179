import os from 'node:os';
import path from 'node:path';
import { configFor } from '../../app/config.ts';
import { notifications } from '../../app/parts/notifications.ts';
import { isSenderName } from '../../config/relay-names.ts';
import type { HostPort } from '../../kernel/host-port.ts';
import { commandRuntime } from '../command-runtime.ts';
import { type Exit, FINE } from '../exit.ts';
import { print, printJson } from '../print.ts';
import { writeSecretFiles } from '../secret-files.ts';
import { type CommonOptions, withPart, wrong } from '../with-config.ts';
import { makeToken } from './make-token.ts';
import { type ReadyLines, readyLines } from './ready-lines.ts';

export interface AddOptions extends CommonOptions {
  readonly to: readonly string[];
  readonly url?: string;
  readonly long?: boolean;
}

/** Where the intake listens if the configuration does not say it. */
const USUAL: HostPort = { host: '127.0.0.1', port: 8484 };

/**
 * Makes the token of a new sender in a file beside the configuration, and prints what is pasted into the configuration and into the
 * program that notifies. Changes no file that is there.
 */
export const addSender = (name: string, options: AddOptions): Promise<Exit> =>
  withPart(
    options,
    ({ config }) => configFor(notifications, config),
    'This Porter carries no notifications: its configuration has no section notifications.',
    async ({ intake, notifications: { targets } }) => {
      const [target = ''] = options.to;
      const lost = options.to.find((one) => !Object.hasOwn(targets, one));
      const url = options.url === undefined ? urlOf(intake?.listen ?? USUAL) : readUrl(options.url);
      if (!isSenderName(name)) {
        return wrong(
          options,
          'The name of a sender begins with a letter or digit, holds only a-z, 0-9, - and _, and is not command or porter.',
        );
      }
      if (lost !== undefined)
        return wrong(options, `${lost} is no target: there is ${Object.keys(targets).join(', ')}.`);
      if (intake !== undefined && Object.hasOwn(intake.senders, name)) {
        return wrong(
          options,
          `There is a sender ${name} already: choose another name, or take it out of intake.senders.`,
        );
      }
      if (url === undefined) {
        return wrong(
          options,
          '--url takes scheme, host and port of the address that programs reach, e.g. https://notify.example.org.',
        );
      }

      const token = makeToken(commandRuntime().ids, options.long ?? false);
      const file = `${name}.token`;
      const written = path.join(path.dirname(path.resolve(options.config)), file);
      const made = await writeSecretFiles([{ file: written, content: `${token}\n`, mode: 0o600 }], options.config);
      if (!made.ok) return wrong(options, made.trouble);
      const { ownership } = made;
      const sender = `${name}: { token: { file: ${file} }, to: [${options.to.join(', ')}] }`;
      const smtp = intake?.smtp && {
        ...placeOf(intake.smtp.listen, options.url && url),
        tls: intake.smtp.tls !== undefined,
      };
      const lines = readyLines({ url, token, target, smtp, name, file: written });
      if (options.json)
        printJson({ ok: true, file: written, ownership, token, sender, lines: Object.fromEntries(lines) });
      else
        print(
          textOf({
            file: written,
            ownership,
            sender,
            hasSenders: intake !== undefined,
            url: options.url === undefined ? url : undefined,
            lines,
          }),
        );
      return FINE;
    },
  );

/** A wildcard address is no address to ask. */
const nameOf = (host: string): string => (host === '0.0.0.0' || host === '::' ? os.hostname() : host);

const urlOf = ({ host, port }: HostPort): string => {
  const name = nameOf(host);
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
};

/** @param url the address that programs reach, if it is another one */
const placeOf = ({ host, port }: HostPort, url: string | undefined): HostPort => ({
  host: url === undefined ? nameOf(host) : new URL(url).hostname,
  port,
});

function readUrl(text: string): string | undefined {
  const url = URL.parse(text);
  const plain = url?.pathname === '/' && `${url.search}${url.hash}${url.username}${url.password}` === '';
  return plain && /^https?:$/.test(url.protocol) ? url.origin : undefined;
}

const elsewhere = (url: string): string => `
They name ${url}, where Porter listens. A program on another machine, such as a router, needs the address that it
reaches: put that of your proxy in its place. --url https://notify.example.org does so; router scripts take https only.`;

interface Told {
  readonly file: string;
  /** Whose the file is, in a sentence. */
  readonly ownership: string;
  /** The line for the configuration. */
  readonly sender: string;
  readonly hasSenders: boolean;
  /** The address in the lines, if it was not said which one programs reach. */
  readonly url: string | undefined;
  readonly lines: ReadyLines;
}

const textOf = ({ file, ownership, sender, hasSenders, url, lines }: Told): string =>
  `The token is in ${file}, with mode 600. ${ownership}

Put this into the configuration${hasSenders ? ', below intake.senders' : ''}, and start Porter anew:

${hasSenders ? `    ${sender}` : `intake:\n  senders:\n    ${sender}`}

Then paste what your program needs. Each line holds the token: keep it to yourself.${url === undefined ? '' : elsewhere(url)}

${lines.map(([program, line]) => `${program}\n    ${line.replaceAll('\n', '\n    ')}`).join('\n')}

No redirect may stand in front of this address: programs follow it without the notification, and take that for success.`;
