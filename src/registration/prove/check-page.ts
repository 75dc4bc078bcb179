import { type CorrectAddress, type CorrectAddressNeeds, makeCorrectAddress } from './correct-address.ts';
import { type EnterCode, type EnterCodeNeeds, makeEnterCode, type ProveByCodeWithName } from './enter-code.ts';
import { makeResendProof, type ResendProof, type ResendProofNeeds } from './resend-proof.ts';
import { makeViewCheck, type ViewCheck, type ViewCheckNeeds } from './view-check.ts';

/** What the "check your mail" page may ask, for whoever holds the ticket that `submit` gave. */
export interface CheckPageUseCases {
  readonly viewCheck: ViewCheck;
  readonly enterCode: EnterCode;
  readonly proveByCodeWithName: ProveByCodeWithName;
  readonly resendProof: ResendProof;
  readonly correctAddress: CorrectAddress;
}

export type CheckPageNeeds = ViewCheckNeeds & EnterCodeNeeds & ResendProofNeeds & CorrectAddressNeeds;

export const makeCheckPage = (needs: CheckPageNeeds): CheckPageUseCases => ({
  viewCheck: makeViewCheck(needs),
  ...makeEnterCode(needs),
  resendProof: makeResendProof(needs),
  correctAddress: makeCorrectAddress(needs),
});
