import { Fault } from '../kernel/fault.ts';
import { localpartOf } from '../kernel/matrix-id.ts';
import { type Step, type Trouble, troubleOf } from '../kernel/step.ts';
import type { HomeserverClient, MatrixResponse } from './client.ts';
import type { SenderDevice } from './device.ts';
import { makeHomeserverStep } from './make-step.ts';
import { refusalOf } from './refusal.ts';
import { stepSentences } from './sentences.ts';
import { type StepNeeds, valuesOf } from './step-needs.ts';

/** What the provisioner needs to be right, at the two points of the sequence where it can be asked. */
export interface ProvisionerSteps {
  /** Asked before anything else: is this a homeserver whose accounts it can keep? */
  readonly server: readonly Step[];
  /** Asked once the homeserver knows Porter's user, and before Porter changes anything of that user. */
  readonly sender: readonly Step[];
}

export interface HomeserverStepsParts {
  readonly provisioner: ProvisionerSteps;
  /** Must be the instance passed to `makeRoomPoster`, so that both notice when the device disappears. */
  readonly device: SenderDevice;
  /** The sender's display name, e.g. `Porter`. */
  readonly displayName: string;
  /** Whose database acts (`makeInstanceStep`); left out where `porter check` has no database to ask about. */
  readonly instance?: Step;
}

/** What every Porter with a homeserver needs, in the order in which one thing needs the other. */
export const homeserverSteps = (needs: StepNeeds, parts: HomeserverStepsParts): readonly Step[] => [
  reachStep(needs),
  ...parts.provisioner.server,
  tokenStep(needs),
  senderStep(needs),
  pingStep(needs),
  // Before the device and the name: until then the user of that name may be somebody's own.
  ...parts.provisioner.sender,
  deviceStep(needs, parts.device),
  displayNameStep(needs, parts.displayName),
  ...(parts.instance === undefined ? [] : [parts.instance]),
];

const enc = encodeURIComponent;

const reachStep = (needs: StepNeeds): Step =>
  makeHomeserverStep(needs, {
    ...{ name: 'homeserver', part: 'homeserver', fine: () => `${needs.urls.client} answers.` },
    async look(client) {
      try {
        const { status, body } = await client.ask('GET', '/_matrix/client/versions');
        if (status < 300 && Array.isArray(body['versions'])) return undefined;
        return troubleOf(stepSentences, 'homeserver.unreadable', valuesOf(needs));
      } catch (fault) {
        // Synapse checks a token even where none is needed. A refusal shows that it is there; the step of the token says what
        // is wrong.
        if (fault instanceof Fault && fault.code === 'homeserver.token-refused') return undefined;
        throw fault;
      }
    },
  });

const tokenStep = (needs: StepNeeds): Step =>
  makeHomeserverStep(needs, {
    ...{ name: 'token', part: 'appservice', fine: () => 'The homeserver has loaded the registration.' },
    look: (client) => lookAtToken(client, needs),
  });

/** Checks that the homeserver knows the token and that it belongs to Porter's user. Throws `Fault`. */
export async function lookAtToken(client: HomeserverClient, needs: StepNeeds): Promise<Trouble | undefined> {
  const body = await client.call('GET', '/_matrix/client/v3/account/whoami');
  if (body['user_id'] === client.sender) return undefined;
  return troubleOf(stepSentences, 'homeserver.other-server', { ...valuesOf(needs), detail: String(body['user_id']) });
}

const senderStep = (needs: StepNeeds): Step =>
  makeHomeserverStep(needs, {
    ...{ name: 'sender', part: 'appservice', restMs: Number.POSITIVE_INFINITY },
    // Only an admin could ask whether the user is there, and registering it again changes nothing.
    look: async () => undefined,
    ensure: (client) => registerSender(client, needs),
  });

/**
 * Registers Porter's user; repeatable. Comes before any call about its profile: one that is first makes every later
 * registration a 500 (seen on Synapse 1.163). Throws `Fault`.
 */
export async function registerSender(client: HomeserverClient, needs: StepNeeds): Promise<Trouble | undefined> {
  const response = await client.ask('POST', '/_matrix/client/v3/register', {
    body: { type: 'm.login.application_service', username: localpartOf(client.sender), inhibit_login: true },
  });
  if (response.status < 300 || response.errcode === 'M_USER_IN_USE') return undefined;
  return troubleOf(stepSentences, 'homeserver.sender-refused', { ...valuesOf(needs), detail: response.errcode ?? '' });
}

/** Does the homeserver reach us? Asking also wakes a queue of Synapse that waits after failed pushes. */
const pingStep = (needs: StepNeeds): Step =>
  makeHomeserverStep(needs, {
    ...{ name: 'ping', part: 'appservice', restMs: Number.POSITIVE_INFINITY },
    fine: () => `The homeserver reaches ${needs.listen}.`,
    async look(client) {
      const { registration } = needs;
      const values = { ...valuesOf(needs), url: registration.url ?? '' };
      const response = await client.ask('POST', `/_matrix/client/v1/appservice/${enc(registration.id)}/ping`, {
        ...{ body: { transaction_id: 'porter' }, timeoutMs: 70_000 },
      });
      if (response.status < 300 || stumbledAfterwards(response)) return undefined;
      switch (response.errcode) {
        case 'M_URL_NOT_SET':
          return troubleOf(stepSentences, 'appservice.no-url', values);
        case 'M_BAD_STATUS':
          return troubleOf(stepSentences, 'appservice.refused', { ...values, detail: String(response.body['status']) });
        case 'M_CONNECTION_FAILED':
        case 'M_CONNECTION_TIMEOUT':
          return troubleOf(stepSentences, 'appservice.unreachable', values);
        case 'M_FORBIDDEN':
          return troubleOf(stepSentences, 'appservice.other-id', values);
        default:
          throw refusalOf(response);
      }
    },
  });

/**
 * Was Porter reached, and only then did Synapse fall over? After a ping that was answered it cancels the timer of its queue that
 * waits after failed pushes, and where that queue is delivering already the timer has run: it names the connection failed, for as
 * long as the delivery takes (Synapse 1.163, rest/client/appservice_ping.py and appservice/scheduler.py, `force_retry`).
 * Nothing but its words, which begin with the name of Twisted's exception, tells that from a connection that did fail.
 */
const stumbledAfterwards = ({ errcode, body }: MatrixResponse): boolean =>
  errcode === 'M_CONNECTION_FAILED' && /^Already(Called|Cancelled):/.test(String(body['error']));

const deviceStep = (needs: StepNeeds, device: SenderDevice): Step =>
  makeHomeserverStep(needs, {
    ...{ name: 'device', part: 'sender', restMs: Number.POSITIVE_INFINITY },
    // One that is missing is made without anybody's help.
    look: async () => undefined,
    async ensure(_client, signal) {
      await device.ensure(signal, 'again');
      return undefined;
    },
  });

const displayNameStep = (needs: StepNeeds, displayName: string): Step =>
  makeHomeserverStep(needs, {
    ...{ name: 'display-name', part: 'sender', restMs: Number.POSITIVE_INFINITY },
    look: async () => undefined,
    async ensure(client) {
      const path = `/_matrix/client/v3/profile/${enc(client.sender)}/displayname`;
      const found = await client.ask('GET', path);
      if (found.body['displayname'] !== displayName) {
        await client.call('PUT', path, { body: { displayname: displayName } });
      }
      return undefined;
    },
  });
