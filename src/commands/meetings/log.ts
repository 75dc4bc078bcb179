import { type Exit, FINE } from '../exit.ts';
import { LIMIT_HINT, parseLimit } from '../option-values.ts';
import { columns, print, printJson, utcText } from '../print.ts';
import { type CommonOptions, wrong } from '../with-config.ts';
import { withMeetings } from './with-meetings.ts';

export interface LogOptions extends CommonOptions {
  readonly limit: string;
}

/** Lists the tokens that were issued, newest first. The tokens themselves are not stored anywhere. */
export async function log(options: LogOptions): Promise<Exit> {
  const limit = parseLimit(options.limit);
  if (limit === undefined) return wrong(options, LIMIT_HINT);
  return withMeetings(options, async ({ listRecord, keeps }) => {
    const tokens = await listRecord({ limit });
    if (options.json) printJson(tokens);
    else if (tokens.length === 0) print(`No tokens on the record${nothing[keeps]}.`);
    else {
      const rows = tokens.map(({ at, caller, room, name, moderator, until, jti }) => [
        ...[utcText(at), caller, room, name, moderator ? 'yes' : 'no', utcText(until), jti],
      ]);
      print(columns([['at (UTC)', 'asked by', 'room', 'name', 'moderator', 'until (UTC)', 'jti'], ...rows]));
    }
    return FINE;
  });
}

const nothing = {
  all: '',
  guests: ': only those of guests are kept (meetings.record)',
  off: ': none is kept (meetings.record is off)',
} as const;
