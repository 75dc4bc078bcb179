import { z } from 'zod';
import type { Proof } from '../../registration/ports/application-store.ts';
import type { DialectFacts } from '../dialects/dialect.ts';
import { prepareRows } from '../shared/prepared.ts';
import type { ProofRow } from '../shared/rows/registration.ts';
import type { Tx } from '../shared/write.ts';

const Codes = z.array(z.strictObject({ issue: z.int(), at: z.int() }));
const Asked = z.array(z.int());
const Mail = z.enum(['waiting', 'sent', 'refused']);

function proofRow(proof: Proof): ProofRow {
  return {
    application_id: proof.applicationId,
    codes: JSON.stringify(proof.codes),
    next_issue: proof.nextIssue,
    wrong: proof.wrong,
    asked: JSON.stringify(proof.asked),
    mail: proof.mail,
  };
}

export const proofFrom = (row: ProofRow): Proof => ({
  applicationId: row.application_id,
  codes: Codes.parse(JSON.parse(row.codes)),
  nextIssue: row.next_issue,
  wrong: row.wrong,
  asked: Asked.parse(JSON.parse(row.asked)),
  mail: Mail.parse(row.mail),
});

export const freshProof = (applicationId: string): Proof => ({
  applicationId,
  codes: [],
  nextIssue: 1,
  wrong: 0,
  asked: [],
  mail: 'waiting',
});

const insert = prepareRows<{ readonly [Column in keyof ProofRow]: ProofRow[Column] }>(
  (on, rows) => on.insertInto('proofs').values([...rows]),
  ['application_id', 'codes', 'next_issue', 'wrong', 'asked', 'mail'],
);

export async function addProof(tx: Tx, proof: Proof): Promise<void> {
  await insert(tx, [proofRow(proof)]);
}

/** Reads the row and locks it until the transaction ends. */
export async function lockProof(tx: Tx, facts: DialectFacts, applicationId: string): Promise<Proof | undefined> {
  const row = await tx
    .selectFrom('proofs')
    .selectAll()
    .where('application_id', '=', applicationId)
    .$if(facts.rowLocks, (query) => query.forUpdate())
    .executeTakeFirst();
  return row && proofFrom(row);
}

export async function writeProof(tx: Tx, proof: Proof): Promise<void> {
  const { application_id, ...columns } = proofRow(proof);
  await tx.updateTable('proofs').set(columns).where('application_id', '=', application_id).execute();
}
