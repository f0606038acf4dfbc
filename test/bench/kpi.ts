import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '#schema/clickhouse/client.ts';
import { startClickHouse } from '#schema/clickhouse/embedded.ts';
import { migrate } from '#schema/clickhouse/migrate.ts';
import { Grain, KpiId, type KpiAsk } from '#schema/kpi.ts';
import { askKpis } from '../../src/lib/server/kpi/ask.ts';

// How long a KPI takes to answer a page's four questions at once (total, by day, by team, by team and day) over 30 days,
// with no case and with `cases` cases in them. Run it with `npx tsx test/bench/kpi.ts [cases]`.

const RUNS = 9;

async function main() {
	const cases = Number(process.argv[2] ?? 43_000);
	const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-kpi-'));
	const engine = await startClickHouse({ dataDir });
	const clickhouse = connect({ url: engine.url('admin'), database: 'touchstone' });
	try {
		await migrate(clickhouse, 'touchstone');
		await clickhouse.command({
			query: `INSERT INTO events (source, id, type, time, received_at, case_id, team, agent, channel, topic, customer, instrument, score)
				SELECT 'bench', concat(toString(number), '-', toString(k)),
					['case.opened', 'case.responded', 'case.resolved', 'survey.answered'][k] AS type,
					toDateTime64('2026-01-01 00:00:00', 3, 'UTC') + toIntervalSecond(number * 29 * 86400 / {cases:UInt32}) + toIntervalSecond([0, 9, 300, 900][k]),
					now64(3), concat('c', toString(number)), concat('Team ', toString(number % 8)), concat('Agent ', toString(number % 64)),
					'phone', 'bill', concat('customer-', toString(number % 5000)), if(k = 4, 'csat', ''), if(k = 4, 1 + number % 5, NULL)
				FROM numbers({cases:UInt32}) ARRAY JOIN [1, 2, 3, 4] AS k`,
			query_params: { cases }
		});
		console.log(`milliseconds (least, median of ${RUNS}) with no case and with ${cases} in 30 days`);
		for (const kpi of KpiId.options) {
			const none = await time(kpi, '2020-01-01T00:00:00Z', '2020-01-31T00:00:00Z');
			const all = await time(kpi, '2026-01-01T00:00:00Z', '2026-01-31T00:00:00Z');
			console.log(`${kpi.padEnd(26)} ${none}   ${all}`);
		}
	} finally {
		await clickhouse.close();
		await engine.stop();
		rmSync(dataDir, { recursive: true, force: true });
	}

	async function time(kpi: KpiId, from: string, to: string) {
		const ask = (grain: Grain, by?: 'team'): KpiAsk => ({
			kpi,
			from,
			to,
			grain,
			by,
			teams: [],
			channels: []
		});
		const asks = [ask('total'), ask('day'), ask('total', 'team'), ask('day', 'team')];
		const times: number[] = [];
		for (let run = 0; run < RUNS; run++) {
			const begin = performance.now();
			await askKpis(clickhouse, asks, { zone: 'Asia/Shanghai' });
			times.push(performance.now() - begin);
		}
		times.sort((a, b) => a - b);
		const said = (at: number) => (times[at] ?? 0).toFixed(0).padStart(5);
		return `${said(0)} ${said(Math.floor(RUNS / 2))}`;
	}
}

await main();
