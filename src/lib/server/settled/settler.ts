import { setTimeout as sleep } from 'node:timers/promises';
import { ACTIVES, settledOf } from '#schema/clickhouse/settled/kinds.ts';
import { SCORECARD_PARTS } from '#schema/clickhouse/settled/parts.ts';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { build, buildLedger, touchMisdated } from './build.ts';
import {
	allLooks,
	CUSTOMERS,
	forget,
	LEDGER_NAMES,
	looksApart,
	readState,
	settle,
	settleAgain,
	settleCustomers,
	withSources,
	type Look,
	type State
} from './facts.ts';
import { CELLS, isOfLedger, type CellsOf } from '#schema/clickhouse/settled/rolled.ts';
import type { KpiId } from '#schema/kpi.ts';
import type { Day } from './days.ts';
import { createKnown, type Sources } from './known.ts';
import { cleanLogs } from './log.ts';
import { createLine } from './line.ts';
import { createLooked } from './looked.ts';
import { dropReplaced, roll } from './rolling.ts';
import { command, isBeingBuilt, type Place } from './runs.ts';
import type { Week } from './weeks.ts';

/** More changes of cases than this are not waited for: the question is answered from `cases` itself meanwhile. */
const MOST_WAITED_FOR = 20_000;
const PAUSE_MS = 5_000;
const LISTED_MS = 10;
const LISTED_TRIES = 30;
const DAYS_A_ROUND = 4;
/** A day that changes all the time is rolled up again after this long. */
const AGAIN_MS = 60_000;
const CLEAN_MS = 10 * 60_000;
/** Of days that are over, and windows that have passed, hearing this often is enough. */
const CALM_MS = 60_000;

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
	/** The days (YYYY-MM-DD of the zone) on which it has ever had facts, in order: of others nothing need be read. */
	toldOf(kpi: CellsOf): Promise<readonly string[]>;
	/** Its weeks of which there is one. */
	weeksOf(kpi: CellsOf): Promise<readonly Week[]>;
	/** Is told that a question of what is settled failed. */
	failed(error: unknown): void;
};

/** What is going to be asked: only what it reads is waited for. */
export type Wanted = { kpis: readonly KpiId[] } | { views: readonly string[]; over: 'facts' | 'ledger' };

