import { digestOf } from '../../kernel/digest-of.ts';
import type { FreshNotification } from '../ports/accepting.ts';
import { minuteOf, sameness, streamOf, titleOf } from './fold.ts';
import { foldJob, foldKey } from './fold-job.ts';
import { deliveryJobs, type GoesOut, type NotificationName } from './jobs.ts';
import type { Planned } from './plan.ts';

/** @property manyOrigins the sender names so many that all of them share one stream */
type Fresh = Planned & { readonly manyOrigins: boolean };
type Times = Pick<GoesOut, 'at' | 'since' | 'life'>;

/** A notification with its deliveries, and with what would be done instead if it is folded. */
export function freshOf(fresh: Fresh, name: NotificationName, times: Times): FreshNotification {
  const { notification, addresses, incident } = fresh;
  return {
    id: name.id,
    jobs: deliveryJobs(name, notification, addresses, { ...times, incident }),
    same: sameOf(fresh, name, times),
    flood: floodOf(fresh, name, times),
  };
}

function sameOf(
  { notification, addresses, incident, fold: { merge } }: Planned,
  { sender }: NotificationName,
  { life }: Times,
): FreshNotification['same'] {
  // Down, up and down again: the second is no repetition of the first.
  if (merge === undefined || incident !== undefined) return undefined;
  const name = `same:${digestOf(sameness(sender, notification, addresses))}`;
  return {
    ...{ name, window: merge },
    tell: ({ first, round, since, until }) =>
      foldJob(
        { ...{ notification, addresses, name, since, until }, folded: 'same', shown: 1 },
        foldKey('same', { sender, id: first }, round),
        life,
      ),
  };
}

function floodOf(
  { notification, addresses, manyOrigins, fold: { perMinute } }: Fresh,
  { sender }: NotificationName,
  { at, life }: Times,
): FreshNotification['flood'] {
  if (perMinute === undefined) return undefined;
  const name = `flood:${digestOf(streamOf(sender, manyOrigins ? { ...notification, origin: '' } : notification, addresses))}`;
  const minute = minuteOf(at);
  return {
    ...{ name, most: perMinute, until: minute.until, title: titleOf(notification) },
    tell: (first) =>
      foldJob(
        { ...{ notification, addresses, name, ...minute }, folded: 'flood', shown: perMinute },
        foldKey('flood', { sender, id: first }, 0),
        life,
      ),
  };
}
