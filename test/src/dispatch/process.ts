import { createDispatch } from '../../../src/lib/server/dispatch/dispatch.ts';
import { connect } from '#schema/clickhouse/client.ts';

// Who acts, as a process of its own, to be killed: `process.ts CLICKHOUSE_URL DATA`.
const [url = '', data = ''] = process.argv.slice(2);
createDispatch({
	clickhouse: connect({ url, database: 'touchstone' }),
	...{ zone: 'UTC', data, origin: 'http://desk' },
	...{ lookMs: 200, leaseMs: 1_000 }
}).start();
setInterval(() => undefined, 1_000);
