import { openTestSite } from '../../test/support/site-door.ts';
import { ready } from './ready.ts';

const { port } = await openTestSite();
ready(port);
