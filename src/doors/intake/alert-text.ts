import type { Said } from '../../notifications/rules/read-said.ts';
import { mostUrgent, urgencyOf } from '../../notifications/rules/urgency-of.ts';
import { type Alert, type AlertGroup, nameOfAlert } from './alert-group.ts';

/** Alerts that are shown one by one; a group may have thousands. */
const MOST_SHOWN = 50;

/**
 * What a group of alerts says: those that fire first, then those that are resolved, each with what tells it from the others. It is as
 * urgent as the most urgent alert that fires (label `severity`); what is only resolved is normal.
 */
export function sayAlerts(group: AlertGroup): Said {
  const { alerts, commonLabels, truncatedAlerts, externalURL } = group;
  const firing = alerts.filter(({ status }) => status === 'firing');
  const resolved = alerts.filter(({ status }) => status === 'resolved');
  const both = firing.length > 0 && resolved.length > 0;
  const [only] = alerts.length === 1 ? alerts : [];
  const counts = [counted(firing, 'firing'), counted(resolved, 'resolved')].filter((one) => one !== '').join(', ');
  const url = only?.generatorURL || externalURL;
  return {
    title: `${titleOf(group)}: ${only === undefined ? counts : only.status}`,
    text: [
      ...linesOf(firing, group, both ? ['Firing:'] : []),
      ...linesOf(resolved, group, both ? ['', 'Resolved:'] : []),
      ...(truncatedAlerts > 0 ? [`… and ${truncatedAlerts} more that Alertmanager did not send`] : []),
    ].join('\n'),
    link: url === '' ? undefined : { url },
    urgency: mostUrgent(firing.map(({ labels }) => urgencyOf('alertmanager', labels['severity'] ?? '') ?? 'normal')),
    facts: Object.entries(commonLabels)
      .filter(([name]) => name !== 'alertname')
      .slice(0, MOST_SHOWN),
  };
}

const counted = ({ length }: readonly Alert[], word: string): string => (length === 0 ? '' : `${length} ${word}`);

/** The names of the alerts, each once. */
function titleOf({ alerts, commonLabels }: AlertGroup): string {
  const names = [...new Set(alerts.map(nameOfAlert))];
  const [first = 'alert', ...others] = names;
  return (
    commonLabels['alertname'] ?? (others.length > 3 ? `${first} and ${others.length} other alerts` : names.join(', '))
  );
}

function linesOf(alerts: readonly Alert[], group: AlertGroup, heading: readonly string[]): readonly string[] {
  if (alerts.length === 0) return [];
  const more = alerts.length - MOST_SHOWN;
  return [
    ...heading,
    ...alerts.slice(0, MOST_SHOWN).map((alert) => lineOf(alert, group)),
    ...(more > 0 ? [`… and ${more} more`] : []),
  ];
}

/** `Disk full: sda1 at 98 % (instance=a)`: what its annotations say, and the labels that not all alerts of the group have. */
function lineOf({ labels, annotations }: Alert, { commonLabels }: AlertGroup): string {
  const { summary = '', description = annotations['message'] ?? '' } = annotations;
  const own = Object.entries(labels)
    .filter(([name]) => !Object.hasOwn(commonLabels, name))
    .map(([name, value]) => `${name}=${value}`);
  const said = [...new Set([summary, description])].filter((text) => text !== '').join(': ');
  return [said, own.length === 0 ? '' : said === '' ? own.join(', ') : `(${own.join(', ')})`]
    .filter((text) => text !== '')
    .join(' ');
}
