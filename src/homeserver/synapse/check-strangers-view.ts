import { askAddress, jsonObjectIn } from '../../kernel/ask-address.ts';
import { bad, type CheckLine, fine, warn } from '../../kernel/check-line.ts';
import { isObject } from '../../kernel/is-object.ts';
import { MOST_PASSWORD_BYTES } from '../../kernel/password-form.ts';
import { POLICY_PATH, parsePasswordPolicy } from './password-policy.ts';

const PART = 'homeserver';
/**
 * What a stranger can see of Synapse's own settings, asked without a token: whether accounts can be made beside the door, whether
 * Synapse mails a forgotten password, and which passwords it wants. No question makes an account, sends a letter or uses up a limit.
 *
 * Guest access is not asked for: the only question would make a guest.
 *
 * @param url base URL of the client API
 */
export const strangersView = async (url: string): Promise<readonly CheckLine[]> => [
  ...(await openRegistration(url)),
  ...(await passwordReset(url)),
  ...(await passwordPolicy(url)),
];

const post = (url: string) =>
  askAddress(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });

/** Steps of a registration that anybody passes by pressing a button. */
const idleStages: ReadonlySet<unknown> = new Set(['m.login.dummy', 'm.login.terms']);

/** The first request of a registration: Synapse says which ways there are (Client-Server API, User-Interactive Authentication). */
async function openRegistration(url: string): Promise<readonly CheckLine[]> {
  const response = await post(`${url}/_matrix/client/v3/register`);
  // The homeserver's own step says if it does not respond.
  if (response.kind === 'none') return [];
  if (response.status === 403) return [fine(PART, 'Nobody can make an account at Synapse itself, beside this door.')];
  const ways = response.status === 401 ? waysIn(jsonObjectIn(response.text)['flows']) : [];
  if (ways.length === 0) {
    return [
      warn(PART, {
        code: 'homeserver.registration-unknown',
        sentence: `Synapse does not say whether people can make accounts there by themselves (${response.status}).`,
        remedy: 'Check again in a few minutes; enable_registration in homeserver.yaml should be false.',
      }),
    ];
  }
  const remedy = 'Set enable_registration: false in homeserver.yaml and restart Synapse.';
  if (ways.some((stages) => stages.length === 0)) {
    const sentence = 'Anybody can make an account at Synapse itself, beside this door and without the team.';
    return [bad(PART, { code: 'homeserver.open-registration', sentence, remedy })];
  }
  const token = 'm.login.registration_token';
  if (ways.every((stages) => stages.includes(token))) {
    return [fine(PART, 'Accounts can be made at Synapse itself only with a registration token of yours.')];
  }
  const stages = [...new Set(ways.filter((way) => !way.includes(token)).flat())].join(', ');
  const sentence = `People can make accounts at Synapse itself, beside this door and without the team (it asks for ${stages}).`;
  return [warn(PART, { code: 'homeserver.guarded-registration', sentence, remedy })];
}

/** What each way asks for, without the stages that keep nobody out. */
const waysIn = (flows: unknown): readonly (readonly string[])[] =>
  (Array.isArray(flows) ? flows : []).map((flow: unknown) => {
    const stages = isObject(flow) && Array.isArray(flow['stages']) ? flow['stages'] : [];
    // A stage is a name of the spec or of a module: only what looks like one is repeated.
    return stages
      .filter((stage) => !idleStages.has(stage))
      .map((stage) => (typeof stage === 'string' && /^[\w.:-]{1,60}$/.test(stage) ? stage : 'something unknown'));
  });

/** Asked without an address, so nothing is sent: Synapse without a mail server refuses before it reads the request. */
async function passwordReset(url: string): Promise<readonly CheckLine[]> {
  const response = await post(`${url}/_matrix/client/v3/account/password/email/requestToken`);
  if (response.kind === 'none' || response.status !== 400) return [];
  const { errcode } = jsonObjectIn(response.text);
  return [
    fine(
      PART,
      errcode === 'M_UNKNOWN'
        ? 'Synapse sends no mail (section email of homeserver.yaml), so a member who forgets the password needs a server admin.'
        : 'Members who forget their password can have Synapse mail them a link.',
    ),
  ];
}

async function passwordPolicy(url: string): Promise<readonly CheckLine[]> {
  const response = await askAddress(`${url}${POLICY_PATH}`);
  if (response.kind === 'none' || response.status !== 200) return [];
  const { least, kinds } = parsePasswordPolicy(jsonObjectIn(response.text));
  if (least > MOST_PASSWORD_BYTES) {
    return [
      bad(PART, {
        code: 'homeserver.password-policy',
        sentence: `Synapse wants passwords of at least ${least} characters, but counts only ${MOST_PASSWORD_BYTES} bytes of them: nobody can set one.`,
        remedy: 'Lower minimum_length under password_config.policy in homeserver.yaml and restart Synapse.',
      }),
    ];
  }
  const wanted = [...(least > 0 ? [`at least ${least} characters`] : []), ...kinds.map((kind) => `a ${words[kind]}`)];
  if (wanted.length === 0) return [];
  return [fine(PART, `The welcome page keeps to Synapse's password policy: ${wanted.join(', ')}.`)];
}

const words = {
  digit: 'digit',
  symbol: 'symbol',
  lowercase: 'small letter',
  uppercase: 'capital letter',
} as const;
