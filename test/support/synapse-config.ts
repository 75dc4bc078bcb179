import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../scripts/launch.mjs';

export const SERVER_NAME = 'porter.test';

export interface SynapseFiles {
  /** Folder of this instance, absolute. */
  readonly dir: string;
  readonly port: number;
  readonly sharedSecret: string;
  readonly registration?: string;
}

const unlimited = { per_second: 10_000, burst_count: 10_000 };

/** The configuration as an object: JSON is YAML. Loopback, SQLite, no federation, cheap passwords, no rate limits. */
export function synapseConfig({ dir, port, sharedSecret, registration }: SynapseFiles): Record<string, unknown> {
  return {
    server_name: SERVER_NAME,
    public_baseurl: `http://127.0.0.1:${port}/`,
    report_stats: false,
    listeners: [{ port, bind_addresses: ['127.0.0.1'], type: 'http', tls: false, resources: [{ names: ['client'] }] }],
    database: { name: 'sqlite3', args: { database: path.join(dir, 'homeserver.db') } },
    log_config: path.join(dir, 'log.yaml'),
    media_store_path: path.join(dir, 'media'),
    signing_key_path: path.join(dir, 'signing.key'),
    registration_shared_secret: sharedSecret,
    macaroon_secret_key: `macaroon-${sharedSecret}`,
    bcrypt_rounds: 4,
    enable_registration: false,
    trusted_key_servers: [],
    suppress_key_server_warning: true,
    federation_domain_whitelist: [],
    presence: { enabled: false },
    url_preview_enabled: false,
    rc_message: unlimited,
    rc_registration: unlimited,
    rc_registration_token_validity: unlimited,
    rc_admin_redaction: unlimited,
    rc_room_creation: unlimited,
    rc_user_directory: unlimited,
    rc_3pid_validation: unlimited,
    rc_login: { address: unlimited, account: unlimited, failed_attempts: unlimited },
    rc_joins: { local: unlimited, remote: unlimited },
    rc_joins_per_room: unlimited,
    rc_invites: { per_room: unlimited, per_user: unlimited, per_issuer: unlimited },
    app_service_config_files: registration === undefined ? [] : [registration],
  };
}

export function synapseLogConfig(dir: string): Record<string, unknown> {
  return {
    version: 1,
    formatters: { p: { format: '%(asctime)s %(levelname)s %(name)s %(request)s %(message)s' } },
    filters: { c: { '()': 'synapse.logging.context.LoggingContextFilter', request: '' } },
    handlers: {
      f: {
        class: 'logging.FileHandler',
        filename: path.join(dir, 'synapse.log'),
        formatter: 'p',
        filters: ['c'],
        encoding: 'utf8',
      },
    },
    root: { level: 'INFO', handlers: ['f'] },
    disable_existing_loggers: false,
  };
}

/** Merged over the configuration while the template is made: a new database is put in order without pauses between the steps. */
export const templateConfig = { background_updates: { sleep_enabled: false } };

/** Changes whenever a template made earlier would no longer be what this configuration makes. */
export function templateKey(): string {
  const requirements = readFileSync(path.join(ROOT, 'scripts', 'synapse-requirements.txt'));
  const shape = JSON.stringify({ ...synapseConfig({ dir: '', port: 0, sharedSecret: '' }), ...templateConfig });
  return createHash('sha256').update(requirements).update(shape).digest('hex').slice(0, 16);
}
