import { setTimeout as sleep } from 'node:timers/promises';
import { countRows } from './read-back.ts';
import type { Scenario, World } from './scenario.ts';

export type Dose = { seed: number; kills: number; rate: number; eventsPerKill: number };

type Victim = 'ingest' | 'clickhouse';

/** How often ingest is killed again while it starts. */
const KILLED_IN_CHILDHOOD = 0.2;

/**
 * Kills and starts again, `times` times, evenly over the traffic: each time one of the groups of victims. Every fifth time
 * ingest dies once more while it starts.
 */
const killing = (times: number, groups: readonly Victim[][]) => async (world: World) => {
	const { random, engine, ingests, reached } = world;
	for (let kill = 1; kill <= times; kill++) {
		await reached(Math.min(0.97, (kill - 1 + random.next()) / times));
		const victims = groups[(kill - 1) % groups.length] ?? [];
		const ingest = random.pick(ingests);
		const dying = victims.map((victim) => (victim === 'ingest' ? ingest.kill() : engine.kill()));
		await Promise.all(dying);
		await sleep(random.whole(0, 200));
		await Promise.all(
			victims.map(async (victim) => {
				if (victim === 'clickhouse') return engine.start();
				const started = ingest.start();
				if (kill < times && random.chance(KILLED_IN_CHILDHOOD)) {
					kill++;
					await sleep(random.whole(0, 1_500));
					await ingest.kill();
					return ingest.start();
				}
				return started;
			})
		);
		world.figures.kills = kill;
	}
};

const limitOf = ({ kills, eventsPerKill, rate }: Dose) =>
	30_000 + kills * (6_000 + (eventsPerKill / rate) * 1_000);

/** `kills` kills of one group of victims after the other, while traffic comes in. */
export const killed = (
	name: string,
	groups: readonly Victim[][],
	dose: Dose,
	more: Partial<Scenario> = {}
): Scenario => ({
	name,
	seed: dose.seed,
	events: dose.kills * dose.eventsPerKill,
	rate: dose.rate,
	limitMs: limitOf(dose),
	act: killing(dose.kills, groups),
	...more
});

export const ingestKilled = (dose: Dose) => killed('ingest killed', [['ingest']], dose);
export const clickhouseKilled = (dose: Dose) => killed('ClickHouse killed', [['clickhouse']], dose);
export const bothKilled = (dose: Dose) => killed('both killed', [['ingest', 'clickhouse']], dose);

/** Two ingest processes share the traffic; a quarter of the frames is sent to both, and either is killed now and then. */
export const severalIngests = (dose: Dose) =>
	killed('several ingests', [['ingest']], dose, { ingests: 2, connections: 6, resent: 0.25 });

export type AwayDose = { seed: number; seconds: number; rate: number };

/** ClickHouse is away while the traffic goes on: it is taken and acknowledged all the same, and handed on afterwards. */
export const clickhouseAway = ({ seed, seconds, rate }: AwayDose): Scenario => ({
	name: `ClickHouse away ${seconds} s`,
	seed,
	events: rate * (2 + Math.ceil(seconds * 1.3)),
	rate,
	cut: 0.0005,
	limitMs: 90_000 + seconds * 4_000,
	async act(world) {
		const { engine, producer, figures, broken } = world;
		await world.reached(1 / (2 + seconds * 1.3));
		await engine.kill();
		const before = { acknowledged: producer.acknowledged, due: producer.due };
		await sleep(seconds * 1_000);
		const taken = producer.acknowledged - before.acknowledged;
		const arrived = producer.due - before.due;
		figures['acked/s while away'] = Math.round(taken / seconds);
		if (taken < arrived / 2)
			broken('not_acknowledged_while_away', `${taken} of ${arrived} that arrived while ClickHouse was away`);
		await engine.start();
		const { perSecond, backlog, noticed } = await drain(world, rate);
		figures.backlog = backlog;
		figures['noticed after s'] = noticed.toFixed(1);
		figures['drained/s'] = Math.round(perSecond);
		figures['drained ÷ arrival'] = (perSecond / rate).toFixed(1);
	}
});

/**
 * ClickHouse is back: how much waits for it, how long until ingest notices, and how many events a second it then hands on
 * until it is less than a second of traffic behind.
 */
async function drain({ engine, producer, good }: World, rate: number) {
	const acknowledged = () => Math.round((producer.acknowledged / producer.total) * good);
	const back = { at: performance.now(), rows: await countRows(engine.clickhouse) };
	const backlog = acknowledged() - back.rows;
	let before = back;
	let begun: typeof back | undefined;
	for (;;) {
		const now = { at: performance.now(), rows: await countRows(engine.clickhouse) };
		if (now.rows > back.rows) begun ??= before;
		if (begun && (now.rows >= acknowledged() - rate || producer.acknowledged >= producer.total)) {
			const seconds = (now.at - begun.at) / 1_000;
			return {
				...{ backlog, noticed: (begun.at - back.at) / 1_000 },
				perSecond: (now.rows - begun.rows) / seconds
			};
		}
		before = now;
		await sleep(20);
	}
}

export type FullDose = { seed: number; events: number };

/** About 4 kB an event: a small disk is full soon. */
const PADDING = 20;

/** Nothing more fits into the spool: producers are told so, ingest dies and starts on a full disk, and all goes on afterwards. */
const fillSpool = async ({ engine, ingests, reached, nacks, broken, figures, random }: World) => {
	await reached(0.1);
	await engine.kill();
	for (let waited = 0; nacks() === 0; waited += 50) {
		if (waited > 30_000) return broken('no_nack', 'the spool cannot hold this, and nobody was told');
		await sleep(50);
	}
	for (const ingest of ingests) {
		const answer = await fetch(`${ingest.http}/health`, { signal: AbortSignal.timeout(5_000) });
		if (!answer.headers.get('content-type')?.includes('json')) broken('no_health', String(answer.status));
		await sleep(random.whole(0, 500));
		await ingest.kill();
		await ingest.start();
	}
	await sleep(500);
	figures.nacks = nacks();
	await engine.start();
};

const full = (name: string, { seed, events }: FullDose, more: Partial<Scenario>): Scenario => ({
	name,
	seed,
	events,
	rate: 100_000,
	padding: PADDING,
	limitMs: 60_000,
	act: fillSpool,
	...more
});

/** The spool has reached TOUCHSTONE_SPOOL_MAX. */
export const spoolFull = (dose: FullDose) =>
	full('spool at its limit', dose, { env: { TOUCHSTONE_SPOOL_MAX: '8MiB' } });

/** The file system on which the spool lies has no room left. */
export const diskFull = (dose: FullDose, ingestData: string) => full('disk full', dose, { ingestData });

/** The kernel lets no file of ingest grow beyond 12 MiB. */
export const filesLimited = (dose: FullDose) =>
	full('files limited', dose, {
		wrap: ['sh', '-c', `trap '' XFSZ; ulimit -f ${(12 * 1024 * 1024) / 512}; exec "$0" "$@"`]
	});
