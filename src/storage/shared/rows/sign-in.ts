export interface SignInSessionRow {
  readonly id: string;
  readonly secret_hash: string;
  readonly localpart: string;
  readonly began_at: number;
  readonly password_set_at: number;
  readonly used_at: number;
  readonly agent: string;
}
