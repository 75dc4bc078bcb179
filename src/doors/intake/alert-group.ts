import { hash } from 'node:crypto';
import { z } from 'zod';
import { digestOf } from '../../kernel/digest-of.ts';
import type { Incident } from '../../notifications/rules/incident.ts';

const texts = z.record(z.string(), z.string());

const Alert = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: texts,
  annotations: texts.prefault({}),
  startsAt: z.string(),
  generatorURL: z.string().prefault(''),
  /** Absent before Alertmanager 0.19. */
  fingerprint: z.string().optional(),
});
export type Alert = z.output<typeof Alert>;

/** Fields of the payload that are not read are ignored: every version adds some. */
const AlertGroup = z.object({
  groupKey: z.string(),
  alerts: z.array(Alert).min(1),
  commonLabels: texts.prefault({}),
  externalURL: z.string().prefault(''),
  /** How many alerts `max_alerts` left out. Those are not resolved. */
  truncatedAlerts: z.int().min(0).prefault(0),
});
/** The payload of a webhook of Alertmanager, version 4 (prometheus.io/docs/alerting/latest/configuration, `webhook_config`). */
export type AlertGroup = z.output<typeof AlertGroup>;

/** Undefined if it is none. */
export const readAlertGroup = (value: unknown): AlertGroup | undefined => AlertGroup.safeParse(value).data;

/**
 * Two requests with the same text are one notification. It does not depend on the whole body: Alertmanager 0.35 says in it why it sends,
 * and values in annotations change from one evaluation to the next.
 */
export const sameAlerts = ({ groupKey, alerts }: AlertGroup): string =>
  digestOf(JSON.stringify([groupKey, ...alerts.map(stateOf).toSorted()]));

/** More are not followed: each delivery carries them all. */
const MOST_FOLLOWED = 500;

/**
 * What the group tells of: each alert is a piece of it, another one after it was resolved. Undefined if it is large, or Alertmanager
 * left out some of it (`max_alerts`): what begins among those would be hidden in a change of an earlier message.
 */
export function incidentOf({ groupKey, alerts, truncatedAlerts }: AlertGroup): Incident | undefined {
  if (truncatedAlerts > 0 || alerts.length > MOST_FOLLOWED) return undefined;
  const pieces = (wanted: Alert['status']): readonly string[] =>
    alerts.filter(({ status }) => status === wanted).map(pieceOf);
  return { name: groupKey, open: pieces('firing'), over: pieces('resolved') };
}

/** 96 bits of a digest tell alerts apart. */
const pieceOf = (alert: Alert): string =>
  hash('sha256', stateOf({ ...alert, status: 'firing' }), 'base64url').slice(0, 16);

const stateOf = ({ fingerprint, labels, startsAt, status }: Alert): string =>
  JSON.stringify([fingerprint ?? Object.entries(labels).toSorted(), startsAt, status]);

export const nameOfAlert = ({ labels }: Pick<Alert, 'labels'>): string => labels['alertname'] ?? 'alert';
