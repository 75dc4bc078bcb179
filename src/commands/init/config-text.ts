import type { Answers } from './init-options.ts';
import { type KeyedName, questions } from './questions.ts';

const text = (value: string) => JSON.stringify(value);

/** The line of this answer in its section. @param value as YAML */
const line = (name: KeyedName, value: string) => `  ${questions[name].key[1]}: ${value}`;

/** Prints `config.yaml` for these answers: only what was asked, and where to read about the rest. */
export function configText(answers: Answers): string {
  const { smtp } = answers;
  const login = smtp.user === undefined ? [] : [line('smtpUser', text(smtp.user))];
  const password = smtp.password === undefined ? [] : [line('smtpPasswordFile', '{ file: data/smtp-password }')];
  return `${[
    '# Porter. Written by porter init; porter check checks it, and porter schema --sample shows every key there is.',
    'homeserver:',
    line('homeserverUrl', text(answers.homeserverUrl)),
    line('serverName', text(answers.serverName)),
    line('homeserverPublicUrl', text(answers.homeserverPublicUrl)),
    'appservice:',
    '  registration: registration.yaml',
    line('appserviceListen', text(answers.appserviceListen)),
    'storage:',
    answers.postgres === undefined ? '  sqlite: data/porter.db' : line('postgres', '{ file: data/postgres-url }'),
    'secrets:',
    '  # Back this file up apart from the database: without it no mailed link works.',
    '  key: { file: data/porter.key }',
    'mail:',
    line('mailFrom', text(answers.mailFrom)),
    line('smtp', text(smtp.url)),
    ...login,
    ...password,
    'site:',
    line('siteListen', text(answers.siteListen)),
    line('publicUrl', text(answers.publicUrl)),
    line('title', text(answers.title)),
    line('language', answers.language),
    'registration:',
    line('teamRoom', text(answers.teamRoom)),
    ...(answers.admin === undefined
      ? ['  # admin: "@you:…"   # invited if Porter makes the room; without it nobody is, and nobody can enter']
      : ['  # Invited as admin if Porter makes the room.', line('admin', text(answers.admin))]),
    line('approvals', String(answers.approvals)),
    '  declines: 1',
    'accounts:',
    '  store: synapse',
    'operations:',
    '  listen: "127.0.0.1:8486"',
  ].join('\n')}\n`;
}
