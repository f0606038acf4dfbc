import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../support/free-port.ts';
import { check, type Verdict } from '../checker/check.ts';
import type { Finding } from '../checker/findings.ts';
import { createLedger } from '../checker/ledger.ts';
import { readCounts } from './counts.ts';
import { createEngine, type Engine } from './engine.ts';
import { createIngest, type IngestProcess } from './ingest.ts';
import { startProducer, type Producer } from './producer.ts';
import { createRandom, type Random } from './random.ts';
import { countQuarantined, countStored, readBack } from './read-back.ts';
import { makeTraffic } from './traffic.ts';

/** What a scenario works on: the running house, and how far the traffic has got. */
export type World = {
	engine: Engine;
	ingests: IngestProcess[];
	producer: Producer;
	/** How many of the events are good. */
	good: number;
	random: Random;
	/** What has been said to the producer and was no acknowledgement. */
	nacks: () => number;
	/** Resolves when this share of the traffic is acknowledged; throws when it does not come to that in time. */
	reached: (share: number) => Promise<void>;
	/** Something measured, for the table. */
	figures: Record<string, number | string>;
	/** A promise that was broken, other than those the checker judges. */
	broken: (rule: string, example: string) => void;
};

export type Scenario = {
	name: string;
	seed: number;
	events: number;
	/** Events per second. */
	rate: number;
	connections?: number;
	ingests?: number;
	/** Beside the usual environment of ingest. */
	env?: Record<string, string>;
	/** The folder of an ingest's data, unless any will do. */
	ingestData?: string;
	/** A command that runs ingest's own, as its last arguments. */
	wrap?: readonly string[];
	padding?: number;
	resent?: number;
	cut?: number;
	/** How long the traffic may take until all of it is acknowledged, ms. */
	limitMs: number;
	act: (world: World) => Promise<void>;
};

export type Report = {
	name: string;
	seed: number;
	verdict: Verdict;
	/** Everything that was found, by the checker and beside it: nothing, when all is well. */
	findings: Finding[];
	figures: Record<string, number | string>;
	seconds: number;
};

const isError = (message: unknown) => typeof message === 'object' && message !== null && 'error' in message;

const KEY = 'key-of-the-campaign-0123456789';
/** How long nothing may come before it is clear that nothing more will. */
const PATIENCE_MS = 15_000;

/** Runs one scenario from an empty database to the checker's verdict. */
export async function runScenario(scenario: Scenario): Promise<Report> {
	const { seed, name } = scenario;
	const began = performance.now();
	const dir = mkdtempSync(join(tmpdir(), 'touchstone-campaign-'));
	const random = createRandom(seed);
	const findings: Finding[] = [];
	const broken = (rule: string, example: string) =>
		void findings.push({ rule, times: 1, examples: [example] });
	const traffic = makeTraffic({
		seed,
		events: scenario.events,
		now: Date.now(),
		duplicates: 0.05,
		padding: scenario.padding
	});
	const ledger = createLedger(traffic.events);
	const engine = await createEngine(join(dir, 'engine'));
	const ingests: IngestProcess[] = [];
	let producer: Producer | undefined;
	try {
		for (let number = 0; number < (scenario.ingests ?? 1); number++)
			ingests.push(await ingestOf(number, dir, engine, scenario));
		await Promise.all(ingests.map((ingest) => ingest.start()));
		producer = startProducer({
			...{ targets: ingests, connections: scenario.connections ?? 4, key: KEY, ledger, random },
			...{ deliveries: traffic.deliveries, rate: scenario.rate },
			...{ resent: scenario.resent ?? 0.02, cut: scenario.cut ?? 0.005 }
		});
		const figures: World['figures'] = {};
		const deadline = Date.now() + scenario.limitMs;
		const nacks = () => ledger.log.filter((entry) => entry.what === 'heard' && isError(entry.message)).length;
		const reached = reachedBy(producer, ingests, deadline);
		const good = ledger.events.filter(({ refusal }) => !refusal).length;
		const world: World = { good, engine, ingests, producer, random, reached, nacks, figures, broken };
		const [finished] = await Promise.all([producer.finished(deadline), scenario.act(world)]);
		if (!finished)
			broken('not_finished', `${producer.acknowledged} of ${producer.total} deliveries acknowledged`);
		await producer.stop();
		await settled(engine, ledger.events, broken, finished ? PATIENCE_MS : 0);
		const counts = await Promise.all(ingests.map(readCounts));
		const codes = await Promise.all(ingests.map((ingest) => ingest.stop()));
		codes.forEach((code, number) => {
			if (code !== 0) broken('exit_code', `${code}: ${ingests[number]?.lastWords.join(' | ')}`);
		});
		for (const crash of ingests.flatMap(({ crashes }) => crashes)) broken('ingest_ended_by_itself', crash);
		const verdict = await check(await readBack(engine.clickhouse, ledger, counts));
		figures['peak MB'] = Math.max(...ingests.map(({ peakMb }) => peakMb));
		return {
			...{ name, seed, verdict, figures, findings: [...findings, ...verdict.findings] },
			seconds: Math.round((performance.now() - began) / 1000)
		};
	} finally {
		await producer?.stop();
		await Promise.all(ingests.map((ingest) => ingest.kill()));
		await engine.close();
		rmSync(dir, { recursive: true, force: true });
	}
}

async function ingestOf(number: number, dir: string, engine: Engine, { env, ingestData, wrap }: Scenario) {
	const data = ingestData ?? join(dir, `ingest-${number + 1}`);
	mkdirSync(data, { recursive: true });
	return createIngest({
		name: `ingest-${number + 1}`,
		port: await freePort(),
		wrap,
		env: {
			CLICKHOUSE_URL: engine.ingestUrl,
			TOUCHSTONE_DATA: data,
			TOUCHSTONE_INGEST_KEYS: `campaign:${KEY}`,
			TOUCHSTONE_PSEUDONYM_KEY: 'pseudonyms-of-the-campaign',
			...env
		}
	});
}

const reachedBy =
	(producer: Producer, ingests: IngestProcess[], deadline: number) => async (share: number) => {
		while (producer.acknowledged < share * producer.total) {
			const [crash] = ingests.flatMap(({ crashes }) => crashes);
			if (crash) throw new Error(crash);
			if (Date.now() > deadline)
				throw new Error(`only ${producer.acknowledged} of ${producer.total} acknowledged in time`);
			await sleep(3);
		}
	};

/** Waits until everything is stored, or for a while nothing more has come. */
async function settled(
	{ clickhouse }: Engine,
	events: readonly { refusal?: unknown }[],
	broken: World['broken'],
	patienceMs: number
) {
	const good = events.filter(({ refusal }) => !refusal).length;
	const bad = events.length - good;
	let deadline = Date.now() + patienceMs;
	for (let before = ''; ; await sleep(100)) {
		const stored = await countStored(clickhouse);
		const kept = (await countQuarantined(clickhouse)) ?? bad;
		if (stored >= good && kept >= bad) return;
		const now = `${stored} of ${good} events stored, ${kept} of ${bad} bad ones kept`;
		if (now !== before) deadline = Date.now() + patienceMs;
		if (Date.now() >= deadline) return broken('not_drained', now);
		before = now;
	}
}
