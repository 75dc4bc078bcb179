import type { Generated } from 'kysely';

export interface InboxRow {
  readonly seq: Generated<number>;
  readonly source: string;
  readonly key: string;
  readonly body: string;
  readonly state: string;
  readonly at: number;
  readonly handled_at: number | null;
  readonly code: string | null;
}
