import { parseArgs } from 'node:util';
import type { Grain, GroupBy, KpiAsk, KpiId } from '#schema/kpi.ts';
import { askKpis } from '../../src/lib/server/kpi/ask.ts';
import { event, store } from '../support/events.ts';
import { FULL } from './history.ts';
import { leastOnCases } from './least.ts';
import { atShare, DAY, NOW, openHistory, timesOf, ZONE } from './settled-history.ts';

// How long the questions of a page take over a long history: from what is settled, and by a query on `cases` that does the least any
// answer must do. Fills the folder first, and settles it; both go on where they stopped.
// `npx tsx test/bench/settled.ts [--data FOLDER] [--cases 20000000] [--weeks 13] [--runs 20] [--only sizes|kpis|exactness|live]`

const { values } = parseArgs({
	options: {
		data: { type: 'string' },
		cases: { type: 'string', default: '400000' },
		weeks: { type: 'string', default: String(FULL.weeks) },
		runs: { type: 'string', default: '20' },
		raw: { type: 'boolean', default: false },
		only: { type: 'string' }
	}
});

const RUNS = Number(values.runs);

const { clickhouse, settler, close } = await openHistory({
	...{ data: values.data, cases: Number(values.cases), weeks: Number(values.weeks) }
});

async function select<Row>(query: string, query_params: Record<string, unknown> = {}): Promise<Row[]> {
	const found = await clickhouse.query({ query, query_params, format: 'JSONEachRow' });
	return found.json<Row>();
}

/** Bytes on the disk, beside those of the events. A roll-up's by team and channel are the share of its rows. */
async function sizes() {
	const tables = await select<{ name: string; bytes: number; rows: number; settled: boolean }>(
		`SELECT table AS name, sum(bytes_on_disk) AS bytes, sum(rows) AS rows, database != 'touchstone' AS settled
		FROM system.parts WHERE active AND database IN ('touchstone', 'touchstone_settled')
		GROUP BY database, table HAVING rows > 0 ORDER BY bytes DESC`
	);
	const raw = tables.find(({ name, settled }) => name === 'events' && !settled)?.bytes ?? 1;
	const share = (bytes: number) => `${((100 * bytes) / raw).toFixed(2)} % of events`;
	const sum = (list: { bytes: number }[]) => list.reduce((total, { bytes }) => total + bytes, 0);
	const cells = tables.filter(({ name, settled }) => settled && name.startsWith('cells_'));
	let plain = 0;
	for (const { name, bytes } of cells) {
		const [found] = await select<{ share: number }>(
			`SELECT countIf(dimension IN ('total', 'team', 'channel')) / count() AS share FROM touchstone_settled.{name:Identifier}`,
			{ name }
		);
		plain += bytes * (found?.share ?? 0);
	}
	console.log(`events                     ${(raw / 1e6).toFixed(1)} MB`);
	console.log(`cases                      ${share(tables.find(({ name }) => name === 'cases')?.bytes ?? 0)}`);
	console.log(
		`facts by time              ${share(sum(tables.filter(({ name, settled }) => settled && !cells.some((cell) => cell.name === name))))}`
	);
	console.log(`roll-ups, team × channel   ${share(plain)}`);
	console.log(`and agent, tier, topic     ${share(sum(cells) - plain)}`);
}

type Cut = { grain: Grain; by?: GroupBy };
const PAGE: Cut[] = [
	{ grain: 'total' },
	{ grain: 'day' },
	{ grain: 'total', by: 'team' },
	{ grain: 'day', by: 'team' }
];
const WEEKS: Cut[] = [{ grain: 'total' }, { grain: 'week' }, { grain: 'week', by: 'team' }];
const TODAY: Cut[] = [
	{ grain: 'total' },
	{ grain: 'hour' },
	{ grain: 'total', by: 'team' },
	{ grain: 'total', by: 'channel' }
];

function questions(): { name: string; days: number; cuts: Cut[]; kpis: KpiId[] }[] {
	const overview: KpiId[] = [
		'first_response',
		'first_contact_resolution',
		'complaint_recovery',
		'satisfaction'
	];
	const beside: KpiId[] = ['service_level', 'abandonment', 'resolution_time', 'cases_opened'];
	const all: KpiId[] = [
		...overview,
		...beside,
		'reopen_rate',
		'recontact_rate',
		'nps',
		'effort',
		'follow_up',
		'promises_kept',
		'dpmo',
		'complaint_acknowledged',
		'complaints_per_10k',
		'survey_response',
		'servqual_gap',
		'expected_leavers',
		'scorecard'
	];
	return [
		{ name: 'overview, 30 days', days: 30, cuts: PAGE, kpis: overview },
		{ name: 'overview, beside', days: 30, cuts: [{ grain: 'total' }], kpis: beside },
		{ name: 'team, 30 days by agent', days: 30, cuts: [{ grain: 'total', by: 'agent' }], kpis: overview },
		{
			name: 'wall, today',
			days: 1,
			cuts: TODAY,
			kpis: [...overview, ...beside, 'promises_kept', 'waiting_now']
		},
		{ name: 'week, 7 days', days: 7, cuts: PAGE, kpis: all },
		{ name: 'weekly, 13 weeks', days: 91, cuts: WEEKS, kpis: all }
	];
}

const spanOf = (days: number) => {
	const to = Date.parse(FULL.end);
	return { from: new Date(to - days * DAY).toISOString(), to: new Date(to).toISOString() };
};

