import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connect, PATIENT_MS } from '#schema/clickhouse/client.ts';
import { startClickHouse } from '#schema/clickhouse/embedded.ts';
import { migrate } from '#schema/clickhouse/migrate.ts';
import { prepareSettled } from '#schema/clickhouse/settled/prepare.ts';
import { askActions } from '../../src/lib/server/feeds/actions.ts';
import { askLedger } from '../../src/lib/server/settled/ledger.ts';
import { createSettler } from '../../src/lib/server/settled/settler.ts';
import { fillHistory, FULL } from './history.ts';

// How long the action queue takes, and the look at what broke, over a history of 43,000 cases a day: from what is settled, and from
// cases. `npx tsx test/bench/actions.ts [--data FOLDER] [--cases 300000] [--weeks 1] [--runs 21]`

const { values } = parseArgs({
	options: {
		data: { type: 'string' },
		cases: { type: 'string', default: '300000' },
		weeks: { type: 'string', default: '1' },
		runs: { type: 'string', default: '21' }
	}
});

const NOW = Date.parse(FULL.end) - 6 * 3_600_000;
const DAY_MS = 86_400_000;
const [database, zone] = ['touchstone', 'Asia/Shanghai'];

const dataDir = values.data ?? mkdtempSync(join(tmpdir(), 'touchstone-actions-'));
mkdirSync(dataDir, { recursive: true });
const engine = await startClickHouse({ dataDir });
const clickhouse = connect({ url: engine.url('admin'), database, timeoutMs: PATIENT_MS });
const settling = connect({ url: engine.url('admin'), database, timeoutMs: PATIENT_MS });
const settler = createSettler({ clickhouse: settling, database, zone, now: () => NOW });

async function timed(what: string, runs: number, work: () => Promise<string>) {
	const times: number[] = [];
	let said = '';
	for (let run = 0; run < runs; run++) {
		const begin = performance.now();
		said = await work();
		times.push(performance.now() - begin);
	}
	times.sort((a, b) => a - b);
	const at = (share: number) => Math.round(times[Math.floor((times.length - 1) * share)] ?? 0);
	console.log(`${what}: median ${at(0.5)} ms, p95 ${at(0.95)} ms, least ${at(0)} ms; ${said}`);
}

const queue = async (from?: typeof settler) => {
	const ask = { teams: [], channels: [], limit: 20 };
	return JSON.stringify((await askActions(clickhouse, ask, { zone, now: NOW, settler: from })).counts);
};
const look = async (from?: typeof settler) => {
	const ask = {
		view: 'breaches' as const,
		from: NOW - DAY_MS,
		since: NOW - 1_200_000,
		to: NOW + 31 * DAY_MS,
		asOf: NOW
	};
	return `${(await askLedger(clickhouse, ask, { zone, settler: from })).length} breaches`;
};

try {
	await migrate(clickhouse, database);
	await prepareSettled(clickhouse, database);
	await fillHistory(clickhouse, { ...FULL, cases: Number(values.cases), weeks: Number(values.weeks) });
	await settler.settleAll();
	const runs = Number(values.runs);
	await timed('the queue, settled', runs, () => queue(settler));
	await timed('the look, settled', runs, () => look(settler));
	await timed('the queue, from cases', Math.ceil(runs / 7), () => queue());
} finally {
	await settler.stop();
	await clickhouse.close();
	await engine.stop();
	if (!values.data) rmSync(dataDir, { recursive: true, force: true });
}
