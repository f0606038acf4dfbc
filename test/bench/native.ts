import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type ClickHouseClient } from '#schema/clickhouse/client.ts';
import { startClickHouse } from '#schema/clickhouse/embedded.ts';
import { migrate } from '#schema/clickhouse/migrate.ts';
import { parseEvent } from '#schema/event.ts';
import { EVENT_COLUMNS, type EventRow } from '../../ingest/event-columns.ts';
import { encodeBlock } from '../../ingest/native.ts';
import { clickhouseTime, eventRow } from '../support/event-row.ts';

// What an event costs on its way into ClickHouse: as a row of a Native block against a row of JSON, on our side and on
// ClickHouse's. Run it with `npx tsx test/bench/native.ts [events] [pairs]`. Legs alternate; medians are printed.

const EVENTS = Number(process.argv[2] ?? 200_000);
const PAIRS = Number(process.argv[3] ?? 5);
const INSERT = 10_000;
const RECEIVED = Date.UTC(2026, 0, 6);

const STEPS: [string, Record<string, unknown>][] = [
	['case.opened', { kind: 'request', reason: 'invoice wrong' }],
	['case.responded', {}],
	['case.resolved', { resolution: 'credited' }],
	['survey.answered', { instrument: 'csat', score: 4, survey: 'invitation' }]
];

/** Event `n`, past validation: cases of four events, ten of them under way at once, forty agents. */
function rowOf(n: number): EventRow {
	const step = Math.floor(n / 10) % STEPS.length;
	const number = Math.floor(n / 40) * 10 + (n % 10);
	const [type, more] = STEPS[step] ?? ['case.opened', {}];
	const sent = JSON.stringify({
		specversion: '1.0',
		id: `bench-${n}`,
		source: 'bench',
		type,
		time: new Date(Date.UTC(2026, 0, 5) + number * 500 + step * 20_000).toISOString(),
		subject: `bench-case-${number}`,
		data: {
			team: `Team ${number % 8}`,
			agent: `agent-${number % 40}`,
			channel: 'phone',
			customer: `${(number % 10_000) + 1e15}`.padStart(32, 'c0ffee'),
			tier: 'gold',
			topic: 'billing',
			...more
		}
	});
	const parsed = parseEvent(JSON.parse(sent), Date.now());
	if (!parsed.ok) throw new Error(parsed.refusal.detail);
	return { event: parsed.event, received_at: RECEIVED };
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;

function slices<T>(items: readonly T[], size: number): T[][] {
	return Array.from({ length: Math.ceil(items.length / size) }, (_, n) =>
		items.slice(n * size, (n + 1) * size)
	);
}

const jsonOf = ({ event, received_at }: EventRow) => eventRow(event, clickhouseTime(received_at));

/** µs and bytes an event, of blocks of several sizes and of rows of JSON. */
function encoding(rows: EventRow[]) {
	const legs: Record<string, () => number> = {
		'rows of JSON (eventRow)': () => rows.reduce((bytes, row) => bytes + jsonOf(row).length + 1, 0)
	};
	for (const size of [1_000, 100, 10]) {
		const blocks = slices(rows, size);
		legs[`Native, blocks of ${size}`] = () =>
			blocks.reduce((bytes, block) => bytes + encodeBlock(EVENT_COLUMNS, block).length, 0);
	}
	const times = new Map(Object.keys(legs).map((name) => [name, [] as number[]]));
	const bytes = new Map<string, number>();
	for (let run = 0; run < 15; run++)
		for (const [name, leg] of Object.entries(legs)) {
			const start = performance.now();
			bytes.set(name, leg() / rows.length);
			if (run > 2) times.get(name)?.push(((performance.now() - start) * 1_000) / rows.length);
		}
	for (const [name, some] of times)
		console.log(
			`${name.padEnd(26)} ${median(some).toFixed(2)} µs (least ${Math.min(...some).toFixed(2)}), ${bytes.get(name)?.toFixed(0)} bytes an event`
		);
}

/** Seconds of processor time of the engine's processes; where /proc does not tell, not a number. */
function engineSeconds(group: number): number {
	try {
		let ticks = 0;
		for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
			const fields = statOf(pid);
			if (Number(fields[2]) === group) ticks += Number(fields[11]) + Number(fields[12]);
		}
		return ticks / 100;
	} catch {
		return NaN;
	}
}

/** What /proc says of a process, from its state on; nothing when it has just ended. */
function statOf(pid: string): string[] {
	try {
		return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
	} catch {
		return [];
	}
}

type Settings = Record<string, number>;

async function insertNative(
	clickhouse: ClickHouseClient,
	table: string,
	blocks: Buffer[],
	settings: Settings
) {
	const { stream } = await clickhouse.exec({
		query: `INSERT INTO ${table} FORMAT Native`,
		values: Readable.from(blocks, { objectMode: false }),
		clickhouse_settings: settings
	});
	for await (const _ of stream); // an insert answers nothing; it is done once that is read
}