const asksOf = (kpi: KpiId, days: number, cuts: Cut[]): KpiAsk[] =>
	cuts.map((cut) => ({ kpi, ...spanOf(days), ...cut, teams: [], channels: [] }));

/** Who waits now is known once all that happened is in the past. */
const nowOf = (kpi: KpiId) => (kpi === 'waiting_now' ? NOW + 90 * DAY : NOW);

const ask = (asks: KpiAsk[]) =>
	askKpis(clickhouse, asks, { zone: ZONE, now: nowOf(asks[0]?.kpi ?? 'first_response'), settler });

async function measure() {
	const hand = new Map<number, number>();
	console.log(`\nmilliseconds of ${RUNS} runs: median, p95; ÷ the least a query on cases must do`);
	for (const { name, days, cuts, kpis } of questions()) {
		if (days > Number(values.weeks) * 7) continue;
		if (!hand.has(days)) hand.set(days, await leastOnCases(clickhouse, NOW - days * DAY, NOW));
		for (const kpi of kpis) {
			const asks = asksOf(kpi, days, cuts);
			await ask(asks);
			const times = await timesOf(RUNS, () => ask(asks));
			const least = hand.get(days) ?? 0;
			const raw = values.raw ? ` cases: ${(await once(asks)).toFixed(0)}` : '';
			console.log(
				`${name.padEnd(24)} ${kpi.padEnd(26)} ${atShare(times, 0.5)} ${atShare(times, 0.95)}  ÷ ${least.toFixed(0)} = ${(Number(atShare(times, 0.5)) / least).toFixed(3)}${raw}`
			);
		}
	}
}

/** Late events of cases of the last three days: a reply and a resolution each, and a complaint in each tenth. */
async function comeIn(cases: number) {
	const found = await select<{ case_id: string; time: string; team: string }>(
		`SELECT case_id, toString(toDateTime64(last_time, 3, 'UTC')) AS time, steps.team[1] AS team FROM cases
		WHERE last_time >= {from:DateTime64(3)} ORDER BY cityHash64(case_id, {salt:Float64}) LIMIT {cases:UInt32}`,
		{ from: new Date(NOW - 3 * DAY).toISOString().replace('Z', ''), salt: performance.now(), cases }
	);
	await store(
		clickhouse,
		found.flatMap(({ case_id, time, team }, index) => {
			const at = time.replace(' ', 'T');
			return [
				event('case.responded', case_id, at, { team }, `late ${case_id} ${index} ${performance.now()}`),
				event(
					'case.resolved',
					case_id,
					at,
					{ team },
					`late ${case_id} ${index} resolved ${performance.now()}`
				)
			];
		})
	);
}

/** The same questions while events come in: what has changed stands beside the roll-ups, and is settled first. */
async function measureLive() {
	console.log(`\nwhile events come in (12 cases before each): settled first; then asked, median and p95`);
	const kpis: KpiId[] = ['first_response', 'service_level', 'first_contact_resolution', 'satisfaction'];
	const first: number[] = [];
	const times = new Map<string, number[]>();
	for (let run = 0; run < RUNS; run++) {
		await comeIn(12);
		const begin = performance.now();
		await settler.catchUp();
		first.push(performance.now() - begin);
		for (const kpi of kpis)
			for (const { name, days, cuts } of questions().filter(({ name }) => /^(wall|week),/.test(name))) {
				const [time = 0] = await timesOf(1, () => ask(asksOf(kpi, days, cuts)));
				times.set(`${name} ${kpi}`, [...(times.get(`${name} ${kpi}`) ?? []), time]);
			}
	}
	first.sort((a, b) => a - b);
	console.log(`${'settling'.padEnd(50)} ${atShare(first, 0.5)} ${atShare(first, 0.95)}`);
	for (const [name, list] of times)
		console.log(
			`${name.padEnd(50)} ${atShare(
				list.sort((a, b) => a - b),
				0.5
			)} ${atShare(list, 0.95)}`
		);
}

async function once(asks: KpiAsk[]) {
	const begin = performance.now();
	await askKpis(clickhouse, asks, { zone: ZONE, now: nowOf(asks[0]?.kpi ?? 'first_response') });
	return performance.now() - begin;
}

/** The largest difference between a quantile that comes from roll-ups and the exact one. */
async function exactness() {
	let worst = 0;
	for (const kpi of ['first_response', 'resolution_time'] as const) {
		const asks = asksOf(kpi, 7, [{ grain: 'total' }, { grain: 'day', by: 'team' }]);
		const settled = await askKpis(clickhouse, asks, { zone: ZONE, now: NOW, settler });
		const exact = await askKpis(clickhouse, asks, { zone: ZONE, now: NOW });
		settled.forEach(({ rows }, index) =>
			rows.forEach((row, at) => {
				const other: unknown = exact[index]?.rows[at];
				for (const name of ['p50', 'p90', 'p95']) {
					const [a, b] = [row, other].map((one) => Number((one as Record<string, unknown>)[name])) as [
						number,
						number
					];
					if (b > 0) worst = Math.max(worst, Math.abs(a - b) / b);
				}
			})
		);
	}
	console.log(`\nquantiles: at most ${(100 * worst).toFixed(2)} % from the exact one`);
}

const PARTS = { sizes, kpis: measure, exactness, live: measureLive };

try {
	for (const [name, part] of Object.entries(PARTS))
		if (values.only === undefined || values.only === name) await part();
} finally {
	await close();
}
