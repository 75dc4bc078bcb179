import type { Clock } from '../kernel/clock.ts';
import type { Fault } from '../kernel/fault.ts';
import type { Logger } from '../kernel/log.ts';
import type { UserId } from '../kernel/matrix-id.ts';
import type { Secret } from '../kernel/secret.ts';

export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';
export type JsonObject = { readonly [key: string]: unknown };

export interface CallOptions {
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  /** `{}` when left out of a PUT or POST. */
  readonly body?: JsonObject;
  readonly signal?: AbortSignal | undefined;
  /** For connection, response and body together; 20 s by default. */
  readonly timeoutMs?: number | undefined;
  /**
   * As whom the request is made. Left out, it is the sender too, but Synapse then forgets transaction IDs when it restarts.
   * `sender+device` names both user and device; Synapse answers 500 when only the device is named.
   */
  readonly as?: 'sender' | 'sender+device' | undefined;
  /** With `as: 'sender'`: the request is made as this user of Porter's namespace. What is refused to it concerns it alone. */
  readonly ghost?: UserId | undefined;
  /** Returns a 403 `M_FORBIDDEN` of the admin API as the response: here it does not mean that Porter is no server admin. */
  readonly returnForbidden?: boolean;
  /**
   * Our homeserver may have to ask another one for this. It answers 502 or the like, with a code of Matrix, when it could not: that
   * is returned as the response. So is the end of the time limit of a GET, as 504. Neither counts as an outage of ours.
   */
  readonly returnElsewhere?: boolean;
  /** Another token than the appservice's, e.g. an administrator's for `porter init --promote`. */
  readonly token?: Secret | undefined;
}

/** A response that concerns this one call: 2xx, or a 4xx about what was asked. */
export interface MatrixResponse {
  readonly status: number;
  /** `{}` when a refusal carried no JSON object. */
  readonly body: JsonObject;
  readonly errcode: string | undefined;
}

/**
 * The one way to the homeserver.
 *
 * Both calls throw `Fault` for what concerns the homeserver as a whole (`homeserver.down`, `homeserver.token-refused`,
 * `homeserver.not-admin`, `homeserver.sender-deactivated`, `homeserver.unrecognized`, `homeserver.over-limit`), for
 * `homeserver.rate-limited`, and for `homeserver.unreadable` (2xx without a JSON object). A fault after which the
 * request may have taken effect has `outcome: 'unknown'`. No message holds a token, a URL or a person's name.
 */
export interface HomeserverClient extends AsyncDisposable {
  readonly sender: UserId;
  readonly serverName: string;
  readonly deviceId: string;
  /** Returns 2xx and 4xx as values. @param path begins with `/`; its parts are already encoded (`encodeURIComponent`) */
  ask(method: Method, path: string, options?: CallOptions): Promise<MatrixResponse>;
  /** Returns the body of a 2xx; throws `HomeserverRefusal` for a 4xx. */
  call(method: Method, path: string, options?: CallOptions): Promise<JsonObject>;
  /** Calls `listener` with every fault of scope `channel`; the returned function ends that. */
  onTrouble(listener: (fault: Fault) => void): () => void;
}

/** An API for server admins only, below a path of its own, and perhaps on another listener. */
export interface AdminApi {
  /** Its paths begin so, e.g. `/_example/admin`. */
  readonly prefix: string;
  /** Base URL of the listener that serves it. */
  readonly url: string;
}

/** For `openHomeserverClient` in `open-client.ts`. */
export interface HomeserverClientOptions {
  /** Base URL of the client API, e.g. `http://127.0.0.1:8008`. */
  readonly clientUrl: string;
  /** Left out: no path is treated as one of an admin API. */
  readonly adminApi?: AdminApi;
  readonly asToken: Secret;
  readonly sender: UserId;
  /** `PORTER` unless a test says otherwise. */
  readonly deviceId?: string;
  /** Aborted when Porter stops: calls without a signal of their own then end at once. */
  readonly closing?: AbortSignal;
  readonly clock: Clock;
  readonly log: Logger;
  /** Called with the header `Date` of every response. */
  readonly onDate?: (date: unknown) => void;
}
