/** The addresses that a reverse proxy needs. */
export interface ProxyAddresses {
  /** `https://join.example.org` */
  readonly publicUrl: string;
  /** `127.0.0.1:8480` */
  readonly siteListen: string;
}

/** The server block for nginx, with the certificate paths of certbot, and one that leads from http to https. */
export function nginxConf({ publicUrl, siteListen }: ProxyAddresses): string {
  const { hostname, protocol, port } = new URL(publicUrl);
  const secure = protocol === 'https:';
  const listen = port === '' ? (secure ? '443' : '80') : port;
  const tls = secure
    ? `    ssl_certificate /etc/letsencrypt/live/${hostname}/fullchain.pem;
    ssl_certificate_key /etc/letsencrypt/live/${hostname}/privkey.pem;
`
    : '';
  const first = secure ? `# The certificate comes first: sudo certbot certonly --nginx -d ${hostname}\n` : '';
  return `# Porter's public pages. Put this file into /etc/nginx/sites-enabled/, run nginx -t, and reload nginx. Written by porter init.
${first}server {
    listen ${listen}${secure ? ' ssl' : ''};
    listen [::]:${listen}${secure ? ' ssl' : ''};
    server_name ${hostname};
${tls}
    # Forms are small.
    client_max_body_size 64k;

    location / {
        proxy_pass http://${siteListen};
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        # Set, not appended to: what strangers claim about themselves must not arrive.
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
    }
}
${secure && port === '' ? redirectFrom80(hostname) : ''}`;
}

/** People who type only the name come by http. The certificate is renewed over http, too. */
const redirectFrom80 = (hostname: string): string => `
server {
    listen 80;
    listen [::]:80;
    server_name ${hostname};

    # For renewals with a folder (certbot --webroot -w /var/www/html); certbot --nginx needs no line here.
    location ^~ /.well-known/acme-challenge/ {
        root /var/www/html;
    }
    location / {
        return 301 https://$host$request_uri;
    }
}
`;

/** A site block for Caddy, which handles the certificate and X-Forwarded-For by itself. */
export function caddyfile({ publicUrl, siteListen }: ProxyAddresses): string {
  const { host, protocol } = new URL(publicUrl);
  return `# Porter's public pages. Add this to your Caddyfile. Written by porter init.
${protocol === 'http:' ? 'http://' : ''}${host} {
	reverse_proxy ${siteListen}
}
`;
}

/** The lines for homeserver.yaml. @param registrationFile absolute */
export const homeserverSnippet = (
  registrationFile: string,
): string => `# Add this to homeserver.yaml and restart Synapse, which reads it at its start only. Written by porter init.
# If there is an app_service_config_files list already, add the line to it.
app_service_config_files:
  - ${JSON.stringify(registrationFile)}
`;
