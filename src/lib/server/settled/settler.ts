import { setTimeout as sleep } from 'node:timers/promises';
import { settledOf } from '#schema/clickhouse/settled/kinds.ts';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { build, buildLedger } from './build.ts';
import { forget, readState, settle, type Share, type State } from './facts.ts';
import { isOfLedger, type CellsOf } from '#schema/clickhouse/settled/rolled.ts';
import type { KpiId } from '#schema/kpi.ts';
import type { Day } from './days.ts';
import { createKnown, type Sources } from './known.ts';
import { cleanLogs } from './log.ts';
import { roll } from './rolling.ts';
import { command, isBeingBuilt, type Place } from './runs.ts';

/** More cases than this are not waited for: the question is answered from `cases` itself meanwhile. */
const MOST_WAITED_FOR = 5_000;
const PAUSE_MS = 5_000;
const LISTED_MS = 10;
const LISTED_TRIES = 30;
const DAYS_A_ROUND = 4;
/** A day that changes all the time is rolled up again after this long. */
const AGAIN_MS = 60_000;
const CLEAN_MS = 10 * 60_000;

const SHARES: readonly Share[] = ['facts', 'ledger', 'customers'];

/** What is settled, as of a moment. */
export type Settled = Place & {
	/** By whose days it is rolled up. */
	zone: string;
	/** What a KPI is asked with. */
	questionOf(kpi: KpiId, source: Sources): Promise<string>;
	/** What a view is asked with that is no KPI's: one of the wall's lists, or one over the ledger. */
	viewOf(view: string, over: 'facts' | 'ledger'): Promise<string>;
	/** The same once the ledger, or what customers did, is settled too; null where that would take long. */
	withLedger(): Promise<Settled | null>;
	withCustomers(): Promise<Settled | null>;
	/** Whether a KPI's facts stand: those of the ledger are told anew when other standards are saved. */
	stands(kpi: CellsOf): boolean;
	/** The days of a KPI of which there is a roll-up, in order, and how much has changed since. */
	daysOf(kpi: CellsOf): Promise<readonly Day[]>;
	/** Is told that a question of what is settled failed. */
	failed(error: unknown): void;
};

export type Settler = {
	/**
	 * Settles what has come in so far. Null when what is settled says less than is known: it is being built, or so much has
	 * come in that nobody should wait for it.
	 */
	catchUp(): Promise<Settled | null>;
	/** Everything that is due, once: builds, settles, rolls up. */
	settleAll(): Promise<void>;
	/** Goes on settling and rolling up beside all else, until stopped. */
	start(): void;
	/** Makes everything anew, after something was taken out of `cases`. */
	startOver(): Promise<void>;
	stop(): Promise<void>;
};

type Options = {
	/** Patient: building takes as long as it takes. */
	clickhouse: ClickHouseClient;
	database: string;
	zone: string;
	/** By which today is told; else the clock of this machine. */
	now?: () => number;
	log?: (line: string) => void;
};

/** UNKNOWN_DATABASE. */
const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === '81';

const SHARED = Symbol.for('touchstone.settler');

/** One a process: the built pages and the server they run in are two programs in one. */
export function sharedSettler(make: () => Settler): Settler {
	const shared = globalThis as { [SHARED]?: Settler };
	return (shared[SHARED] ??= make());
}

/** The views' files stand beside the source and not in the built pages, which share this settler with the server that started it. */
async function viewOf(view: string, over: 'facts' | 'ledger'): Promise<string> {
	if (over === 'ledger') return (await import('#schema/clickhouse/settled/cells.ts')).settledView(view);
	return (await import('#schema/clickhouse/settled/feeds.ts')).settledFeed(view);
}

const nothingLooked = (): Record<Share, Set<string>> => ({
	facts: new Set(),
	ledger: new Set(),
	customers: new Set()
});

