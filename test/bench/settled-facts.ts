import { settledOf } from '#schema/clickhouse/settled/kinds.ts';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { KpiRow } from '#schema/kpi.ts';
import { askKpis } from '../../src/lib/server/kpi/ask.ts';
import type { Settler } from '../../src/lib/server/settled/settler.ts';
import { NOW, ZONE } from './settled-history.ts';
import { asksOf } from './settled-questions.ts';

// What holds of a settled history on any machine: how large it is, and how exact.

/** A database, with what is settled of it. */
type Held = { clickhouse: ClickHouseClient; database: string };

/** The most roll-ups may take of the bytes of `events`, and the most a quantile of them may be off. */
export const LIMITS = { plain: 0.02, further: 0.1, quantiles: 0.01 };

async function bytesIn({ clickhouse }: Held, database: string): Promise<Map<string, number>> {
	const found = await clickhouse.query({
		query: `SELECT table AS name, sum(bytes_on_disk) AS bytes FROM system.parts
			WHERE active AND database = {database:String} GROUP BY table`,
		query_params: { database },
		format: 'JSONEachRow'
	});
	const rows = await found.json<{ name: string; bytes: number }>();
	return new Map(rows.map(({ name, bytes }) => [name, Number(bytes)]));
}

/** Which part of a roll-up's rows tells totals, teams and channels, and not one dimension more. */
async function plainOf({ clickhouse, database }: Held, name: string): Promise<number> {
	const found = await clickhouse.query({
		query: `SELECT countIf(dimension IN ('total', 'team', 'channel')) / greatest(1, count()) AS share
			FROM {database:Identifier}.{name:Identifier}`,
		query_params: { database: settledOf(database), name },
		format: 'JSONEachRow'
	});
	const [row] = await found.json<{ share: number }>();
	return row?.share ?? 0;
}

const sum = (bytes: readonly number[]) => bytes.reduce((total, one) => total + one, 0);

/**
 * Bytes on the disk as parts of those of `events`: of `cases`, of the facts, of the roll-ups by team and channel (`plain`), and of those by one
 * dimension more (`further`). A roll-up holds both: its bytes are divided as its rows are.
 */
export async function sizesOf(held: Held) {
	const raw = await bytesIn(held, held.database);
	const settled = [...(await bytesIn(held, settledOf(held.database)))];
	const events = raw.get('events') ?? NaN;
	const cells = settled.filter(([name]) => name.startsWith('cells_'));
	const plain: number[] = [];
	for (const [name, bytes] of cells) plain.push(bytes * (await plainOf(held, name)));
	const rolled = sum(cells.map(([, bytes]) => bytes));
	return {
		events,
		cases: (raw.get('cases') ?? 0) / events,
		facts: (sum(settled.map(([, bytes]) => bytes)) - rolled) / events,
		plain: sum(plain) / events,
		further: (rolled - sum(plain)) / events
	};
}

/** The same in words. */
export const sizesSaid = ({ events, ...shares }: Awaited<ReturnType<typeof sizesOf>>) =>
	[
		`events                     ${(events / 1e6).toFixed(1)} MB`,
		...Object.entries({
			cases: shares.cases,
			'facts by time': shares.facts,
			'roll-ups, team × channel': shares.plain,
			'and agent, tier, topic': shares.further
		}).map(([what, share]) => `${what.padEnd(26)} ${(100 * share).toFixed(2)} % of events`)
	].join('\n');

const quantilesOf = (row: KpiRow | undefined) =>
	row && 'p50' in row ? [row.p50, row.p90, row.p95].map((value) => value ?? 0) : [];

/** The largest difference between a quantile of seven days that comes from roll-ups and the exact one, as a part of this. */
export async function inexactness(clickhouse: ClickHouseClient, settler: Settler): Promise<number> {
	let worst = 0;
	for (const kpi of ['first_response', 'resolution_time'] as const) {
		const asks = asksOf(kpi, 7, [{ grain: 'total' }, { grain: 'day', by: 'team' }]);
		const settled = await askKpis(clickhouse, asks, { zone: ZONE, now: NOW, settler });
		const exact = await askKpis(clickhouse, asks, { zone: ZONE, now: NOW });
		for (const [index, { rows }] of exact.entries())
			for (const [at, row] of rows.entries()) {
				const told = quantilesOf(settled[index]?.rows[at]);
				for (const [of, value] of quantilesOf(row).entries())
					if (value > 0) worst = Math.max(worst, Math.abs((told[of] ?? Infinity) - value) / value);
			}
	}
	return worst;
}
