export type StorageRefusalCode =
  | 'newer-database'
  | 'already-owned'
  | 'other-user'
  | 'no-right'
  | 'not-made'
  | 'needs-migration'
  | 'damaged'
  | 'unreachable'
  | 'not-this-database'
  | 'put-back'
  | 'file-exists';

/** The database cannot be used like this. The message is a sentence for the operator; commands print it and end with 2. */
export class StorageRefusal extends Error {
  readonly code: StorageRefusalCode;
  /** What to do, where the message does not say it. */
  readonly remedy: string | undefined;

  constructor(code: StorageRefusalCode, message: string, cause?: unknown, remedy?: string) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'StorageRefusal';
    this.code = code;
    this.remedy = remedy;
  }
}
