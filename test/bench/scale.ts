import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { connect } from '#schema/clickhouse/client.ts';
import { startClickHouse } from '#schema/clickhouse/embedded.ts';
import { migrate } from '#schema/clickhouse/migrate.ts';
import { fillHistory, FULL, sizes } from './history.ts';

// Fills a database with a history (400,000 cases, two million events, unless told otherwise) and says what it took. The data stay in
// the folder, and a second run goes on where the first one stopped:
// `npx tsx test/bench/scale.ts --data FOLDER [--cases 20000000] [--weeks 13]`.

const { values } = parseArgs({
	options: {
		data: { type: 'string', default: 'data/scale' },
		cases: { type: 'string', default: '400000' },
		weeks: { type: 'string', default: String(FULL.weeks) }
	}
});

mkdirSync(values.data, { recursive: true });
const engine = await startClickHouse({ dataDir: values.data });
const clickhouse = connect({ url: engine.url('admin'), database: 'touchstone' });
try {
	await migrate(clickhouse, 'touchstone');
	const begin = performance.now();
	const seconds = () => ((performance.now() - begin) / 1000).toFixed(0);
	const history = { ...FULL, cases: Number(values.cases), weeks: Number(values.weeks) };
	await fillHistory(clickhouse, history, (done) => console.log(`${seconds().padStart(5)} s  ${done} cases`));
	console.log(`filled and merged in ${seconds()} s`);
	for (const { table, rows, bytes, bytes_plain, parts } of await sizes(clickhouse))
		console.log(
			`${table.padEnd(24)} ${String(rows).padStart(12)} rows ${(bytes / 1e6).toFixed(1).padStart(9)} MB, ` +
				`${(bytes_plain / 1e6).toFixed(1).padStart(9)} MB plain, ${parts} parts`
		);
} finally {
	await clickhouse.close();
	await engine.stop();
}
