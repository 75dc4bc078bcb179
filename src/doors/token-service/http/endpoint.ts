import type { IncomingMessage } from 'node:http';

export interface Answer {
  readonly status: number;
  /** Data becomes JSON, text goes out as it is. */
  readonly body: Readonly<Record<string, unknown>> | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @param rest what follows the endpoint's own path, `''` for most */
export type Handler = (req: IncomingMessage, rest: string) => Answer | Promise<Answer>;

export interface Endpoint {
  /** Ends with a slash where something follows it. */
  readonly path: string;
  /** GET answers HEAD as well. */
  readonly methods: Readonly<Partial<Record<'GET' | 'POST' | 'DELETE', Handler>>>;
  /** What a refusal says here beside `success`, `message` and `time`. */
  readonly refused?: Readonly<Record<string, unknown>>;
}

/** The endpoint of a path; what follows it never holds a slash and is never decoded. */
export function makeFind(
  endpoints: readonly Endpoint[],
): (path: string) => { readonly endpoint: Endpoint; readonly rest: string } | undefined {
  const byPath = new Map(endpoints.map((endpoint) => [endpoint.path, endpoint]));
  return (path) => {
    const whole = path.endsWith('/') ? undefined : byPath.get(path);
    if (whole !== undefined) return { endpoint: whole, rest: '' };
    const slash = path.lastIndexOf('/') + 1;
    const parent = path.length > slash ? byPath.get(path.slice(0, slash)) : undefined;
    return parent && { endpoint: parent, rest: path.slice(slash) };
  };
}
