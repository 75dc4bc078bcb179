import { openOperations } from '../../src/doors/operations/operations.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { ready } from './ready.ts';

const door = await openOperations({
  listen: { host: '127.0.0.1', port: 0 },
  facts: { ready: async () => ({ ready: true, reasons: [] }), measure: async () => [] },
  log: silentLog,
});
ready(door.port);
