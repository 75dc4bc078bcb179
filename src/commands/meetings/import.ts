import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import { judgeMeetingsSecret } from '../../app/judge-meetings-secret.ts';
import { PLACEHOLDER } from '../../config/read-secret.ts';
import { type Exit, FINE } from '../exit.ts';
import { complain, print, printJson } from '../print.ts';
import { type AncestorFile, readAncestorFile } from './ancestor-file.ts';
import { wrong } from './with-meetings.ts';

export interface ImportOptions {
  readonly json?: boolean;
  /** Where people meet; the old file does not say. */
  readonly url?: string;
  /** Writes the secret there. */
  readonly secretFile?: string;
}

/** Prints Porter's section for the configuration of the old token server; the secret itself is never printed. */
export async function importAncestor(file: string, options: ImportOptions): Promise<Exit> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return wrong(options, code === 'ENOENT' ? `${file} does not exist.` : `${file} cannot be read (${code}).`);
  }
  const read = readAncestorFile(text);
  if ('length' in read) return wrong(options, `${file} ${read.join('; ')}.`);

  const written = options.secretFile === undefined ? undefined : await writeSecret(options.secretFile, read.secret);
  if (written !== undefined) return wrong(options, written);
  const section = sectionOf(read, options);
  const steps = stepsOf(read, file, options);
  if (options.json) printJson({ ok: true, section, steps });
  else {
    print(stringify(section).trimEnd());
    complain(steps.map((step) => `- ${step}`).join('\n'));
  }
  return FINE;
}

const sectionOf = ({ domain, appId, inbound, outbound }: AncestorFile, { url, secretFile }: ImportOptions) => ({
  meetings: {
    url: url ?? `https://${PLACEHOLDER}`,
    domain,
    appId,
    secret: { file: secretFile ?? 'jitsi.secret' },
    tcp: { ...(inbound === undefined ? {} : { inbound }), ...(outbound === undefined ? {} : { outbound }) },
  },
});

/** What is left to do, one sentence each. */
function stepsOf({ secret, open }: AncestorFile, file: string, { url, secretFile }: ImportOptions): readonly string[] {
  const warning = judgeMeetingsSecret(secret);
  return [
    'Put this section into config.yaml.',
    ...(url === undefined ? ['Set url to where people meet, e.g. https://meet.example.org.'] : []),
    secretFile === undefined
      ? `Write jwt.secret of ${file} into the file jitsi.secret beside config.yaml, with mode 600; --secret-file does it for you.`
      : `The secret is in ${secretFile}, with mode 600; the path in the section counts from the folder of config.yaml.`,
    ...(warning === undefined ? [] : [`${warning.sentence} ${warning.remedy}`]),
    ...(open
      ? [
          'tcp.inbound is open to the network: name who may connect in tcp.allow, set tcp.secret, or listen on 127.0.0.1.',
        ]
      : []),
    'Tokens expire now: whoever asked with validFor gets tokens that end after that time, at most 24 hours (tcp.longest).',
  ];
}

/** Never over a file that is there. @returns what went wrong */
async function writeSecret(file: string, secret: string): Promise<string | undefined> {
  try {
    await using handle = await open(file, 'wx', 0o600);
    await handle.writeFile(`${secret}\n`);
    return undefined;
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return `${path.resolve(file)} is there already and was left alone.`;
    return `${path.resolve(file)} cannot be written (${code}).`;
  }
}
