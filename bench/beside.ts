import { spawn } from 'node:child_process';
import { compareRows } from './compare-rows.ts';
import { brokenRow, isBroken, parseRows, type Row } from './table.ts';

const ROUNDS = 3;

/** Measures one row in the tree of this folder. Never rejects: a row that breaks off says so. */
export type MeasureIn = (folder: string, id: string) => Promise<readonly Row[]>;

/** One row of the table; `ok` is false where this tree is slower, or one of the two broke off. */
export interface BesideLine {
  readonly text: string;
  readonly ok: boolean;
}

export const headOfBeside = '| measure | this tree | the other | noise | |\n|---|---|---|---|---|';

/**
 * Measures a row three times in each of two trees, in turn, so that load on the machine meets both. Every second time the other
 * tree begins. The figures are Porter / limit, the medians of the runs.
 */
export async function measureBeside(
  id: string,
  here: string,
  there: string,
  measureIn: MeasureIn,
): Promise<readonly BesideLine[]> {
  const runs: Record<'here' | 'there', (readonly Row[])[]> = { here: [], there: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const sides = [['here', here] as const, ['there', there] as const];
    for (const [side, folder] of round % 2 === 0 ? sides : sides.reverse()) {
      const rows = await measureIn(folder, id);
      const broken = rows.find(isBroken);
      if (broken !== undefined) return [brokenLine(broken, side)];
      runs[side].push(rows);
    }
  }
  return (runs.here[0] ?? []).map(({ measure }, at) => {
    const ours = runs.here.flatMap((rows) => rows[at] ?? []);
    const compared = compareRows(ours, rowsLike(runs.there, measure, at));
    if (compared === undefined) return line(id, measure, ['-', '-'], '', 'not comparable');
    const figures = [compared.here, compared.there].map((figure) => figure.toPrecision(3));
    return line(id, measure, figures, `${(compared.noise * 100).toFixed(0)} %`, compared.verdict);
  });
}

/** By what it measures, or where the words have changed by its place. */
const rowsLike = (runs: readonly (readonly Row[])[], measure: string, at: number): readonly Row[] =>
  runs.flatMap((rows) => rows.find((row) => row.measure === measure) ?? rows[at] ?? []);

const line = (id: string, measure: string, figures: readonly string[], noise: string, verdict: string): BesideLine => ({
  text: `| ${id} ${measure} | ${figures.join(' | ')} | ${noise} | ${verdict} |`,
  ok: verdict !== 'slower',
});

const brokenLine = ({ id, measure }: Row, side: 'here' | 'there'): BesideLine => ({
  text: `| ${id} ${measure} | ${side === 'here' ? 'broke off | -' : '- | broke off'} |  |  |`,
  ok: false,
});

/** Runs the bench of that tree. One that does not know `--json` yet is asked again and its table is read. */
export const measureInFolder: MeasureIn = async (folder, id) => {
  const asked = await runBench(folder, [id, '--json']);
  const { code, printed, said } = asked.code === 2 ? await runBench(folder, [id]) : asked;
  const rows = parseRows(printed);
  return rows.length > 0 ? rows : [brokenRow(id, `${folder} ended with ${code}: ${said.trim().split('\n').at(-1)}`)];
};

interface Ended {
  readonly code: number;
  readonly printed: string;
  /** On standard error. */
  readonly said: string;
}

function runBench(folder: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', 'bench', '--', ...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [printed, said] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      printed += piece;
    });
    child.stderr.setEncoding('utf8').on('data', (piece: string) => {
      said += piece;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, printed, said }));
  });
}