/** One way of inserting all rows, prepared. */
type Leg = { name: string; run: (table: string) => Promise<void> };

function jsonLeg(clickhouse: ClickHouseClient, rows: EventRow[]): Leg {
	const inserts = slices(rows, INSERT).map((some) => some.map((row): unknown => JSON.parse(jsonOf(row))));
	return {
		name: 'client.insert JSONEachRow',
		async run(table) {
			for (const values of inserts) await clickhouse.insert({ table, values, format: 'JSONEachRow' });
		}
	};
}

type NativeLeg = { name: string; insert: number; block: number; settings?: Settings };

function nativeLeg(
	clickhouse: ClickHouseClient,
	rows: EventRow[],
	{ name, insert, block, settings = {} }: NativeLeg
): Leg {
	const inserts = slices(rows, insert).map((some) =>
		slices(some, block).map((rows) => encodeBlock(EVENT_COLUMNS, rows))
	);
	return {
		name,
		async run(table) {
			for (const blocks of inserts) await insertNative(clickhouse, table, blocks, settings);
		}
	};
}

const legsOf = (clickhouse: ClickHouseClient, rows: EventRow[]): Leg[] => [
	jsonLeg(clickhouse, rows),
	...[1_000, 100, 10].map((block) =>
		nativeLeg(clickhouse, rows, { name: `Native, blocks of ${block}`, insert: INSERT, block })
	),
	nativeLeg(clickhouse, rows, {
		name: 'the same, 100,000 an insert, optimize_on_insert 0',
		insert: 100_000,
		block: 1_000,
		settings: { optimize_on_insert: 0 }
	})
];

async function numberOf(clickhouse: ClickHouseClient, query: string) {
	const result = await clickhouse.query({ query, format: 'JSONEachRow' });
	const [row] = await result.json<{ n: number }>();
	return Number(row?.n);
}

/** Seconds until all is acknowledged, and processor time until nothing is left to be merged either. */
async function measure(
	clickhouse: ClickHouseClient,
	group: number,
	{ leg, table }: { leg: Leg; table: string }
) {
	for (const name of ['cases', table]) await clickhouse.command({ query: `TRUNCATE TABLE ${name}` });
	const [before, own, start] = [engineSeconds(group), process.cpuUsage(), performance.now()];
	await leg.run(table);
	const seconds = (performance.now() - start) / 1_000;
	const { user, system } = process.cpuUsage(own);
	while ((await numberOf(clickhouse, 'SELECT count() AS n FROM system.merges')) > 0) await sleep(50);
	return { seconds, engine: engineSeconds(group) - before, own: (user + system) / 1e6 };
}

async function compare(
	clickhouse: ClickHouseClient,
	group: number,
	{ rows, table }: { rows: EventRow[]; table: string }
) {
	const legs = legsOf(clickhouse, rows);
	const measured = new Map(legs.map((leg) => [leg, [] as Awaited<ReturnType<typeof measure>>[]]));
	for (let round = 0; round <= PAIRS; round++)
		for (const leg of legs) {
			const figures = await measure(clickhouse, group, { leg, table });
			const stored = await numberOf(clickhouse, `SELECT uniqExact(source, id) AS n FROM ${table}`);
			if (stored !== rows.length)
				throw new Error(`${leg.name}: ${stored} of ${rows.length} events are in ${table}`);
			if (round > 0) measured.get(leg)?.push(figures); // the first round warms up
		}
	for (const [{ name }, figures] of measured) {
		const each = (of: 'seconds' | 'engine' | 'own') =>
			(median(figures.map((figure) => figure[of])) * 1e6) / rows.length;
		console.log(
			`${name.padEnd(50)} ${Math.round(1e6 / each('seconds'))} events/s; processor time an event: ` +
				`ClickHouse ${each('engine').toFixed(1)} µs, ours ${each('own').toFixed(1)} µs`
		);
	}
}

async function inserting(rows: EventRow[]) {
	const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-bench-'));
	const engine = await startClickHouse({ dataDir });
	const clickhouse = connect({ url: engine.url('admin'), database: 'touchstone' });
	try {
		await migrate(clickhouse, 'touchstone');
		await clickhouse.command({ query: 'CREATE TABLE bare AS events' });
		console.log('\ninto events, with its views:');
		await compare(clickhouse, engine.pid, { rows, table: 'events' });
		console.log('\ninto a copy without views:');
		await compare(clickhouse, engine.pid, { rows, table: 'bare' });
	} finally {
		await clickhouse.close();
		await engine.stop();
		rmSync(dataDir, { recursive: true, force: true });
	}
}

const rows = Array.from({ length: EVENTS }, (_, n) => rowOf(n));
console.log(`${EVENTS} events, inserts of ${INSERT}, ${PAIRS} rounds`);
encoding(rows.slice(0, 20_000));
await inserting(rows);
