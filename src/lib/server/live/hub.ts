import { setImmediate as yieldTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Pulse } from '#schema/kpi.ts';
import type { SourcesState } from '#schema/source-state.ts';
import type { Freshness, SpoolState } from '../../freshness.ts';
import type { LiveAsk } from '../../live-ask.ts';
import { LANES, laneOf, RESTS, type Lane } from './lane.ts';
import { staleOf } from './stale.ts';
import { createAnswers, type AnswerAll, type Due } from './answers.ts';

/** A page that watches. `send` hands a message on; `slow` says that earlier ones are still on their way. */
export type Viewer = {
	send(message: Buffer): void;
	slow(): boolean;
};

export type Hub = {
	/** Adds a page; what it asks is answered at the next look. */
	add(viewer: Viewer): void;
	remove(viewer: Viewer): void;
	/** Replaces what a page asks; `calm`: the places of questions that may be answered seldom; `name`: what it calls them. */
	ask(viewer: Viewer, asks: readonly LiveAsk[], calm?: readonly number[], name?: string): void;
	/** Looks once for new data; what is due is then asked, beside the looks that follow. */
	look(): Promise<void>;
	/** Resolves when nothing is being asked. */
	idle(): Promise<void>;
	readonly viewers: number;
};

export type HubOptions = {
	pulse(): Promise<Pulse>;
	/** How what feeds the numbers is, as known now. */
	sources?: () => SourcesState | null;
	/** Which version of each board there is, as known now. */
	boards?: () => Record<string, number> | null;
	/** Which version of the pages is served. */
	build?: string;
	/** What waits to be stored, as known now. */
	spool?: () => SpoolState | null | undefined;
	answer: AnswerAll;
	now(): number;
	/** Is told why questions failed; they are asked again. */
	onError?: (error: unknown) => void;
	/** Windows pass with time alone: every question is asked again after this long, new data or not. */
	staleMs?: (ask: LiveAsk) => number;
	/** How old the answer to a calm question may be although there are new data. */
	calmMs?: number;
};

/** What a page asks: pages that ask the same share it. */
type Asked = { name: string; called: string; keys: readonly string[]; calm: ReadonlySet<string> };
/** `seen`: everything up to this version is on its way to the page; `beside`: what it was told of all else. */
type Watching = { asked: Asked; seen: number; beside: string };

/** Pages without new data still hear that the server lives. */
const HEARTBEAT_MS = 1_000;
/** So many pages are told before others have their turn. */
const SLICE = 100;
/** ClickHouse that says nothing for so long is away: pages hear of it before they take the connection for lost. */
const PULSE_MS = 2_500;
/** A question that fails so often while ClickHouse answers others has failed. */
const PATIENCE = 3;

const NOTHING: Asked = { name: '', called: '', keys: [], calm: new Set() };

const EMPTY: Pulse = {
	...{ as_of: '', watermark: null, last_received: null },
	...{ simulated: false, real: false, trouble: null }
};

/**
 * Shares answers between all viewers: one computation per distinct question, none while nothing changed, and one message for all who lack the
 * same. A viewer gets what differs from what it has; one that is slow gets only the latest, once it reads again.
 */
