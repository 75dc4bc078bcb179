import { createRequire, registerHooks } from 'node:module';

const native = '@matrix-org/matrix-sdk-crypto-nodejs';
const standIn = 'porter:no-matrix-crypto';
/** What the SDK names of the native part; it touches none of it unless end-to-end encryption is used. */
const names = [
  'OlmMachine',
  'UserId',
  'DeviceId',
  'RoomId',
  'DeviceLists',
  'EncryptionSettings',
  'Attachment',
  'EncryptedAttachment',
];

const source = `
class Missing {
  constructor() { Missing.initialize(); }
  static initialize() { throw new Error('this build of Porter has no Matrix end-to-end encryption'); }
}
Missing.encrypt = Missing.decrypt = Missing.initialize;
${names.map((name) => `exports.${name} = class extends Missing {};`).join('\n')}
exports.StoreType = { Sqlite: 0 };`;

let guarded: boolean | undefined;

/**
 * Lets the Matrix SDK be loaded where the native crypto part is missing: its install script fetches a binary and is denied
 * here, and without it every import of the SDK fails. Call it before the SDK is loaded.
 *
 * @returns whether the native part is there
 */
export function guardMatrixCrypto(): boolean {
  if (guarded !== undefined) return !guarded;
  try {
    createRequire(import.meta.url)(native);
    guarded = false;
  } catch {
    guarded = true;
    registerHooks({
      resolve: (name, context, next) =>
        name === native ? { url: standIn, format: 'commonjs', shortCircuit: true } : next(name, context),
      load: (url, context, next) =>
        url === standIn ? { format: 'commonjs', source, shortCircuit: true } : next(url, context),
    });
  }
  return !guarded;
}
