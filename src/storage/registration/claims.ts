import { type Application, claiming } from '../../registration/application.ts';
import { prepare } from '../shared/prepared.ts';
import type { ClaimRow } from '../shared/tables.ts';
import type { Tx } from '../shared/write.ts';

export type ClaimRefusal = 'name-claimed' | 'address-claimed';

type Taken = { readonly [Column in keyof ClaimRow]: ClaimRow[Column] } & { readonly now: number };

const takeFree = prepare<Taken, unknown>((on, at) =>
  on
    .insertInto('claims')
    .values({
      kind: at.of('kind'),
      value: at.of('value'),
      application_id: at.of('application_id'),
      until: at.of('until'),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['kind', 'value'])
        .doUpdateSet((eb) => ({ application_id: eb.ref('excluded.application_id'), until: eb.ref('excluded.until') }))
        .where((eb) =>
          eb.or([
            eb('claims.application_id', '=', eb.ref('excluded.application_id')),
            eb('claims.until', '<=', at.of('now')),
          ]),
        ),
    ),
);

/** Takes one claim or hold if it is free, ours, or an expired hold. */
async function take(tx: Tx, claim: ClaimRow, now: number): Promise<boolean> {
  return (await takeFree(tx, { ...claim, now })).numAffectedRows === 1n;
}

/** Holds the name for a new application. */
export const holdName = (tx: Tx, { id, localpart }: Application, until: number, now: number): Promise<boolean> =>
  take(tx, { kind: 'name', value: localpart, application_id: id, until }, now);

/**
 * Gives the application the claims of its stage: name and address in stages that claim, none in others. The hold of an application
 * that is not proved yet stays.
 */
export async function updateClaims(tx: Tx, application: Application, now: number): Promise<ClaimRefusal | undefined> {
  const { id, stage, localpart, addressHash } = application;
  if (stage === 'submitted') return undefined;
  const wanted: readonly ClaimRow[] = claiming.has(stage)
    ? [
        { kind: 'name', value: localpart, application_id: id, until: null },
        { kind: 'address', value: addressHash, application_id: id, until: null },
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
    if (!(await take(tx, claim, now))) return claim.kind === 'name' ? 'name-claimed' : 'address-claimed';
  }
  return undefined;
}
