import type { Command, Move } from './command.ts';
import { accountGone } from './moves/account-gone.ts';
import { accountMade } from './moves/account-made.ts';
import { decideByHand } from './moves/decide.ts';
import { endProof } from './moves/end-proof.ts';
import { expireMove } from './moves/expire.ts';
import { linkUsed } from './moves/link-used.ts';
import { nameLost } from './moves/name-lost.ts';
import { newRound } from './moves/new-round.ts';
import { pickName } from './moves/pick-name.ts';
import { prove } from './moves/prove.ts';
import { refusalSent } from './moves/refusal-sent.ts';
import { reopen } from './moves/reopen.ts';
import { undo } from './moves/undo.ts';
import { votesAre } from './moves/votes-are.ts';
import { withdraw } from './moves/withdraw.ts';

/** Everything that can happen to an application, one file per command. */
export const moves = {
  prove,
  'end-proof': endProof,
  withdraw,
  expire: expireMove,
  'votes-are': votesAre,
  decide: decideByHand,
  undo,
  reopen,
  'new-round': newRound,
  'account-made': accountMade,
  'account-gone': accountGone,
  'name-lost': nameLost,
  'pick-name': pickName,
  'refusal-sent': refusalSent,
  'link-used': linkUsed,
} satisfies Record<Command['kind'], Move>;
