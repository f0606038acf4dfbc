import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { join } from 'node:path';
import { drained, median, openHouse, prepareLeg, cpuSeconds, KEY, type House } from './support.ts';

// How many events a second ingest takes (checked, de-duplicated, durable, acknowledged) and hands on, against the same rows
// inserted by the official client in JSONEachRow, 10,000 at a time, into the same tables, in one run and by turns. Run it
// with `npx tsx test/bench/ingest.ts [events] [pairs]`. Senders are processes of their own on the same cores; frames are
// text and rows are objects before the clock starts. Each leg finds empty tables, and its data are checked.

const EVENTS = Number(process.argv[2] ?? 200_000);
const PAIRS = Number(process.argv[3] ?? 5);
const INSERT = 10_000;
const TABLES = ['events', 'cases', 'customer_activity', 'sources'];

/** Events a second until acknowledged, until stored, and µs of ingest's processor time each. */
type Rates = { acked: number; stored: number; cpu: number };

/** What is in the tables, told by one hash that knows nothing of the run's name. */
async function contents({ clickhouse }: House, run: string): Promise<string> {
	const result = await clickhouse.query({
		query: `SELECT
				count() AS rows, uniqExact(source, id) AS events,
				toString(sum(cityHash64(replaceOne(id, {run:String}, ''), source, type, time, replaceOne(case_id, {run:String}, ''),
					team, agent, channel, customer, tier, topic, kind, reason, resolution, survey, instrument,
					ifNull(score, -1), ifNull(scale, 0), wait_known))) AS hash,
				(SELECT (count(), sum(length(steps))) FROM
					(SELECT groupUniqArrayArray(steps) AS steps FROM cases GROUP BY case_id)) AS cases
			FROM events`,
		query_params: { run },
		format: 'JSONEachRow'
	});
	return JSON.stringify((await result.json())[0]);
}

async function empty({ clickhouse }: House) {
	for (const table of TABLES) await clickhouse.command({ query: `TRUNCATE TABLE ${table} SYNC` });
}

async function viaIngest(house: House, run: string, events: number, size: number): Promise<Rates> {
	await empty(house);
	const { go } = await prepareLeg({ how: 'send', url: house.ingest.url, key: KEY, run, events, size });
	const before = cpuSeconds(house.ingest.pid);
	const went = await go();
	if (went.accepted !== events) throw new Error(`${run}: ${went.accepted} of ${events} accepted`);
	await drained(house);
	const stored = (performance.timeOrigin + performance.now() - went.began) / 1_000;
	return {
		acked: events / ((went.ended - went.began) / 1_000),
		stored: events / stored,
		cpu: ((cpuSeconds(house.ingest.pid) - before) / events) * 1e6
	};
}

async function viaClient(house: House, run: string, events: number, file: string): Promise<number> {
	await empty(house);
	const { go } = await prepareLeg({ how: 'insert', url: house.insertUrl, run, events, file, size: INSERT });
	const went = await go();
	return events / ((went.ended - went.began) / 1_000);
}

const isDefault = (name: string, value: unknown) =>
	value === '' ||
	value === null ||
	(name === 'wait_known' && value === true) ||
	JSON.stringify(value) === '[]' ||
	JSON.stringify(value) === '{}';

/** Writes down what is stored as lines of JSON, each row with what it says and no more: what the client will insert. */
async function dump({ clickhouse }: House, file: string) {
	const out = createWriteStream(file);
	const result = await clickhouse.query({
		query: "SELECT * FROM events ORDER BY toUInt32(splitByChar('-', id)[2])",
		format: 'JSONEachRow',
		clickhouse_settings: { date_time_output_format: 'simple' }
	});
	for await (const rows of result.stream<Record<string, unknown>>())
		for (const row of rows) {
			const said = Object.entries(row.json()).filter(([name, value]) => !isDefault(name, value));
			out.write(`${JSON.stringify(Object.fromEntries(said))}\n`);
		}
	await finished(out.end());
}

const round = (value: number) => Math.round(value).toLocaleString('en');

async function main() {
	const house = await openHouse();
	const file = join(house.dir, 'rows.jsonl');
	try {
		await viaIngest(house, 'warm', EVENTS, 100);
		await dump(house, file);
		const expected = await contents(house, 'warm');
		console.log(`each leg has to hold ${expected}`);
		const check = async (run: string) => {
			const found = await contents(house, run);
			if (found !== expected) throw new Error(`${run} holds ${found}`);
		};

		const pairs: { ingest: Rates; client: number; single: Rates }[] = [];
		for (let pair = 0; pair < PAIRS; pair++) {
			const legs = {
				async ingest() {
					const rates = await viaIngest(house, `a${pair}`, EVENTS, 100);
					await check(`a${pair}`);
					return rates;
				},
				async client() {
					const rate = await viaClient(house, `b${pair}`, EVENTS, file);
					await check(`b${pair}`);
					return rate;
				}
			};
			// By turns: what warms up or wears out favours neither.
			const early = pair % 2 === 0 ? await legs.ingest() : undefined;
			const client = await legs.client();
			const ingest = early ?? (await legs.ingest());
			const singles = Math.round(EVENTS / 4);
			const single = await viaIngest(house, `c${pair}`, singles, 1);
			pairs.push({ ingest, client, single });
			console.log(
				`pair ${pair + 1}: ingest ${round(ingest.acked)} acked/s, ${round(ingest.stored)} stored/s (${ingest.cpu.toFixed(1)} µs of processor each); ` +
					`client ${round(client)}/s; acked ÷ client ${(ingest.acked / client).toFixed(2)}, stored ÷ client ${(ingest.stored / client).toFixed(2)}; ` +
					`frames of one ${round(single.acked)} acked/s, ÷ frames of 100 ${(single.acked / ingest.acked).toFixed(2)}`
			);
		}
		const of = (read: (pair: { ingest: Rates; client: number; single: Rates }) => number) =>
			median(pairs.map(read));
		console.log(
			`medians of ${PAIRS}: acked ${round(of(({ ingest }) => ingest.acked))}/s, stored ${round(of(({ ingest }) => ingest.stored))}/s, ` +
				`client ${round(of(({ client }) => client))}/s, frames of one ${round(of(({ single }) => single.acked))}/s; ` +
				`acked ÷ client ${of(({ ingest, client }) => ingest.acked / client).toFixed(2)}, ` +
				`stored ÷ client ${of(({ ingest, client }) => ingest.stored / client).toFixed(2)}, ` +
				`one ÷ 100 ${of(({ ingest, single }) => single.acked / ingest.acked).toFixed(2)}; ` +
				`ingest held at most ${house.ingest.peakMb} MB`
		);
	} finally {
		await house.close();
	}
}

await main();