export function createHub(options: HubOptions): Hub {
	const {
		pulse,
		answer,
		now,
		sources,
		boards,
		build,
		spool,
		onError = () => {},
		staleMs = staleOf,
		calmMs = 5_000
	} = options;
	const viewers = new Map<Viewer, Watching>();
	const answers = createAnswers({ answer, now, patience: PATIENCE });
	const questions = new Map<string, LiveAsk>();
	let state = '';
	let latest = EMPTY;
	let data = '';
	let changedAt = 0;
	let toldAt = 0;
	let freshAt = -Infinity;
	/** What is under way: of each lane one round at a time. */
	const under = new Map<Lane, Promise<void>>();
	const restsUntil = new Map<Lane, number>();

	async function look() {
		const changed = await readPulse();
		if (changed || now() - toldAt >= HEARTBEAT_MS) beat();
		if (latest.trouble) return;
		// Who has come since lacks what is known.
		void tell();
		// Beside the looks that follow: a page that hears nothing takes the connection for lost.
		const due = whatIsDue();
		for (const lane of LANES) {
			const asks = due.get(lane);
			if (asks && !under.has(lane) && now() >= (restsUntil.get(lane) ?? 0)) refresh(lane, asks);
		}
	}

	function beat() {
		toldAt = now();
		const beside = JSON.stringify({
			sources: sources?.() ?? undefined,
			boards: boards?.() ?? undefined,
			build
		});
		const isDue = toldAt - freshAt >= HEARTBEAT_MS;
		if (isDue) freshAt = toldAt;
		const messages = new Map<string, Buffer>();
		for (const [viewer, watching] of viewers) {
			if (viewer.slow()) continue;
			const news = watching.beside === beside ? '' : beside.slice(1, -1);
			// Only who has all answers is told how old they are.
			const asked = isDue && watching.seen >= answers.version ? watching.asked : NOTHING;
			const name = `${news !== ''} ${asked.name}`;
			const message = messages.get(name) ?? beatOf(news, asked);
			messages.set(name, message);
			viewer.send(message);
			watching.beside = beside;
		}
	}

	function beatOf(beside: string, asked: Asked): Buffer {
		const news = beside === '' ? '' : `,${beside}`;
		const fresh = asked.keys.length === 0 ? '' : `,"fresh":${JSON.stringify(freshnessOf(asked))}`;
		return Buffer.from(`{"pulse":${JSON.stringify(latest)}${news}${fresh}}`);
	}

	const freshnessOf = ({ called, keys }: Asked): Freshness => ({
		...{ name: called, as_of: Date.parse(latest.as_of), changed_at: changedAt },
		...{ answered_at: answers.answeredAt(keys), spool: spool?.() }
	});

	/** Whether anything but the clock has changed. */
	async function readPulse(): Promise<boolean> {
		try {
			latest = await inTime(pulse());
		} catch {
			latest = { ...latest, as_of: new Date(now()).toISOString(), trouble: 'clickhouse' };
		}
		const { as_of: _clock, ...facts } = latest;
		const known = state;
		state = JSON.stringify(facts);
		noteData();
		return state !== known;
	}

	/** New data alone make answers old: that ClickHouse was away for a while does not. */
	function noteData() {
		const { as_of, trouble, ...facts } = latest;
		const known = data;
		if (trouble === null) data = JSON.stringify(facts);
		if (data !== known) changedAt = Date.parse(as_of);
	}

	/** What the viewers ask, each question once; calm only if it is so for all of them. */
	function wanted(): Map<string, boolean> {
		const calm = new Map<string, boolean>();
		for (const asked of new Set([...viewers.values()].map(({ asked }) => asked)))
			for (const key of asked.keys) calm.set(key, asked.calm.has(key) && calm.get(key) !== false);
		return calm;
	}

	/** The questions to be asked again, by lane. What nobody asks any more is forgotten. */
	function whatIsDue(): Map<Lane, Due[]> {
		const wants = wanted();
		answers.keep(wants);
		for (const key of questions.keys()) if (!wants.has(key)) questions.delete(key);
		const due = new Map<Lane, Due[]>();
		for (const [key, calm] of wants) {
			const ask = questions.get(key);
			if (!ask || !answers.isDue(key, { state, staleMs: staleMs(ask), calmMs: calm ? calmMs : 0 })) continue;
			const lane = laneOf(ask, calm);
			due.set(lane, [...(due.get(lane) ?? []), { key, ask }]);
		}
		return due;
	}

	/** Asks what is due of a lane, and tells the viewers as answers come. */
	function refresh(lane: Lane, due: readonly Due[]) {
		const began = now();
		const going = (async () => {
			await answers.ask(due, { state, lane, onNews: tell }).catch(onError);
			await tell();
		})().finally(() => {
			under.delete(lane);
			restsUntil.set(lane, now() + (now() - began) * RESTS[lane]);
		});
		under.set(lane, going);
	}

	let telling: Promise<void> = Promise.resolve();

	/** Tells every page what it lacks; pages that lack the same get the same bytes. */
	function tell(): Promise<void> {
		return (telling = telling.then(tellAll));
	}

	async function tellAll() {
		const messages = new Map<string, Buffer | null>();
		let told = 0;
		for (const [viewer, watching] of viewers) {
			const { asked, seen } = watching;
			if (seen >= answers.version || viewer.slow()) continue;
			const name = `${seen} ${asked.name}`;
			let message = messages.get(name);
			if (message === undefined) {
				message = answers.messageFor(asked.keys, seen, latest);
				messages.set(name, message);
			}
			watching.seen = answers.version;
			if (!message) continue;
			viewer.send(message);
			if (++told % SLICE === 0) await yieldTurn();
		}
	}

	const shared = new Map<string, Asked>();

	/** The same object for pages that ask the same. */
	function askedOf(asks: readonly LiveAsk[], calm: readonly number[], called: string): Asked {
		const keys = asks.map((ask) => JSON.stringify(ask));
		asks.forEach((ask, index) => questions.set(keys[index] ?? '', ask));
		const name = JSON.stringify([called, keys, calm]);
		const found = shared.get(name) ?? {
			name,
			called,
			keys,
			calm: new Set(calm.flatMap((at) => keys[at] ?? []))
		};
		shared.set(name, found);
		return found;
	}

	function forget() {
		const used = new Set([...viewers.values()].map(({ asked }) => asked.name));
		for (const name of shared.keys()) if (!used.has(name)) shared.delete(name);
	}

	return {
		add: (viewer) => void viewers.set(viewer, { asked: NOTHING, seen: 0, beside: '{}' }),
		remove(viewer) {
			viewers.delete(viewer);
			forget();
		},
		ask(viewer, asks, calm = [], name = '') {
			viewers.set(viewer, {
				asked: askedOf(asks, calm, name),
				seen: 0,
				beside: viewers.get(viewer)?.beside ?? '{}'
			});
			forget();
		},
		look,
		async idle() {
			while (under.size > 0) await Promise.all(under.values());
			await telling;
		},
		get viewers() {
			return viewers.size;
		}
	};
}

async function inTime<T>(work: Promise<T>): Promise<T> {
	const over = new AbortController();
	const late = sleep(PULSE_MS, undefined, { signal: over.signal }).then(() => {
		throw new Error('no answer in time');
	});
	late.catch(() => {});
	try {
		return await Promise.race([work, late]);
	} finally {
		over.abort();
	}
}
