import type { KpiAnswer, KpiAsk, Pulse } from '#schema/kpi.ts';

/** A page that watches. `send` hands a message on; `slow` says that earlier ones are still on their way. */
export type Viewer = {
	asks: KpiAsk[];
	calm: ReadonlySet<number>;
	send(message: object): void;
	slow(): boolean;
};

export type Board = {
	/** Adds a page; what it asks is answered at the next look. */
	add(viewer: Viewer): void;
	remove(viewer: Viewer): void;
	/** Replaces what a page asks; `calm`: the places of questions that may be answered seldom. */
	ask(viewer: Viewer, asks: KpiAsk[], calm?: readonly number[]): void;
	/** Looks once for new data and tells the viewers what changed; resolves when they are told, calm answers perhaps later. */
	look(): Promise<void>;
	readonly viewers: number;
};

export type BoardOptions = {
	pulse(): Promise<Pulse>;
	/** Answers the questions in order; calm ones with less haste. */
	answer(asks: KpiAsk[], calm: boolean): Promise<KpiAnswer[]>;
	now(): number;
	/** Windows pass with time alone: every question is asked again after this long, new data or not. */
	staleMs?: number;
	/** How old the answer to a calm question may be although there are new data. */
	calmMs?: number;
};

/** `state`: what the data were like when it was asked. */
type Known = { answer: KpiAnswer; rows: string; at: number; state: string };

/** Pages without new data still hear that the server lives. */
const HEARTBEAT_MS = 1_000;

/**
 * Shares answers between all viewers: one computation per distinct question, none while nothing changed. A viewer gets
 * what differs from what it has; one that is slow gets only the latest, once it reads again.
 */
export function createBoard(options: BoardOptions): Board {
	const { pulse, answer, now, staleMs = 60_000, calmMs = 5_000 } = options;
	const viewers = new Map<Viewer, Map<string, string>>();
	const known = new Map<string, Known>();
	let seen = '';
	let lastPulse: Pulse = {
		as_of: '',
		watermark: null,
		last_received: null,
		simulated: false,
		real: false,
		trouble: null
	};
	let toldAt = 0;
	let calming: Promise<void> | undefined;

	async function look() {
		const changed = await readPulse();
		// Before the answers, which may take a while: a page that hears nothing takes the connection for lost.
		if (changed || now() - toldAt >= HEARTBEAT_MS) beat();
		if (lastPulse.trouble) return;
		// The calm ones go on beside the looks that follow: they must not hold up what moves.
		calming ??= refresh(true).finally(() => (calming = undefined));
		await refresh(false);
	}

	function beat() {
		toldAt = now();
		for (const viewer of viewers.keys()) if (!viewer.slow()) viewer.send({ pulse: lastPulse });
	}

	/** Whether anything but the clock has changed. */
	async function readPulse(): Promise<boolean> {
		let current: Pulse;
		try {
			current = await pulse();
		} catch {
			current = { ...lastPulse, as_of: new Date(now()).toISOString(), trouble: 'clickhouse' };
		}
		const { as_of: _clock, ...facts } = current;
		const state = JSON.stringify(facts);
		const changed = state !== seen;
		seen = state;
		lastPulse = current;
		return changed;
	}

	/** What the viewers ask, each question once; calm only if it is so for all of them. */
	function wanted(): Map<string, { ask: KpiAsk; calm: boolean }> {
		const questions = new Map<string, { ask: KpiAsk; calm: boolean }>();
		for (const { asks, calm } of viewers.keys())
			asks.forEach((ask, index) => {
				const key = JSON.stringify(ask);
				questions.set(key, { ask, calm: calm.has(index) && questions.get(key)?.calm !== false });
			});
		return questions;
	}

	function isDue(key: string, calm: boolean): boolean {
		const found = known.get(key);
		if (!found) return true;
		const age = now() - found.at;
		return age >= staleMs || (found.state !== seen && (!calm || age >= calmMs));
	}

	/** Asks what is due, the calm questions or the others, and tells the viewers. */
	async function refresh(calmOnes: boolean) {
		const questions = wanted();
		for (const key of known.keys()) if (!questions.has(key)) known.delete(key);
		const due = [...questions].filter(([key, { calm }]) => calm === calmOnes && isDue(key, calm));
		const state = seen;
		try {
			const answers =
				due.length > 0
					? await answer(
							due.map(([, { ask }]) => ask),
							calmOnes
						)
					: [];
			answers.forEach((found, index) => {
				const key = due[index]?.[0];
				if (key) known.set(key, { answer: found, rows: JSON.stringify(found.rows), at: now(), state });
			});
			for (const [viewer, has] of viewers) tell(viewer, has);
		} catch {
			// What is not known is asked again at a next look.
			lastPulse = { ...lastPulse, trouble: 'clickhouse' };
			beat();
		}
	}

	function tell(viewer: Viewer, has: Map<string, string>) {
		if (viewer.slow()) return;
		const answers = viewer.asks.flatMap((ask, index) => {
			const key = JSON.stringify(ask);
			const found = known.get(key);
			if (!found || has.get(key) === found.rows) return [];
			has.set(key, found.rows);
			return [{ index, answer: found.answer }];
		});
		if (answers.length > 0) viewer.send({ pulse: lastPulse, answers });
	}

	return {
		add: (viewer) => void viewers.set(viewer, new Map()),
		remove: (viewer) => void viewers.delete(viewer),
		ask(viewer, asks, calm = []) {
			viewer.asks = asks;
			viewer.calm = new Set(calm);
			viewers.set(viewer, new Map());
		},
		look,
		get viewers() {
			return viewers.size;
		}
	};
}
