import { makeOutside, type Outside } from '../app/doctor/outside.ts';
import { runDoctor } from '../app/doctor/run-doctor.ts';
import type { CheckLine } from '../kernel/check-line.ts';
import { systemClock } from '../kernel/clock.ts';
import { parseHttpUrl } from '../kernel/http-url.ts';
import { exitOfLines, shownLine, summaryOf } from './check-lines.ts';
import { type Exit, FINE } from './exit.ts';
import { print, printJson } from './print.ts';
import { type CommonOptions, withConfig, wrong } from './with-config.ts';

export interface DoctorOptions extends CommonOptions {
  readonly allowPrivate?: boolean;
  /** Name server to ask: an address, with a port if it is not 53. */
  readonly dns?: string;
  /** Public address of the intake. */
  readonly intake?: string;
}

const FROM =
  'Seen from this machine. The world may see something else: where a firewall, a DNS of your own or a router without hairpin NAT stands between.';

/** Looks at the public addresses from outside, and says for each thing that it is fine, wrong or not known. */
export const doctor = (options: DoctorOptions): Promise<Exit> =>
  withConfig(options, async ({ config }) => {
    const outside = outsideOf(options);
    if (outside === undefined) {
      return wrong(options, `--dns takes the address of a name server, such as 9.9.9.9 or 127.0.0.1:5353.`);
    }
    const intake = options.intake === undefined ? undefined : parseHttpUrl(options.intake)?.origin;
    if (options.intake !== undefined && intake === undefined) {
      return wrong(options, '--intake takes an address such as https://notify.example.org.');
    }
    const lines: CheckLine[] = [];
    if (!options.json) print(`${FROM}\n`);
    const tell = (line: CheckLine) => {
      lines.push(line);
      if (!options.json) print(shownLine(line));
    };
    await runDoctor(config, outside, { intake, tell });
    if (lines.length === 0)
      return wrong(
        options,
        'This configuration has no public address and sends no mail. Name the address of the intake: --intake https://…',
      );
    const exit = exitOfLines(lines);
    if (options.json) printJson({ ok: exit === FINE, from: FROM, lines });
    else print(exit === FINE ? '\nEverything is fine.' : `\n${summaryOf(lines)}`);
    return exit;
  });

function outsideOf({ allowPrivate = false, dns }: DoctorOptions): Outside | undefined {
  try {
    return makeOutside({ allowPrivate, dns }, systemClock);
  } catch (error) {
    // The name server is the one thing there that can be wrong.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
