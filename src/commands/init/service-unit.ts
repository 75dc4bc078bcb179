import path from 'node:path';

export interface UnitSettings {
  /** Absolute folder of config.yaml. */
  readonly dir: string;
  /** The command that starts Porter: absolute paths, without Porter's own arguments. */
  readonly command: readonly string[];
  readonly user: string;
}

/** Quotes a path for systemd, which gives `%` and spaces a meaning of their own. */
const quoted = (text: string) => `"${text.replaceAll('%', '%%').replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/**
 * Says why the service could not start this Node or this Porter: other users cannot enter root's folder or somebody's home, and
 * the service has its own `/tmp`. Undefined when both are in a folder for programs.
 */
export function hiddenFromService({ command, dir, user }: UnitSettings): string | undefined {
  const [node = '', ...rest] = command;
  const again = `delete ${path.join(dir, 'porter.service')} and make it again: porter init --only unit --dir ${dir}${user === 'porter' ? '' : ` --user ${user}`}`;
  if (/^\/(?:root|home|tmp|var\/tmp)\//.test(node)) {
    return `Careful: node is at ${node}, which the service may not see: install Node 24 for the system (https://nodejs.org/en/download), then ${again}`;
  }
  const program = rest.find((file) => /^\/(?:root|home|tmp|var\/tmp)\//.test(file));
  return program === undefined
    ? undefined
    : `Careful: Porter is at ${program}, which the service may not see: install it for the system (sudo npm install --global), then ${again}`;
}

/** Prints `porter.service`. The service can write only to its data folder and has only the rights that it uses. */
export function serviceUnit({ dir, command, user }: UnitSettings): string {
  const inHome = [dir, ...command].some((file) => /^\/(?:home|root|run\/user)\//.test(file));
  return `# Porter keeps the door of a Matrix server. Written by porter init.
[Unit]
Description=Porter, the door of a Matrix server
Wants=network-online.target
After=network-online.target postgresql.service matrix-synapse.service docker.service

[Service]
Type=exec
User=${user}
Group=${user}
WorkingDirectory=${dir.replaceAll('%', '%%')}
ExecStart=${command.map(quoted).join(' ')} serve --config ${quoted(path.join(dir, 'config.yaml'))}
Environment=NODE_ENV=production
Restart=on-failure
RestartSec=5
# It finishes what runs within 20 seconds.
TimeoutStopSec=30
UMask=0077

ProtectSystem=strict
ReadWritePaths=${quoted(path.join(dir, 'data'))}
ProtectHome=${inHome ? 'read-only' : 'yes'}
PrivateTmp=yes
PrivateDevices=yes
PrivateUsers=yes
DevicePolicy=closed
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProcSubset=pid
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
LockPersonality=yes
RemoveIPC=yes
KeyringMode=private
# Netlink: to learn whether this machine has IPv6.
RestrictAddressFamilies=AF_INET AF_INET6 AF_NETLINK AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
`;
}
