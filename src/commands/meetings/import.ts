import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import { warningAboutSecret } from '../../app/meetings/check-guards.ts';
import { PLACEHOLDER } from '../../config/read-secret.ts';
import { fileSentence } from '../../kernel/file-trouble.ts';
import { type Exit, FINE } from '../exit.ts';
import { complain, print, printJson } from '../print.ts';
import { writeSecretFiles } from '../secret-files.ts';
import { wrong } from '../with-config.ts';
import { type AncestorFile, readAncestorFile } from './ancestor-file.ts';

export interface ImportOptions {
  readonly json?: boolean;
  /** Address where people meet; the old file does not hold it. */
  readonly url?: string;
  /** File to write the secret to. */
  readonly secretFile?: string;
  /** File to write the section to instead of printing it. */
  readonly out?: string;
}

/** Converts the old token server's configuration into Porter's section and prints or writes it. Never prints the secret. */
export async function importAncestor(file: string, options: ImportOptions): Promise<Exit> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return wrong(options, missing ? `${file} does not exist.` : `${fileSentence(file, 'read', error)}.`);
  }
  const read = readAncestorFile(text);
  if ('length' in read) return wrong(options, `${file} ${read.join('; ')}.`);

  const section = sectionOf(read, options);
  const { out, secretFile } = options;
  const files = [
    ...(out === undefined ? [] : [{ file: out, content: stringify(section), mode: 0o640 }]),
    ...(secretFile === undefined ? [] : [{ file: secretFile, content: `${read.secret}\n`, mode: 0o600 }]),
  ];
  const config = out ?? path.join(path.dirname(secretFile ?? ''), 'config.yaml');
  const written = files.length === 0 ? undefined : await writeSecretFiles(files, config);
  if (written?.ok === false) return wrong(options, written.trouble);
  const steps = stepsOf(read, file, options, written?.ownership);
  if (options.json) printJson({ ok: true, section, steps });
  else {
    if (out === undefined) print(stringify(section).trimEnd());
    complain(steps.map((step) => `- ${step}`).join('\n'));
  }
  return FINE;
}

const sectionOf = ({ domain, appId, inbound, outbound }: AncestorFile, options: ImportOptions) => ({
  meetings: {
    url: options.url ?? `https://${PLACEHOLDER}`,
    domain,
    appId,
    secret: { file: secretPath(options) },
    tcp: { ...(inbound === undefined ? {} : { inbound }), ...(outbound === undefined ? {} : { outbound }) },
  },
});

/** The path that goes into the section, where relative paths start at the configuration's folder. */
function secretPath({ out, secretFile }: ImportOptions): string {
  if (secretFile === undefined || out === undefined) return secretFile ?? 'jitsi.secret';
  const [folder, file] = [path.dirname(path.resolve(out)), path.resolve(secretFile)];
  return file.startsWith(`${folder}${path.sep}`) ? path.relative(folder, file) : file;
}

/** The next steps, one sentence each. */
function stepsOf(
  { secret, open, everywhere }: AncestorFile,
  file: string,
  options: ImportOptions,
  ownership: string | undefined,
): readonly string[] {
  const warning = warningAboutSecret(secret);
  const { url, secretFile, out } = options;
  return [
    out === undefined ? 'Put this section into config.yaml.' : `The section is in ${out}, with mode 640.`,
    ...(url === undefined ? ['Set url to where people meet, e.g. https://meet.example.org.'] : []),
    secretFile === undefined
      ? `Write jwt.secret of ${file} into the file jitsi.secret beside config.yaml, with mode 600; --secret-file does it for you.`
      : `The secret is in ${secretFile}, with mode 600${out === undefined ? '; the path in the section counts from the folder of config.yaml' : ''}.`,
    ...(ownership === undefined ? [] : [ownership]),
    ...(warning === undefined ? [] : [`${warning.sentence} ${warning.remedy}`]),
    ...(everywhere
      ? [
          `${file} names no host for inbound, so the old server listened on every address; Porter listens on 127.0.0.1 alone. For a game on another machine set tcp.inbound to an address of this machine, and name the game in tcp.allow.`,
        ]
      : []),
    ...(open
      ? [
          'tcp.inbound is open to the network: name who may connect in tcp.allow, set tcp.secret, or listen on 127.0.0.1.',
        ]
      : []),
    'Tokens expire now: whoever asked with validFor gets tokens that end after that time, at most 24 hours (tcp.longest).',
  ];
}
