import { parseEventFast } from '#schema/compile.ts';
import { parseEvent, type CloudEvent } from '#schema/event.ts';
import { createTraffic } from '../../ingest/simulate/traffic.ts';

// What validation costs an event: zod as it is beside zod compiled, on the same simulated events, in pairs of runs one
// after the other. Run it with `npx tsx test/bench/validate.ts [events] [pairs]`. Events are read from JSON anew for every
// run, as ingest has them, and the reading is not counted.

const START = Date.parse('2026-11-18T02:12:34.567Z');

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** The first events of a simulated history, as JSON, of every type in the mix in which they come. */
function simulated(count: number): string {
	const options = { seed: '1', teams: 8, rate: 20, days: 14, start: START, zone: 'Asia/Shanghai' };
	const events: CloudEvent[] = [];
	for (const event of createTraffic(options).events()) {
		if (events.push(event) === count) break;
	}
	return JSON.stringify(events);
}

/** The same events, each with one field of another type. */
const broken = (json: string) => json.replaceAll(/"team":"[^"]*"/g, '"team":7');

const readJson = (json: string): unknown[] => JSON.parse(json);

/** µs an event, over one run of fresh events. */
function time(parse: typeof parseEvent, json: string, expected: boolean): number {
	const events = readJson(json);
	let matching = 0;
	const start = performance.now();
	for (const event of events) if (parse(event, START).ok === expected) matching++;
	const took = performance.now() - start;
	if (matching === 0) throw new Error(`no event was ${expected ? 'taken' : 'refused'}`);
	return (took * 1000) / events.length;
}

function compare(name: string, json: string, { pairs, expected }: { pairs: number; expected: boolean }) {
	const zod: number[] = [];
	const compiled: number[] = [];
	for (let pair = -3; pair < pairs; pair++) {
		const measured = {
			zod: time(parseEvent, json, expected),
			compiled: time(parseEventFast, json, expected)
		};
		if (pair < 0) continue; // still being compiled by the engine
		zod.push(measured.zod);
		compiled.push(measured.compiled);
	}
	const ratios = zod.map((us, ix) => us / (compiled[ix] ?? NaN));
	const figures = (values: number[]) =>
		`${median(values).toFixed(2)} µs (least ${Math.min(...values).toFixed(2)})`;
	console.log(
		`${name}: zod ${figures(zod)}, compiled ${figures(compiled)} an event; ` +
			`${median(ratios).toFixed(1)} times as fast, the median of ${pairs} pairs`
	);
}

const count = Number(process.argv[2] ?? 20_000);
const pairs = Number(process.argv[3] ?? 15);
const json = simulated(count);
const types = new Set(readJson(json).map((event) => JSON.stringify(event).match(/"type":"([^"]*)"/)?.[1]));
console.log(
	`${count} simulated events of ${types.size} types, ${Math.round(json.length / count)} bytes each`
);
compare('taken', json, { pairs, expected: true });
compare('refused', broken(json), { pairs, expected: false });