/** Keeps what is derived from `cases` up to date. */
export function createSettler({
	clickhouse,
	database,
	zone,
	now = Date.now,
	log = () => undefined
}: Options): Settler {
	const place = { clickhouse, settled: settledOf(database) };
	const { daysOf, questionOf } = createKnown(place, zone);
	/** Parts of the list of what came in that have been looked at. */
	let looked = nothingLooked();
	let stopped = false;
	let cleaned = Date.now();
	let going: Promise<void> | undefined;
	let building: Promise<void> | undefined;
	let waiting: Promise<State | null> | undefined;
	let line: Promise<unknown> = Promise.resolve();

	/** One after another: what is asked while something runs waits for its end. */
	function inTurn<T>(work: () => Promise<T>): Promise<T> {
		const next = line.then(work, work);
		line = next.catch(() => undefined);
		return next;
	}

	/** The latest event that has been in the list, or that has been waited for. */
	let listed = 0;

	/**
	 * Who asks because something came in has seen it in `sources`, which is written some milliseconds before the list is: the
	 * list is waited for, though not for ever.
	 */
	async function readListed(): Promise<State> {
		for (let tries = 0; ; tries++) {
			const state = await readState(place);
			listed = Math.max(listed, state.listed);
			if (state.received <= listed) return state;
			if (tries === LISTED_TRIES) listed = state.received;
			await sleep(LISTED_MS);
		}
	}

	/** Settles what has not been looked at. */
	async function settleNew(state: State, share: Share): Promise<State | null> {
		if (!state.built) return null;
		const parts = state.parts.filter(({ name }) => !looked[share].has(name));
		if (parts.length === 0) return state;
		const many = share === 'customers' ? 'customers' : 'cases';
		if (parts.reduce((sum, part) => sum + part[many], 0) > MOST_WAITED_FOR) return null;
		await look(
			parts.map(({ name }) => name),
			share
		);
		return readState(place);
	}

	async function look(names: string[], share: Share) {
		await settle(place, names, share);
		for (const name of names) looked[share].add(name);
	}

	async function settleDue() {
		const { parts } = await readState(place);
		const known = new Set(parts.map(({ name }) => name));
		for (const share of SHARES) {
			looked[share] = new Set([...looked[share]].filter((name) => known.has(name)));
			const due = parts.filter(({ name, old }) => old || !looked[share].has(name));
			if (due.length > 0)
				await look(
					due.map(({ name }) => name),
					share
				);
		}
		await forget(
			place,
			parts.filter(({ old }) => old).map(({ name }) => name)
		);
	}

	async function ensureBuilt() {
		if ((await readState(place)).built) return;
		// Another dashboard is at it.
		if (await isBeingBuilt(place)) return;
		const began = Date.now();
		looked = nothingLooked();
		await build(place, (cases) => {
			if (cases >= 1_000_000 && cases % 1_000_000 < 50_000) log(`settled ${cases} cases`);
		});
		if (Date.now() - began > 10_000) log(`settled all cases in ${Math.round((Date.now() - began) / 1000)} s`);
	}

	/** Other standards make other promises. */
	async function ensureLedger() {
		const { built, ledger, file } = await readState(place);
		if (built && ledger !== file && !(await isBeingBuilt(place))) await buildLedger(place, inTurn);
	}

	const ensureOnce = () => (building ??= inTurn(ensureBuilt).finally(() => (building = undefined)));

	async function round() {
		await ensureOnce();
		await inTurn(settleDue);
		await ensureLedger();
		const done = await roll(
			place,
			{ zone, now: now(), most: DAYS_A_ROUND, again_ms: AGAIN_MS },
			{ stop: over, inTurn }
		);
		if (Date.now() - cleaned > CLEAN_MS) {
			cleaned = Date.now();
			await cleanLogs(place);
		}
		return done;
	}

	/** What is rolled up while all is made anew is of no use. */
	const over = () => stopped || building !== undefined;

	let told = '';

	/** The same trouble is told once. */
	function tell(what: string, error: unknown) {
		const text = `${what}: ${error instanceof Error ? error.message : error}`;
		if (text !== told) log(text);
		told = text;
	}

	async function goOn() {
		while (!stopped) {
			const rolled = await round().catch((error: unknown) => {
				tell('not settled', error);
				return 0;
			});
			if (rolled === 0) await sleep(PAUSE_MS, undefined, { ref: false });
		}
	}

	const also = async (share: Share) =>
		asOf(await inTurn(async () => settleNew(await readState(place), share)));

	/** What is settled, as it stands. */
	const asOf = (state: State | null): Settled | null =>
		state && {
			...place,
			zone,
			withLedger: async () => (state.ledger === state.file ? also('ledger') : null),
			withCustomers: () => also('customers'),
			stands: (kpi) => !isOfLedger(kpi) || state.ledger === state.file,
			questionOf: (kpi, source) => questionOf(kpi, state, source),
			viewOf,
			daysOf: (kpi) => daysOf(kpi, state),
			failed: (error) => tell('not answered from what is settled', error)
		};

	return {
		async catchUp() {
			if (building) return null;
			// Whoever asks before it begins is told by the same pass.
			waiting ??= inTurn(async () => {
				waiting = undefined;
				return settleNew(await readListed(), 'facts');
			});
			return asOf(await waiting);
		},
		async settleAll() {
			await ensureOnce();
			await inTurn(settleDue);
			await ensureLedger();
			const round = { zone, most: 1_000, again_ms: 0 };
			while ((await roll(place, { ...round, now: now() }, { stop: over, inTurn })) > 0);
		},
		start() {
			going ??= goOn();
		},
		async startOver() {
			await command(place, 'TRUNCATE TABLE IF EXISTS {settled:Identifier}.built').catch((error: unknown) => {
				// Nothing is derived, so nothing is wrong.
				if (!isMissing(error)) throw error;
			});
			void ensureOnce().catch(() => undefined);
		},
		async stop() {
			stopped = true;
			await clickhouse.close();
		}
	};
}
