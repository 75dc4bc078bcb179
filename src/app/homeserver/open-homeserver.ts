import type { HomeserverClient } from '../../homeserver/client.ts';
import { makeSenderDevice } from '../../homeserver/device.ts';
import { guardWrites } from '../../homeserver/guard-writes.ts';
import { makeInstanceStep } from '../../homeserver/instance-step.ts';
import { openHomeserverClient } from '../../homeserver/open-client.ts';
import type { Provisioned } from '../../homeserver/provisioner.ts';
import { makeRoomPoster } from '../../homeserver/send-event.ts';
import type { StepNeeds } from '../../homeserver/step-needs.ts';
import type { Gate } from '../../kernel/gate.ts';
import type { UserId } from '../../kernel/matrix-id.ts';
import type { StepGroup } from '../../kernel/step.ts';
import type { RoomPoster } from '../../ports/room-poster.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Runtime } from '../open-database.ts';
import { type Appservice, senderOf } from './appservice.ts';
import { provisionerOf } from './provisioners.ts';
import { clientOptions, homeserverGroup, stepNeedsOf } from './steps.ts';
import { becomeAnother, instanceOf } from './this-machine.ts';

/** What every Porter has that is an application service of a homeserver. */
export interface OpenHomeserver extends Provisioned, AsyncDisposable {
  /** Writes only while the gate is open. */
  readonly client: HomeserverClient;
  readonly sender: UserId;
  readonly poster: RoomPoster;
  readonly gate: Gate;
  /** For the steps of parts: its client asks also while the gate is shut. */
  readonly stepNeeds: StepNeeds;
  readonly steps: StepGroup;
  /** Told of faults that a step of the homeserver may explain; the returned function ends it. */
  onTrouble(listener: () => void): () => void;
}

/** Contacts nobody. What runs outside the outbox ends with `closing`. */
export async function openHomeserver(
  appservice: Appservice,
  storage: Storage,
  { clock, ids, log }: Runtime,
  takeOver: boolean,
  closing: AbortSignal,
): Promise<OpenHomeserver> {
  const { memory } = storage;
  await using opening = new AsyncDisposableStack();
  // The steps find out whether this process may act, so theirs is the client without the guard.
  const looking = opening.use(await openHomeserverClient({ ...clientOptions(appservice, { clock, log }), closing }));
  const stepNeeds = stepNeedsOf(appservice, looking);
  if (takeOver) await becomeAnother(memory, ids);
  const { step: instance, gate } = makeInstanceStep(stepNeeds, { id: await instanceOf(storage), takeOver });
  const client = guardWrites(looking, gate);
  // One for steps and poster: whoever finds the device gone must know it for the other, or an old attempt would be sent twice.
  const device = makeSenderDevice({ client: looking, memory, clock });
  const opened = opening.move();
  return {
    ...provisionerOf(appservice).open({ client, log }),
    client,
    sender: senderOf(appservice),
    poster: makeRoomPoster({ client, device, clock, log }),
    gate,
    stepNeeds,
    steps: homeserverGroup(appservice, stepNeeds, device, instance),
    onTrouble: (listener) =>
      looking.onTrouble(({ code }) => {
        // The good answer to the question for the Matrix Authentication Service says nothing.
        if (code !== 'homeserver.unrecognized') listener();
      }),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
