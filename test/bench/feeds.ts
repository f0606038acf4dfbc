import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connect, PATIENT_MS } from '#schema/clickhouse/client.ts';
import { startClickHouse } from '#schema/clickhouse/embedded.ts';
import { migrate } from '#schema/clickhouse/migrate.ts';
import { prepareSettled } from '#schema/clickhouse/settled/prepare.ts';
import { FeedAsk } from '#schema/feed.ts';
import { FEEDS } from '../../src/lib/server/feeds/feeds.ts';
import { createSettler } from '../../src/lib/server/settled/settler.ts';
import { fillHistory, FULL } from './history.ts';

// How long what a wall lists takes over a long history: from what is settled, and from the cases themselves.
// `npx tsx test/bench/feeds.ts [--data FOLDER] [--cases 1000000] [--runs 10]`

const { values } = parseArgs({
	options: {
		data: { type: 'string' },
		cases: { type: 'string', default: '1000000' },
		runs: { type: 'string', default: '10' }
	}
});

const ZONE = 'Asia/Shanghai';
const DATABASE = 'touchstone';
/** The evening of the last day. */
const NOW = Date.parse(FULL.end) - 1_000;
const AGENTS = 1_000;

const dataDir = values.data ?? mkdtempSync(join(tmpdir(), 'touchstone-feeds-'));
mkdirSync(dataDir, { recursive: true });
const engine = await startClickHouse({ dataDir });
const patient = () => connect({ url: engine.url('admin'), database: DATABASE, timeoutMs: PATIENT_MS });
const clickhouse = patient();
const settler = createSettler({ clickhouse: patient(), database: DATABASE, zone: ZONE, now: () => NOW });

/** Of 1,000 agents a change of state every ten minutes, for 14 days. */
const states = () =>
	clickhouse.command({
		query: `INSERT INTO agent_states (time, source, id, agent, team, channel, state, simulated)
			SELECT fromUnixTimestamp64Milli({now:Int64} - 600 * toInt64(number), 'UTC'), 'bench', toString(number),
				concat('agent-', toString(cityHash64(number) % ${AGENTS})), concat('team-', toString(cityHash64(number) % ${AGENTS} % 20)), '',
				['available', 'busy', 'away', 'offline'][1 + cityHash64(number, 1) % 4], 0
			FROM numbers(${14 * 144 * AGENTS})`,
		query_params: { now: NOW }
	});

/** What ClickHouse has spent of its processors since it was started, ms: the same on a busy machine. */
async function spent(): Promise<number> {
	const found = await clickhouse.query({
		query: "SELECT sum(value) / 1000 AS ms FROM system.events WHERE event = 'OSCPUVirtualTimeMicroseconds'",
		format: 'JSONEachRow'
	});
	return (await found.json<{ ms: number }>())[0]?.ms ?? 0;
}

async function median(work: () => Promise<unknown>): Promise<string> {
	const times: number[] = [];
	const before = await spent();
	for (let run = 0; run < Number(values.runs); run++) {
		const begin = performance.now();
		await work();
		times.push(performance.now() - begin);
	}
	times.sort((a, b) => a - b);
	const processor = (await spent()) - before;
	return `${times[Math.floor(times.length / 2)]?.toFixed(0)} ms (max ${times.at(-1)?.toFixed(0)}), processor ${(processor / times.length).toFixed(0)} ms`;
}

try {
	await migrate(clickhouse, DATABASE);
	await fillHistory(clickhouse, { ...FULL, cases: Number(values.cases) });
	await states();
	await prepareSettled(clickhouse, DATABASE);
	await settler.settleAll();
	for (const feed of ['complaints', 'answers', 'staff'] as const) {
		const ask = FeedAsk.parse({ feed });
		const answer = await FEEDS[feed](clickhouse, ask, { zone: ZONE, now: NOW, settler });
		console.log(feed, JSON.stringify(answer.counts));
		console.log(
			`  settled ${await median(() => FEEDS[feed](clickhouse, ask, { zone: ZONE, now: NOW, settler }))}`
		);
		console.log(`  from cases ${await median(() => FEEDS[feed](clickhouse, ask, { zone: ZONE, now: NOW }))}`);
	}
} finally {
	await settler.stop();
	await clickhouse.close();
	await engine.stop();
	if (!values.data) rmSync(dataDir, { recursive: true, force: true });
}
