import crypto from 'node:crypto';
import { GENERATOR, PRIME, passwordVerifier, sha256 } from './mtproto-crypto.ts';
import { RpcError, type WireSession } from './mtproto-wire.ts';
import type { Tl, TlLibrary } from './teleproto.ts';

export interface MtprotoUser {
  readonly id: number;
  readonly username: string | undefined;
  /** Digits only, with country code. */
  readonly phone: string | undefined;
  /** Second step of signing in, if there is one. */
  readonly password: string | undefined;
  readonly bot?: boolean;
  /** What happens to those who write to this person. */
  reach: 'open' | 'blocked' | 'deactivated' | 'premium-only';
}

export interface MtprotoGroup {
  readonly id: number;
  readonly username: string | undefined;
  writable: boolean;
}

export type Handler = (request: Tl, session: WireSession, me: MtprotoUser) => Tl;
export type Handlers = Readonly<Record<string, Handler>>;

const digits = (phone: string): string => phone.replace(/\D/g, '');

/** Everybody the service knows, as an account sees them. */
export function makeDirectory({ Api, bigInt }: TlLibrary) {
  const users = new Map<number, MtprotoUser>();
  const groups = new Map<number, MtprotoGroup>();
  const contacts = new Map<number, Set<number>>();
  const secret = crypto.randomBytes(16);
  const long = (value: number | bigint): Tl => bigInt(String(value));

  /** Differs per viewer, as at the service: a hash taken from another account is worthless. */
  const accessHash = (viewer: number, target: number): bigint =>
    sha256(secret, Buffer.from(`${viewer}/${target}`)).readBigInt64LE(0);
  const fits = (viewer: number, id: number, hash: Tl): boolean =>
    hash?.toString() === accessHash(viewer, id).toString();

  return {
    ...{ users, groups, contacts },
    byPhone: (phone: string) => [...users.values()].find((user) => user.phone && user.phone === digits(phone)),
    named(name: string): MtprotoUser | MtprotoGroup | undefined {
      return [...users.values(), ...groups.values()].find(({ username }) => username?.toLowerCase() === name);
    },
    userObject: (viewer: number, { id, username, bot }: MtprotoUser): Tl =>
      new Api.User({
        ...{ id: long(id), accessHash: long(accessHash(viewer, id)), firstName: `User ${id}` },
        ...(username ? { username } : {}),
        ...(viewer === id ? { self: true } : {}),
        ...(bot ? { bot: true, botInfoVersion: 1 } : {}),
      }),
    groupObject: (viewer: number, { id, username }: MtprotoGroup): Tl =>
      new Api.Channel({
        ...{ id: long(id), accessHash: long(accessHash(viewer, id)), title: `Group ${id}`, megagroup: true },
        ...{ photo: new Api.ChatPhotoEmpty(), date: 1 },
        ...(username ? { username } : {}),
      }),
    /** Who is meant by an input peer; undefined when the viewer may not know. */
    seen(viewer: number, input: Tl): MtprotoUser | MtprotoGroup | undefined {
      if (input.className === 'InputPeerSelf') return users.get(viewer);
      const [id, known] = input.channelId ? [Number(input.channelId), groups] : [Number(input.userId), users];
      return fits(viewer, id, input.accessHash) ? known.get(id) : undefined;
    },
  };
}

export type Directory = ReturnType<typeof makeDirectory>;

export interface App {
  readonly apiId: number;
  readonly apiHash: string;
}

/** The calls of signing in (core.telegram.org/api/auth, /api/srp). @param codes the last code of each phone, by its digits */
export function signInCalls(library: TlLibrary, directory: Directory, app: App, codes: Map<string, string>): Handlers {
  const { Api, bigInt } = library;
  /** Signed in but for the password, by key id. */
  const halfway = new Map<string, MtprotoUser>();
  const verifiers = new Map<number, ReturnType<typeof passwordVerifier>>();
  const challenges = new Map<string, { accepts(A: Buffer, M1: Buffer): boolean }>();

  function welcome(session: WireSession, user: MtprotoUser): Tl {
    session.key.account = user.id;
    return new Api.auth.Authorization({ user: directory.userObject(user.id, user) });
  }

  return {
    'auth.SendCode'({ apiId, apiHash, phoneNumber }) {
      if (apiId !== app.apiId || apiHash !== app.apiHash) throw new RpcError(400, 'API_ID_INVALID');
      const phone = digits(phoneNumber);
      if (!/^\d{7,15}$/.test(phone)) throw new RpcError(400, 'PHONE_NUMBER_INVALID');
      codes.set(phone, String(crypto.randomInt(10_000, 100_000)));
      const type = new Api.auth.SentCodeTypeApp({ length: 5 });
      return new Api.auth.SentCode({ type, phoneCodeHash: `hash-of-${phone}`, timeout: 120 });
    },
    'auth.SignIn'({ phoneNumber, phoneCode, phoneCodeHash }, session) {
      const phone = digits(phoneNumber);
      if (!phoneCode) throw new RpcError(400, 'PHONE_CODE_EMPTY');
      if (phoneCodeHash !== `hash-of-${phone}`) throw new RpcError(400, 'PHONE_CODE_EXPIRED');
      if (codes.get(phone) !== phoneCode) throw new RpcError(400, 'PHONE_CODE_INVALID');
      const user = directory.byPhone(phone);
      if (!user) return new Api.auth.AuthorizationSignUpRequired({});
      if (user.password === undefined) return welcome(session, user);
      halfway.set(session.key.id, user);
      throw new RpcError(401, 'SESSION_PASSWORD_NEEDED');
    },
    'account.GetPassword'(_, session) {
      const user = halfway.get(session.key.id);
      if (user?.password === undefined) throw new RpcError(401, 'AUTH_KEY_UNREGISTERED');
      const verifier = verifiers.get(user.id) ?? passwordVerifier(user.password);
      verifiers.set(user.id, verifier);
      const check = verifier.challenge();
      const id = crypto.randomBytes(8).readBigInt64LE().toString();
      challenges.set(id, check);
      const algo = (salt1: Buffer, salt2: Buffer): Tl =>
        new Api.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow({
          ...{ salt1, salt2, g: GENERATOR, p: PRIME },
        });
      return new Api.account.Password({
        newAlgo: algo(crypto.randomBytes(8), crypto.randomBytes(16)),
        newSecureAlgo: new Api.SecurePasswordKdfAlgoSHA512({ salt: crypto.randomBytes(8) }),
        secureRandom: crypto.randomBytes(32),
        ...{ hasPassword: true, currentAlgo: algo(verifier.salt1, verifier.salt2) },
        ...{ srp_B: check.B, srpId: bigInt(id), hint: 'a hint' },
      });
    },
    'auth.CheckPassword'({ password: { srpId, A, M1 } }, session) {
      const challenge = challenges.get(String(srpId));
      const user = halfway.get(session.key.id);
      if (!challenge || !user) throw new RpcError(400, 'SRP_ID_INVALID');
      challenges.delete(String(srpId));
      if (!challenge.accepts(A, M1)) throw new RpcError(400, 'PASSWORD_HASH_INVALID');
      return welcome(session, user);
    },
  };
}
