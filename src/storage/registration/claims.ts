import { type Application, claiming } from '../../registration/application.ts';
import { prepare } from '../shared/prepared.ts';
import type { ClaimRow } from '../shared/rows/registration.ts';
import type { Tx } from '../shared/write.ts';

export type ClaimRefusal = 'name-claimed' | 'address-claimed';

type Taken = { readonly [Column in keyof ClaimRow]: ClaimRow[Column] };

const takeFree = prepare<Taken, unknown>((on, at) =>
  on
    .insertInto('claims')
    .values({ kind: at.of('kind'), value: at.of('value'), application_id: at.of('application_id') })
    .onConflict((conflict) =>
      conflict
        .columns(['kind', 'value'])
        .doUpdateSet((eb) => ({ application_id: eb.ref('excluded.application_id') }))
        .where('claims.application_id', '=', (eb) => eb.ref('excluded.application_id')),
    ),
);

/** Takes one claim if it is free or ours. */
const take = async (tx: Tx, claim: ClaimRow): Promise<boolean> => (await takeFree(tx, claim)).numAffectedRows === 1n;

/**
 * Gives the application the claims of its stage: name and address in stages that claim, none in others. One that is not proved
 * yet claims nothing.
 */
export async function updateClaims(tx: Tx, application: Application): Promise<ClaimRefusal | undefined> {
  const { id, stage, localpart, addressHash } = application;
  if (stage === 'submitted') return undefined;
  const wanted: readonly ClaimRow[] = claiming.has(stage)
    ? [
        { kind: 'name', value: localpart, application_id: id },
        { kind: 'address', value: addressHash, application_id: id },
      ]
    : [];
  // Frees the old name when the application has another one now.
  await tx
    .deleteFrom('claims')
    .where('application_id', '=', id)
    .where((eb) =>
      eb.and(wanted.map(({ kind, value }) => eb.not(eb.and([eb('kind', '=', kind), eb('value', '=', value)])))),
    )
    .execute();
  for (const claim of wanted) {
    if (!(await take(tx, claim))) return claim.kind === 'name' ? 'name-claimed' : 'address-claimed';
  }
  return undefined;
}
