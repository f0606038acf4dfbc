import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '#schema/clickhouse/client.ts';
import { startClickHouse, type EmbeddedClickHouse } from '#schema/clickhouse/embedded.ts';
import { migrate } from '#schema/clickhouse/migrate.ts';
import { DismissOrder } from '#schema/quarantine.ts';
import { quarantineRow } from '../../ingest/quarantine.ts';
import { createQuarantine } from '../../src/lib/server/quarantine.ts';
import { createSimulation } from '../../src/lib/server/simulation.ts';
import { insertRejected } from '../support/quarantine.ts';

// With the users of the embedded ClickHouse: the other tests are all-powerful.

let dataDir: string;
let engine: EmbeddedClickHouse;
const clients: ReturnType<typeof connect>[] = [];

function as(role: 'admin' | 'app' | 'ingest') {
	const client = connect({ url: engine.url(role), database: 'touchstone' });
	clients.push(client);
	return client;
}

beforeAll(async () => {
	dataDir = mkdtempSync(join(tmpdir(), 'touchstone-roles-'));
	engine = await startClickHouse({ dataDir });
	await migrate(as('admin'), 'touchstone');
});
afterAll(async () => {
	await Promise.all(clients.map((client) => client.close()));
	await engine.stop();
	rmSync(dataDir, { recursive: true, force: true });
});

const row = (source: string) =>
	quarantineRow(
		{
			input: { id: '1', source },
			refusal: { reason: 'invalid', path: 'type', detail: 'expected the event type: a string' },
			...{ key: 'crm', via: 'http', received_at: Date.UTC(2026, 0, 5) }
		},
		(customer) => customer
	);

test('ingest may put events into quarantine and not read them; the dashboard reads, settles and removes simulated ones', async () => {
	await insertRejected(as('ingest'), [row('acme'), row('touchstone/simulator')]);
	await expect(as('ingest').command({ query: 'SELECT * FROM quarantine' })).rejects.toThrow(/privileges/);
	await expect(insertRejected(as('app'), [row('acme')])).rejects.toThrow(/privileges/);

	const env = {
		HOST: '127.0.0.1',
		INGEST_PORT: 1,
		TOUCHSTONE_DATA: dataDir,
		TOUCHSTONE_INGEST_KEYS: undefined
	};
	const quarantine = createQuarantine({ clickhouse: as('app'), env });
	const all = { filter: { state: 'all' as const } };
	expect((await quarantine.rows(all.filter, { limit: 9 })).rows).toHaveLength(2);
	expect(await quarantine.dismiss(DismissOrder.parse(all))).toMatchObject({ events: 2 });

	await createSimulation({ clickhouse: as('app'), env }).remove();
	const left = await quarantine.rows(all.filter, { limit: 9 });
	expect(left.rows).toMatchObject([{ source: 'acme', state: 'dismissed' }]);
	const outcomes = await as('app').query({
		query: 'SELECT id FROM quarantine_outcomes',
		format: 'JSONEachRow'
	});
	expect(await outcomes.json()).toHaveLength(1);
});
