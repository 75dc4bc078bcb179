/** Client-Server API, section "Web Browser Clients": on every response, or a client in a browser sees none. */
export const clientHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, POST, PUT, DELETE, OPTIONS',
  'Access-Control-Allow-Headers': 'X-Requested-With, Content-Type, Authorization',
  // So that such a client may read when to come back.
  'Access-Control-Expose-Headers': 'Retry-After',
} as const;
