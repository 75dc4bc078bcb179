import path from 'node:path';
import { parseRoomAlias } from '../../kernel/matrix-id.ts';
import { systemUser } from '../../kernel/system-user.ts';
import { IN_CONTAINER } from './containers.ts';
import type { Answers } from './init-options.ts';

type At = (name: string) => string;

const besideSynapse = (at: At): string => `Let Synapse read the registration:
     add the lines of ${at('homeserver.snippet.yaml')} to homeserver.yaml,
     let Synapse's group read the file: sudo chgrp matrix-synapse ${at('registration.yaml')}
     and then restart it, for it reads both at its start only: sudo systemctl restart matrix-synapse`;

/** A container has its own files, users and loopback, and no systemd. */
const inContainer = (
  at: At,
  listen: string,
): string => `Let Synapse read the registration, which has to be inside its container (names as in compose.yaml):
     services: { synapse: { volumes: ["${at('registration.yaml')}:${IN_CONTAINER}:ro"] } }
     add the lines of ${at('homeserver.snippet.yaml')} to the homeserver.yaml in its /data,
     let its group read the file: sudo chgrp 991 ${at('registration.yaml')}   (991 is that of Synapse's image; yours: docker compose exec synapse id -g)
     and make the container again: docker compose up -d --force-recreate synapse
     Synapse reaches Porter at ${listen}; a firewall on this machine has to let containers in there.`;

/** How Porter comes into its team room: one line, or one for each of two cases. */
export function intoTeamRoom({ teamRoom, admin }: Pick<Answers, 'teamRoom' | 'admin'>, sender: string): string {
  if (parseRoomAlias(teamRoom) === undefined) return `Type in the team room: /invite ${sender}`;
  return `If ${teamRoom} exists, type there, as a server admin: /invite ${sender}
If not, Porter makes it, by invitation only and without encryption (a room that you make in Element: switch encryption off)${admin === undefined ? ', and nobody can enter it before registration.admin is set and Porter restarted' : ` and invites ${admin}`}.`;
}

/** The steps left to do by hand, in order, ready to be typed. */
export function nextSteps(answers: Answers, porter: string): string {
  const { dir, user, serverName, publicUrl, teamRoom, admin, synapseInContainer, appserviceListen } = answers;
  // No sudo for somebody who is already that user.
  const as = user === systemUser() ? '' : `sudo -u ${user} `;
  const sender = `@porter:${serverName}`;
  const at = (name: string) => path.join(dir, name);
  const { hostname, protocol } = new URL(publicUrl);
  const secure = protocol === 'https:';
  const certificate = secure ? `sudo certbot certonly --nginx -d ${hostname} &&\n     ` : '';
  const steps = [
    synapseInContainer ? inContainer(at, appserviceListen) : besideSynapse(at),
    `Make the user that Porter runs as, and start it:
     sudo useradd --system --home-dir ${dir} --shell /usr/sbin/nologin ${user}
     sudo chown -R ${user}:${user} ${at('data')} && sudo chown ${user} ${at('config.yaml')} ${at('registration.yaml')}
     sudo cp ${at('porter.service')} /etc/systemd/system/ && sudo systemctl enable --now porter`,
    `Let your reverse proxy pass ${publicUrl} on: ${at('nginx.conf')} or ${at('Caddyfile')}. With nginx${secure ? ' the certificate comes first' : ''}:
     ${certificate}sudo cp ${at('nginx.conf')} /etc/nginx/sites-enabled/porter.conf &&
     sudo nginx -t && sudo systemctl reload nginx`,
    `Make ${sender} a server admin, with the access token of an administrator:
     ${as}${porter} init --promote --config ${at('config.yaml')}`,
    intoTeamRoom({ teamRoom, admin }, sender).replaceAll('\n', '\n     '),
    `See that everything is fine, with a letter to yourself:
     ${as}${porter} check --config ${at('config.yaml')} --mail you@${serverName.replace(/:\d+$/, '')}`,
    `Back up ${at('data/porter.key')} now, apart from the database: without it no backup is of use.`,
  ];
  return ['Next steps:', ...steps.map((step, index) => `  ${index + 1}. ${step}`)].join('\n');
}
