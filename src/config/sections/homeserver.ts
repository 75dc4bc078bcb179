import { z } from 'zod';
import { field, filePath, listen, url } from '../fields.ts';
import { bad, good } from '../read-secret.ts';

// Spec, appendices 4.1: host name or address literal, with an optional port.
const serverNameForm = /^(?:[A-Za-z0-9.-]{1,230}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/;

/** A server name, as it stands in user IDs. */
export const serverName = () =>
  field<string>({ type: 'string' }, (value) =>
    typeof value === 'string' && serverNameForm.test(value)
      ? good(value)
      : bad('must be the part of user IDs after the colon, such as example.org'),
  );

export const HomeserverSection = z
  .strictObject({
    url: url().meta({
      description: 'Client API of the homeserver, best on its internal listener.',
      example: 'http://127.0.0.1:8008',
    }),
    adminUrl: url().optional().meta({
      description: 'Admin API, where a proxy hides it from the address above. Default: the same address.',
      example: 'http://127.0.0.1:8008',
    }),
    serverName: serverName().meta({
      description: 'Server name: the part of user IDs after the colon. It can never be changed later.',
      example: 'example.org',
    }),
    publicUrl: url().optional().meta({
      description: 'What people enter in their client to log in. Default: https:// and the server name.',
      example: 'https://matrix.example.org',
    }),
  })
  .meta({ description: 'The Matrix server whose door Porter keeps.', sample: true });

export const AppserviceSection = z
  .strictObject({
    registration: filePath().meta({
      description: 'The registration file that the homeserver reads too (app_service_config_files).',
      example: 'registration.yaml',
    }),
    listen: listen().meta({
      description: "Where the homeserver's pushes arrive.",
      example: '127.0.0.1:8482',
    }),
  })
  .meta({ description: 'Porter as an application service of the homeserver.', sample: true });
