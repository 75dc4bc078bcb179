import type { AccountsTools } from '../../app/accounts/tools.ts';
import { counted } from '../../kernel/counted.ts';
import { type Exit, FINE } from '../exit.ts';
import { complain, printRaw } from '../print.ts';
import { type CommonOptions, wrong } from '../with-config.ts';
import { writeNewFiles } from '../write-new-files.ts';
import { csvLine } from './csv-form.ts';
import { withAccounts } from './with-accounts.ts';

export interface ExportOptions extends CommonOptions {
  /** A new file, mode 600. Left out: standard output. */
  readonly out?: string;
  readonly withHashes?: boolean;
}

/** Writes all accounts as a table that `import` takes, or with `--json` as a list of the same. */
export const exportAccounts = (options: ExportOptions): Promise<Exit> => {
  const { out, withHashes = false } = options;
  if (withHashes && out === undefined)
    return Promise.resolve(wrong(options, 'With --with-hashes name a new file, which you alone can read: --out FILE.'));
  return withAccounts(options, async (tools) => {
    let count = 0;
    let content = '';
    for await (const piece of pieces(tools, withHashes, options.json === true)) {
      count += piece.rows;
      if (out === undefined) printRaw(piece.text);
      else content += piece.text;
    }
    if (out === undefined) return FINE;
    const trouble = await writeNewFiles([{ file: out, content, mode: 0o600 }]);
    if (trouble !== undefined) return wrong(options, trouble);
    complain(`${counted(count, 'account')} in ${out}, which you alone can read.`);
    return FINE;
  });
};

/** The text of the export, piece by piece, and how many accounts each piece holds. */
async function* pieces(tools: AccountsTools, withHashes: boolean, json: boolean) {
  const shown = tools.columns.filter((column) => withHashes || column !== 'password_hash');
  let rows = 0;
  yield { rows: 0, text: json ? '[' : csvLine(shown) };
  for await (const row of tools.exportRows(withHashes)) {
    const object = Object.fromEntries(shown.map((column) => [column, row[column]]));
    yield {
      rows: 1,
      text: json ? `${rows > 0 ? ',' : ''}\n  ${JSON.stringify(object)}` : csvLine(shown.map((column) => row[column])),
    };
    rows += 1;
  }
  if (json) yield { rows: 0, text: '\n]\n' };
}
