import type { Answers } from './init-options.ts';

const text = (value: string) => JSON.stringify(value);

/** Prints `config.yaml` for these answers: only what was asked, and where to read about the rest. */
export function configText(answers: Answers): string {
  const { smtp } = answers;
  const login = smtp.user === undefined ? [] : [`  user: ${text(smtp.user)}`];
  const password = smtp.password === undefined ? [] : ['  password: { file: data/smtp-password }'];
  return `${[
    '# Porter. Written by porter init; porter check checks it, and porter schema --sample shows every key there is.',
    'homeserver:',
    `  url: ${text(answers.homeserverUrl)}`,
    `  serverName: ${text(answers.serverName)}`,
    `  publicUrl: ${text(answers.homeserverPublicUrl)}`,
    'appservice:',
    '  registration: registration.yaml',
    `  listen: ${text(answers.appserviceListen)}`,
    'storage:',
    answers.postgres === undefined ? '  sqlite: data/porter.db' : '  postgres: { file: data/postgres-url }',
    'secrets:',
    '  # Back this file up apart from the database: without it no mailed link works.',
    '  key: { file: data/porter.key }',
    'mail:',
    `  from: ${text(answers.mailFrom)}`,
    `  smtp: ${text(smtp.url)}`,
    ...login,
    ...password,
    'site:',
    `  listen: ${text(answers.siteListen)}`,
    `  publicUrl: ${text(answers.publicUrl)}`,
    `  title: ${text(answers.title)}`,
    `  language: ${answers.language}`,
    'registration:',
    `  room: ${text(answers.teamRoom)}`,
    ...(answers.admin === undefined
      ? ['  # admin: "@you:…"   # invited if Porter makes the room; without it nobody is, and nobody can enter']
      : ['  # Invited as admin if Porter makes the room.', `  admin: ${text(answers.admin)}`]),
    `  approvals: ${answers.approvals}`,
    '  declines: 1',
    'accounts:',
    '  store: synapse',
    'operations:',
    '  listen: "127.0.0.1:8486"',
  ].join('\n')}\n`;
}
