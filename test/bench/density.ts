import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import type { KpiAsk } from '#schema/kpi.ts';
import { askKpis } from '../../src/lib/server/kpi/ask.ts';
import { openHistory, quantileOf, ZONE, type OpenHistory } from './settled-history.ts';
import { asksOf, nowOf, questions } from './settled-questions.ts';
import { createVerdicts } from './verdicts.ts';

// Whether a question takes longer because there is more that it does not ask about: the same questions of a day and of a week, of two histories in
// which as much happens in a week, one ten times as long as the other, by turns in one run. Ends with 1 where the larger takes more than 1.3 times as
// long. `npm run bench -- density [--data FOLDER] [--cases 20000000] [--weeks 20] [--runs 20]`; the folder holds both, in `large` and `small`.
// One that is there already is taken by `--large FOLDER` (with its cases and weeks) or `--small FOLDER` of `npx tsx test/bench/density.ts`.

const { values } = parseArgs({
	options: {
		data: { type: 'string' },
		large: { type: 'string' },
		small: { type: 'string' },
		cases: { type: 'string', default: '20000000' },
		weeks: { type: 'string', default: '20' },
		'small-weeks': { type: 'string', default: '2' },
		runs: { type: 'string', default: '20' }
	}
});
const MOST = 1.3;
const RUNS = Number(values.runs);
const [CASES, WEEKS, FEW] = [Number(values.cases), Number(values.weeks), Number(values['small-weeks'])];

async function timeOf({ clickhouse, settler }: OpenHistory, asks: KpiAsk[]): Promise<number> {
	const begin = performance.now();
	await askKpis(clickhouse, asks, { zone: ZONE, now: nowOf(asks[0]?.kpi ?? 'first_response'), settler });
	return performance.now() - begin;
}

const median = (times: number[]) =>
	quantileOf(
		times.toSorted((a, b) => a - b),
		0.5
	);

/** The medians of both, asked by turns, now one first and now the other: what else the machine does meets both alike. */
async function compare(large: OpenHistory, small: OpenHistory, asks: KpiAsk[]) {
	const times: { large: number[]; small: number[] } = { large: [], small: [] };
	for (let run = -1; run < RUNS; run++)
		for (const size of run % 2 === 0 ? (['large', 'small'] as const) : (['small', 'large'] as const)) {
			const took = await timeOf(size === 'large' ? large : small, asks);
			if (run >= 0) times[size].push(took);
		}
	return { large: median(times.large), small: median(times.small) };
}

const made = values.data ?? mkdtempSync(join(tmpdir(), 'touchstone-density-'));
const opened: OpenHistory[] = [];
const verdicts = createVerdicts();
try {
	const open = async (data: string, cases: number, weeks: number) => {
		const history = await openHistory({ data, cases, weeks });
		opened.push(history);
		return history;
	};
	const small = await open(values.small ?? join(made, 'small'), Math.round((CASES * FEW) / WEEKS), FEW);
	const large = await open(values.large ?? join(made, 'large'), CASES, WEEKS);
	console.log(`\n${large.cases} cases beside ${small.cases}: medians of ${RUNS} runs, and their ratio`);
	for (const { name, days, cuts, kpis } of questions().filter(({ days }) => days <= 7))
		for (const kpi of kpis) {
			const took = await compare(large, small, asksOf(kpi, days, cuts));
			const what = `${name}, ${kpi}: ${took.large.toFixed(0)} and ${took.small.toFixed(0)} ms`;
			verdicts.judge({ what, figure: took.large / took.small, most: MOST });
		}
} finally {
	for (const history of opened) await history.close();
	if (!values.data) rmSync(made, { recursive: true, force: true });
}
if (!verdicts.sumUp()) process.exitCode = 1;
