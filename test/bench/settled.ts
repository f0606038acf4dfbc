import { parseArgs } from 'node:util';
import type { KpiAsk, KpiId } from '#schema/kpi.ts';
import { askKpis } from '../../src/lib/server/kpi/ask.ts';
import { event, store } from '../support/events.ts';
import { FULL } from './history.ts';
import { createLeast } from './least.ts';
import { inexactness, sizesOf, sizesSaid } from './settled-facts.ts';
import { atShare, DAY, historyOf, NOW, openHistory, quantileOf, timesOf, ZONE } from './settled-history.ts';
import { asksOf, nowOf, questions } from './settled-questions.ts';
import { kindsBehind } from './statements.ts';

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

const { clickhouse, database, settler, close } = await openHistory(historyOf(values));

async function select<Row>(query: string, query_params: Record<string, unknown> = {}): Promise<Row[]> {
	const found = await clickhouse.query({ query, query_params, format: 'JSONEachRow' });
	return found.json<Row>();
}

const ask = (asks: KpiAsk[]) =>
	askKpis(clickhouse, asks, { zone: ZONE, now: nowOf(asks[0]?.kpi ?? 'first_response'), settler });

/** What a number takes beside the least a query on `cases` must do for it; without one where it is not made of cases. */
function told(times: readonly number[], least: number | null): string {
	const figures = `${atShare(times, 0.5)} ${atShare(times, 0.95)}`;
	return least === null
		? figures
		: `${figures}  ÷ ${least.toFixed(0)} = ${(quantileOf(times, 0.5) / least).toFixed(3)} ${(quantileOf(times, 0.95) / least).toFixed(3)}`;
}

async function measure() {
	const least = createLeast(clickhouse, NOW);
	console.log(
		`\nmilliseconds of ${RUNS} runs: median, p95; both ÷ the least a query on cases must do for that number`
	);
	for (const { name, days, cuts, kpis } of questions()) {
		if (days > Number(values.weeks) * 7) continue;
		for (const kpi of kpis) {
			const asks = asksOf(kpi, days, cuts);
			await ask(asks);
			const times = await timesOf(RUNS, () => ask(asks));
			const raw = values.raw ? ` cases: ${(await once(asks)).toFixed(0)}` : '';
			console.log(
				`${name.padEnd(24)} ${kpi.padEnd(26)} ${told(times, await least(kindsBehind(kpi), days * DAY))}${raw}`
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

const PARTS = {
	sizes: async () => console.log(sizesSaid(await sizesOf({ clickhouse, database }))),
	kpis: measure,
	exactness: async () =>
		console.log(
			`\nquantiles: at most ${(100 * (await inexactness(clickhouse, settler))).toFixed(2)} % from the exact one`
		),
	live: measureLive
};

try {
	for (const [name, part] of Object.entries(PARTS))
		if (values.only === undefined || values.only === name) await part();
} finally {
	await close();
}
