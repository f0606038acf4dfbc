import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Freshness } from '../../../src/lib/freshness.ts';
import { nameOf, type LiveAsk } from '../../../src/lib/live-ask.ts';
import { Live } from '../../../src/lib/live.svelte.ts';

// The page's end of the live connection, on a clock that is moved by hand.

const START = Date.parse('2026-11-22T10:00:00Z');
const asks: LiveAsk[] = (['satisfaction', 'nps'] as const).map((kpi) => ({
	...{ kpi, from: '2026-11-22T00:00:00Z', to: '2026-11-23T00:00:00Z' },
	...{ grain: 'total', teams: [], channels: [] }
}));

class FakeSocket {
	static readonly OPEN = 1;
	static latest: FakeSocket;
	readyState = 1;
	sent: string[] = [];
	onopen: (() => void) | null = null;
	onmessage: ((message: { data: string }) => void) | null = null;
	onclose: ((closed: { code: number }) => void) | null = null;
	constructor() {
		FakeSocket.latest = this;
	}
	send(text: string) {
		this.sent.push(text);
	}
	close() {}
}

let live: Live;
let stop: () => void;

beforeEach(() => {
	vi.useFakeTimers({ now: START });
	vi.stubGlobal('WebSocket', FakeSocket);
	live = new Live();
	stop = live.open('ws://x/live');
	live.show({ asks, calm: [], answers: [answer(0, 1, START), answer(1, 1, START)] });
	FakeSocket.latest.onopen?.();
});
afterEach(() => {
	stop();
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

const seed = () => ({ asks, calm: [], answers: [] });
const iso = (ms: number) => new Date(ms).toISOString();
const say = (message: object) => FakeSocket.latest.onmessage?.({ data: JSON.stringify(message) });

function answer(index: number, value: number, at: number) {
	const { from, to } = { from: '2026-11-22T00:00:00Z', to: '2026-11-23T00:00:00Z' };
	const kpi = index === 0 ? ('satisfaction' as const) : ('nps' as const);
	const row = {
		...{ group: null, bucket: null, value, n: 1, numerator: 1, denominator: 1 },
		low: null,
		high: null
	};
	return {
		...{ kpi, version: 1, from, to, as_of: iso(at), watermark: iso(START) },
		rows: [{ ...row, immature: 0 }]
	} as never;
}

/** A beat of the server, with how old the answers are. */
function beat(fresh: Partial<Freshness> = {}, pulse: object = {}) {
	const as_of = Date.now();
	say({
		pulse: {
			...{ as_of: iso(as_of), watermark: iso(START), last_received: iso(START) },
			...{ simulated: false, real: true, trouble: null },
			...pulse
		},
		fresh: {
			...{ name: nameOf(asks), as_of, changed_at: START - 1, answered_at: [START, START] },
			...{ spool: { as_of, oldest_at: null } },
			...fresh
		}
	});
}

const seconds = (n: number) => vi.advanceTimersByTime(n * 1_000);
/** The connection breaks, and the next one is there. */
function reconnect() {
	FakeSocket.latest.onclose?.({ code: 1006 });
	seconds(2);
	FakeSocket.latest.onopen?.();
}

describe('says that the connection is lost', () => {
	test('within five seconds of the last word, and not while it is heard', () => {
		beat();
		seconds(4);
		expect(live.lost).toBe(false);
		seconds(1);
		expect(live.lost).toBe(true);
	});

	test('also not while it hears what it cannot read', () => {
		beat();
		for (let at = 0; at < 10; at++) {
			seconds(1);
			say({ pulse: 'of another shape' });
		}
		expect(live.lost).toBe(false);
	});
});

describe('hears which version of the pages there is', () => {
	test('also where it understands nothing else', () => {
		beat();
		expect(live.build).toBe('');
		say({ build: '2', pulse: 'of another shape' });
		expect(live.build).toBe('2');
		beat();
		expect(live.build).toBe('2');
	});
});

describe('catches up', () => {
	test('not with the first connection: the load has just brought everything', () => {
		beat();
		expect(live.catchingUp).toBe(false);
	});

	test('after a lost connection, until everything was answered again', () => {
		beat();
		seconds(6);
		reconnect();
		const changed_at = Date.now() - 1;
		beat({ changed_at, answered_at: [null, null] });
		expect([live.lost, live.catchingUp]).toEqual([false, true]);
		seconds(1);
		beat({ changed_at, answered_at: [Date.now(), null] });
		expect(live.catchingUp).toBe(true);
		seconds(1);
		beat({ changed_at, answered_at: [Date.now(), Date.now()] });
		expect(live.catchingUp).toBe(false);
	});

	test('after a server that said nothing for long, on the same connection', () => {
		beat();
		seconds(6);
		beat({ spool: { as_of: START, oldest_at: null } });
		expect([live.lost, live.catchingUp]).toEqual([false, true]);
	});

	test('after ClickHouse was away, until what waited meanwhile is stored', () => {
		beat({}, { trouble: 'clickhouse' });
		seconds(2);
		const waits = { as_of: Date.now(), oldest_at: START + 1_000 };
		beat({ spool: waits });
		expect(live.catchingUp).toBe(true);
		seconds(1);
		beat({ changed_at: Date.now(), answered_at: [Date.now(), Date.now()] });
		expect(live.catchingUp).toBe(false);
	});

	test('of numbers of another day, when a day begins', () => {
		beat();
		const tomorrow = asks.map((ask) => ({ ...ask, to: '2026-11-24T00:00:00Z' }) as LiveAsk);
		live.ask(tomorrow);
		expect(live.catchingUp).toBe(true);
		// About the questions of before.
		beat();
		expect(live.catchingUp).toBe(true);
		beat({ name: nameOf(tomorrow) });
		expect(live.catchingUp).toBe(false);
	});
});

describe('knows how old each answer is', () => {
	const ages = (of = live.answeredAt(shown)) => of.map((at) => at && at - START);
	let shown: { asks: LiveAsk[]; calm: number[]; answers: never[] };
	beforeEach(() => {
		shown = { ...seed(), answers: [answer(0, 1, START), answer(1, 1, START)] };
		live.show(shown);
	});
	const values = () =>
		live.answersTo(shown).map((one) => one?.rows[0] && 'value' in one.rows[0] && one.rows[0].value);

	test('from the load, from the answer, and from what is told of the same answers', () => {
		expect(ages()).toEqual([0, 0]);
		say({ answers: [{ index: 1, answer: answer(1, 2, START + 700) }] });
		expect(ages()).toEqual([0, 700]);
		seconds(3);
		beat({ answered_at: [START + 2_500, START + 700] });
		expect(ages()).toEqual([2_500, 700]);
	});

	test('what is told of other questions is not of these', () => {
		beat({ name: 'others', answered_at: [START + 9_000] });
		expect(ages()).toEqual([0, 0]);
	});

	test('keeps its numbers where others were answered earlier, until that is the latest again', () => {
		seconds(1);
		say({ answers: [{ index: 0, answer: answer(0, 7, START - 5_000) }] });
		expect([values(), ages()]).toEqual([
			[1, 1],
			[0, 0]
		]);
		beat({ answered_at: [START - 5_000, START] });
		expect([values(), ages()]).toEqual([
			[1, 1],
			[0, 0]
		]);
		beat({ answered_at: [START + 900, START] });
		expect([values(), ages()]).toEqual([
			[7, 1],
			[900, 0]
		]);
	});

	test('and since when events wait, once that is longer than it ever takes', () => {
		beat({ spool: { as_of: START, oldest_at: START - 3_000 } });
		expect(live.behindSince).toBeNull();
		seconds(3);
		expect(live.behindSince).toBe(START - 3_000);
		// Known from a moment before the look for new data.
		beat({ spool: { as_of: Date.now() - 100, oldest_at: null } });
		expect([live.behindSince, live.catchingUp]).toEqual([null, true]);
		seconds(1);
		beat();
		expect([live.behindSince, live.catchingUp]).toEqual([null, false]);
	});
});
