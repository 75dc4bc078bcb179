/** What a door for programs answers. */
export interface JsonResponse {
  readonly status: number;
  /** Data becomes JSON; text goes out as it is, as `application/json` unless `headers` say otherwise. */
  readonly body: object | string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Called once the whole response has been handed to the system. */
  readonly onSent?: () => void;
}