export type Settler = {
	/**
	 * Settles what has come in so far, of all kinds or only of what is wanted, but for the ledger and customers. Null when what is
	 * settled says less than is known: it is being built, or so much has come in that nobody should wait for it.
	 */
	catchUp(wanted?: Wanted): Promise<Settled | null>;
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

/** One that answers nothing and settles nothing. What was taken out of the cases is still made anew where it stood. */
export const unasked = (settler: Settler): Settler => ({
	...settler,
	catchUp: async () => null,
	settleAll: async () => {},
	start: () => {}
});

/** The views' files stand beside the source and not in the built pages, which share this settler with the server that started it. */
async function viewOf(view: string, over: 'facts' | 'ledger'): Promise<string> {
	if (over === 'ledger') return (await import('#schema/clickhouse/settled/cells.ts')).settledView(view);
	return (await import('#schema/clickhouse/settled/feeds.ts')).settledFeed(view);
}

/** What is told of cases that these read, but for the ledger: that only if they read nothing else. */
async function looksOf(wanted: Wanted | undefined): Promise<Look[]> {
	const kinds = wanted ? await kindsRead(wanted) : await allLooks();
	if (kinds.length > 0 && kinds.every((kind) => LEDGER_NAMES.has(kind))) return [...LEDGER_NAMES];
	return (await withSources(kinds)).filter((look) => !LEDGER_NAMES.has(look) && look !== ACTIVES.name);
}

async function kindsRead(wanted: Wanted): Promise<string[]> {
	const { kindsOfKpi, kindsOfView } = await import('#schema/clickhouse/settled/cells.ts');
	if ('kpis' in wanted)
		return wanted.kpis
			.flatMap((kpi): readonly KpiId[] => (kpi === 'scorecard' ? SCORECARD_PARTS : [kpi]))
			.flatMap(kindsOfKpi);
	if (wanted.over === 'ledger') return wanted.views.flatMap(kindsOfView);
	return wanted.views.flatMap((await import('#schema/clickhouse/settled/feeds.ts')).kindsOfFeed);
}

/** Whether what is settled knows which clocks were wrong; until it does, numbers come from cases. */
const knowsClocks = ({ clocks, told_clocks }: Pick<State, 'clocks' | 'told_clocks'>) =>
	clocks === told_clocks;

/** Keeps what is derived from `cases` up to date. */
export function createSettler({
	clickhouse,
	database,
	zone,
	now = Date.now,
	log = () => undefined
}: Options): Settler {
	const place = { clickhouse, settled: settledOf(database) };
	const { daysOf, toldOf, weeksOf, questionOf } = createKnown(place, zone);
	const looked = createLooked();
	let stopped = false;
	let cleaned = Date.now();
	let going: Promise<void> | undefined;
	let building: Promise<void> | undefined;
	let waiting: { looks: Set<Look>; state: Promise<State | null> } | undefined;
	/** One after another: what is asked while something runs waits for its end. What nobody waits for gives way. */
	const { inTurn, inSpare } = createLine();

	/** The latest event that has been in the list, or that has been waited for. */
	let listed = 0;

	/**
	 * Who asks because something came in has seen it in `sources`, which is written some milliseconds before the list is: the
	 * list is waited for, though not for ever.
	 */
	async function readListed(looks: readonly Look[]): Promise<State> {
		for (let tries = 0; ; tries++) {
			const state = await readFor(looks);
			listed = Math.max(listed, state.listed);
			if (state.received <= listed) return state;
			if (tries === LISTED_TRIES) listed = state.received;
			await sleep(LISTED_MS);
		}
	}

	/** How far everything is, and how much came in that these have not been told of. */
	async function readFor(looks: readonly Look[]): Promise<State> {
		const state = await readState(place, looked.past(looks));
		return looked.isAnother(state) ? readState(place, looked.past(looks)) : state;
	}

	async function look({ upto, came, run }: State, looks: readonly Look[], told?: () => void) {
		const { cases } = looked.past(looks);
		await settle(place, { past: cases, upto, minutes: [] }, looks, { known: came.cases, run, told });
		looked.note(looks, upto);
	}

	async function lookAtCustomers({ upto, came }: State) {
		const { customers } = looked.past([]);
		await settleCustomers(place, { past: customers, upto, minutes: [] }, came.customers);
		looked.note([CUSTOMERS], upto);
	}

	/** Settles what has not been looked at. `told`: how far everything is then, as soon as the facts stand; null where nobody should wait. */
	async function settleNew(looks: readonly Look[], told: (state: Promise<State> | State | null) => void) {
		const state = await readListed(looks);
		if (!state.built || !knowsClocks(state) || state.came.cases > MOST_WAITED_FOR) return told(null);
		if (state.came.cases === 0) return told(state);
		await look(state, looks, () => told(readState(place)));
	}

	/** Kind by kind, for questions wait meanwhile. */
	async function settleDue() {
		for (const looks of await looksApart()) await inSpare(async () => look(await readFor(looks), looks));
		await inSpare(async () => lookAtCustomers(await readFor([])));
		await inSpare(async () => {
			const { over } = await readFor([]);
			if (over.length === 0) return;
			await settleAgain(place, over);
			await settleCustomers(place, { past: 0, upto: 0, minutes: over });
			await forget(place, over);
		});
	}

	async function ensureBuilt() {
		if ((await readState(place)).built) return;
		// Another dashboard is at it.
		if (await isBeingBuilt(place)) return;
		const began = Date.now();
		looked.forget();
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

	/** Other clocks are wrong than were known of: what they said counts no more, or counts again. */
	async function ensureClocks() {
		const { built, ...state } = await readState(place);
		if (built && !knowsClocks(state)) await inTurn(() => touchMisdated(place, state.told_clocks));
	}

	/** While it is being built nothing is asked of it. */
	async function ensureOnce() {
		if (!building && (await readState(place)).built) return;
		await (building ??= inTurn(ensureBuilt).finally(() => (building = undefined)));
	}

	async function round() {
		await ensureOnce();
		await ensureClocks();
		await settleDue();
		await ensureLedger();
		const done = await roll(
			place,
			{ zone, now: now(), most: DAYS_A_ROUND, again_ms: AGAIN_MS },
			{ stop: over, inTurn }
		);
		if (Date.now() - cleaned > CLEAN_MS) {
			cleaned = Date.now();
			await cleanLogs(place);
			for (const kpi of Object.keys(CELLS) as CellsOf[]) await dropReplaced(place, kpi);
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

	/** By when a round found nothing to be done any more, and what was known then. */
	let calm = { as: '', at: 0 };

	/** A round, unless nothing came in since the last and nothing else has changed: then only the clock went on. */
	async function roundIfDue(): Promise<number> {
		const { built, ledger, file, clocks, received } = await readFor([]);
		const as = `${built} ${ledger} ${file} ${clocks} ${received}`;
		if (as === calm.as && Date.now() - calm.at < CALM_MS) return 0;
		const done = await round();
		if (done === 0) calm = { as, at: Date.now() };
		return done;
	}

	async function goOn() {
		while (!stopped) {
			const rolled = await roundIfDue().catch((error: unknown) => {
				tell('not settled', error);
				return 0;
			});
			if (rolled === 0) await sleep(PAUSE_MS, undefined, { ref: false });
		}
	}

	const alsoCustomers = async () =>
		asOf(
			await inTurn(async () => {
				const state = await readFor([]);
				if (!state.built || state.came.customers > MOST_WAITED_FOR) return null;
				if (state.came.customers === 0) return state;
				await lookAtCustomers(state);
				return readFor([]);
			})
		);

	/** What is settled once these are. Whoever asks before a pass begins is told by the same pass. */
	async function join(looks: readonly Look[]): Promise<Settled | null> {
		waiting ??= nextPass();
		for (const look of looks) waiting.looks.add(look);
		return asOf(await waiting.state, looks);
	}

	/** What is tidied up after a pass nobody waits for but the next. */
	function nextPass() {
		const looks = new Set<Look>();
		const state = new Promise<State | null>((resolve, reject) => {
			const pass = inTurn(async () => {
				waiting = undefined;
				await settleNew([...looks], resolve);
			});
			pass.catch(reject);
		});
		return { looks, state };
	}

	/** What is settled, as it stands. */
	const asOf = (state: State | null, looks: readonly Look[] = []): Settled | null => {
		if (!state) return null;
		const stands = state.ledger === state.file;
		const hasLedger = [...LEDGER_NAMES].every((name) => looks.includes(name));
		const settled: Settled = {
			...place,
			zone,
			withLedger: async () => (!stands ? null : hasLedger ? settled : join([...LEDGER_NAMES])),
			withCustomers: alsoCustomers,
			stands: (kpi) => !isOfLedger(kpi) || stands,
			questionOf: (kpi, source) => questionOf(kpi, state, source),
			viewOf,
			daysOf: (kpi) => daysOf(kpi, state),
			toldOf: (kpi) => toldOf(kpi, state),
			weeksOf: (kpi) => weeksOf(kpi, state),
			failed: (error) => tell('not answered from what is settled', error)
		};
		return settled;
	};

	return {
		async catchUp(wanted) {
			if (building) return null;
			return join(await looksOf(wanted));
		},
		async settleAll() {
			await ensureOnce();
			await ensureClocks();
			await settleDue();
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
