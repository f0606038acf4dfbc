import { setTimeout as sleep } from 'node:timers/promises';
import { startSilent, startSlow, type Nuisance } from './nuisances.ts';
import { at, drained, KEY, median, openHouse, prepareLeg, type House } from './support.ts';

// How long good producers wait for their answers alone, and beside one that never reads its answers, one that drips its
// bytes, one that sends as fast as its credit allows. Run it with `npx tsx test/bench/producers.ts [seconds] [rounds]`.

const SECONDS = Number(process.argv[2] ?? 6);
const ROUNDS = Number(process.argv[3] ?? 5);
const GOOD = 2;
const RATE = 2_000;
const SIZE = 20;
/** The others get so long to become what they are. */
const SETTLE_MS = 1_000;
/** Events a second, more than anybody can send. */
const FLOOD = 60_000;

type Company = 'alone' | 'silent' | 'slow' | 'flooding';

async function startFlood({ ingest: { url } }: House, run: string): Promise<Nuisance> {
	const leg = await prepareLeg({ how: 'send', url, key: KEY, run, events: FLOOD * SECONDS, size: 100 });
	leg.go().catch(() => {}); // it is stopped before it is through
	return leg;
}

const nobody: Nuisance = { stop() {} };

const COMPANY: Record<Company, (house: House, run: string) => Nuisance | Promise<Nuisance>> = {
	alone: () => nobody,
	silent: ({ ingest }, run) => startSilent(ingest.url, run),
	slow: ({ ingest }, run) => startSlow(ingest.url, run),
	flooding: startFlood
};

/** The waits of all good producers beside somebody, ms. */
async function waitsBeside(house: House, company: Company, run: string): Promise<number[]> {
	const { url } = house.ingest;
	const legs = await Promise.all(
		Array.from({ length: GOOD }, (_, number) =>
			prepareLeg({
				...{ how: 'send', url, key: KEY, run: `${run}g${number}` },
				...{ events: RATE * SECONDS, size: SIZE, rate: RATE }
			})
		)
	);
	const nuisance = await COMPANY[company](house, `${run}n`);
	await sleep(SETTLE_MS);
	const went = await Promise.all(legs.map(({ go }) => go()));
	nuisance.stop();
	await drained(house);
	return went.flatMap(({ waits }) => waits);
}

async function main() {
	const house = await openHouse();
	const p99s: Record<Company, number[]> = { alone: [], silent: [], slow: [], flooding: [] };
	try {
		await waitsBeside(house, 'alone', 'warm');
		for (let round = 0; round < ROUNDS; round++)
			for (const company of ['alone', 'silent', 'slow', 'flooding'] as const) {
				const waits = await waitsBeside(house, company, `${company}${round}`);
				p99s[company].push(at(waits, 0.99));
				console.log(
					`${company}: p50 ${at(waits, 0.5).toFixed(1)}, p99 ${at(waits, 0.99).toFixed(1)} ms of ${waits.length} answers`
				);
			}
		const alone = median(p99s.alone);
		for (const [company, values] of Object.entries(p99s))
			console.log(
				`${company}: p99 ${median(values).toFixed(1)} ms, ${(median(values) / alone).toFixed(2)} × alone`
			);
	} finally {
		await house.close();
	}
}

await main();
