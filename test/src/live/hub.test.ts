import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { KpiAnswer, KpiAsk, Pulse } from '#schema/kpi.ts';
import type { Freshness } from '../../../src/lib/freshness.ts';
import type { LiveAsk } from '../../../src/lib/live-ask.ts';
import { createHub, type Hub, type Viewer } from '../../../src/lib/server/live/hub.ts';

const ask = (kpi: KpiAsk['kpi']): KpiAsk => ({
	...{ kpi, from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' },
	...{ grain: 'total', teams: [], channels: [] }
});

type Message = { pulse?: Pulse; fresh?: Freshness; answers?: { index: number; answer: KpiAnswer | null }[] };

let now: number;
let watermark: string;
let away: boolean;
let failing: boolean;
let asked: LiveAsk[][];
let value: number;

beforeEach(() => {
	now = 1_000_000;
	watermark = '2026-01-05T00:00:00Z';
	away = failing = false;
	asked = [];
	value = 1;
});

const row = () => ({
	...{ group: null, bucket: null, value, n: 1 },
	...{ numerator: 0, denominator: 0, low: null, high: null, immature: 0 }
});

const answerOf = ({ kpi, from, to }: KpiAsk) =>
	({
		...{ kpi, version: 1, from, to, as_of: new Date(now).toISOString(), watermark },
		rows: [row()]
	}) as KpiAnswer;

const hub = () =>
	createHub({
		now: () => now,
		pulse: async () => {
			if (away) throw new Error('no connection');
			return {
				...{ as_of: new Date(now).toISOString(), watermark, last_received: watermark },
				...{ simulated: false, real: true, trouble: null }
			};
		},
		answer: async (asks, _calm, hear) => {
			asked.push([...asks]);
			asks.forEach((ask, index) => hear(new Map([[index, failing || 'feed' in ask ? null : answerOf(ask)]])));
		}
	});

type Watching = Viewer & { told: Message[]; bytes: Buffer[]; isSlow: boolean };

function watch(shared: Hub, asks: KpiAsk[], calm: number[] = []): Watching {
	const viewer: Watching = {
		...{ told: [], bytes: [], isSlow: false },
		send(message) {
			viewer.bytes.push(message);
			viewer.told.push(JSON.parse(message.toString()));
		},
		slow: () => viewer.isSlow
	};
	shared.add(viewer);
	shared.ask(viewer, asks, calm);
	return viewer;
}

/** One look, and everything that comes of it. */
async function look(shared: Hub) {
	await shared.look();
	await shared.idle();
}

const indexes = ({ told }: Watching) => told.flatMap(({ answers = [] }) => answers.map(({ index }) => index));
const values = ({ told }: Watching) =>
	told.flatMap(({ answers = [] }) => answers.map(({ answer }) => answer?.rows[0]?.value));

test('answers a new viewer at the next look, and a hundred for the price of one, with the same bytes', async () => {
	const shared = hub();
	const viewers = Array.from({ length: 250 }, () => watch(shared, [ask('satisfaction')]));
	await look(shared);
	expect(asked).toEqual([[ask('satisfaction')]]);
	expect(viewers.every((viewer) => indexes(viewer)[0] === 0)).toBe(true);
	expect(new Set(viewers.map(({ bytes }) => bytes.at(-1))).size).toBe(1);
});

test('asks nothing while nothing changed, but keeps beating', async () => {
	const shared = hub();
	const one = watch(shared, [ask('satisfaction')]);
	for (let looks = 0; looks < 4; looks++) {
		await look(shared);
		now += 500;
	}
	expect(asked).toHaveLength(1);
	expect(one.told.map((message) => Boolean(message.answers))).toEqual([false, true, false]);
});

test('asks again when new data came, and sends only what differs', async () => {
	const shared = hub();
	const one = watch(shared, [ask('satisfaction'), ask('nps')]);
	await look(shared);
	const before = one.told.length;
	watermark = '2026-01-05T00:00:01Z';
	await look(shared);
	expect(asked).toHaveLength(2);
	expect(one.told.slice(before)).toMatchObject([{ pulse: { watermark } }]);
	value = 2;
	watermark = '2026-01-05T00:00:02Z';
	await look(shared);
	expect(indexes(one)).toEqual([0, 1, 0, 1]);
});

test('says each answer as soon as it is known', async () => {
	let finish = () => {};
	const shared = createHub({
		now: () => now,
		pulse: async () => ({
			...{ as_of: '', watermark, last_received: watermark },
			...{ simulated: false, real: true, trouble: null }
		}),
		answer: async (_asks, _calm, hear) => {
			hear(new Map([[1, answerOf(ask('nps'))]]));
			await new Promise<void>((resolve) => (finish = resolve));
			hear(new Map([[0, answerOf(ask('satisfaction'))]]));
		}
	});
	const one = watch(shared, [ask('satisfaction'), ask('nps')]);
	await shared.look();
	await vi.waitFor(() => expect(indexes(one)).toEqual([1]));
	// Meanwhile it goes on beating.
	now += 1_000;
	await shared.look();
	expect(one.told.at(-1)).not.toHaveProperty('answers');
	finish();
	await shared.idle();
	expect(indexes(one)).toEqual([1, 0]);
});

test('asks again when time alone may have changed an answer', async () => {
	const shared = hub();
	watch(shared, [ask('first_contact_resolution')]);
	await look(shared);
	now += 60_000;
	await look(shared);
	expect(asked).toHaveLength(2);
});

test('asks sooner again what time alone breaks', async () => {
	const shared = hub();
	watch(shared, [ask('first_contact_resolution'), ask('waiting_now')]);
	await look(shared);
	now += 15_000;
	await look(shared);
	expect(asked.at(-1)).toEqual([ask('waiting_now')]);
});

test('says that ClickHouse is away, keeps the numbers, and asks again when there is more once it is back', async () => {
	const shared = hub();
	const one = watch(shared, [ask('satisfaction')]);
	await look(shared);
	away = true;
	now += 100;
	await look(shared);
	expect(one.told.at(-1)).toMatchObject({ pulse: { trouble: 'clickhouse', watermark } });
	away = false;
	await look(shared);
	expect(one.told.at(-1)).toMatchObject({ pulse: { trouble: null } });
	expect(asked).toHaveLength(1);
	watermark = '2026-01-05T00:00:09Z';
	await look(shared);
	expect(asked).toHaveLength(2);
});

test('keeps a number through a failure, says it has failed after three, and tells it again once it is back', async () => {
	const shared = hub();
	const one = watch(shared, [ask('satisfaction')]);
	await look(shared);
	failing = true;
	watermark = '2026-01-05T00:00:01Z';
	for (let looks = 0; looks < 2; looks++) await look(shared);
	expect(values(one)).toEqual([1]);
	await look(shared);
	expect(values(one)).toEqual([1, undefined]);
	failing = false;
	watermark = '2026-01-05T00:00:02Z';
	await look(shared);
	expect(values(one)).toEqual([1, undefined, 1]);
});

test('asks again what threw, and says why', async () => {
	const errors: unknown[] = [];
	let broken = true;
	const shared = createHub({
		now: () => now,
		onError: (error) => errors.push(error),
		pulse: async () => ({
			...{ as_of: '', watermark, last_received: watermark },
			...{ simulated: false, real: true, trouble: null }
		}),
		answer: async (asks, _calm, hear) => {
			if (broken) throw new Error('too many questions');
			hear(new Map(asks.map((_, index) => [index, answerOf(ask('satisfaction'))])));
		}
	});
	const one = watch(shared, [ask('satisfaction')]);
	await look(shared);
	expect(errors).toMatchObject([{ message: 'too many questions' }]);
	broken = false;
	await look(shared);
	expect(values(one)).toEqual([1]);
});

test('leaves a slow viewer alone, and gives it only the latest afterwards', async () => {
	const shared = hub();
	const one = watch(shared, [ask('satisfaction')]);
	one.isSlow = true;
	for (value = 1; value < 4; value++) {
		watermark = `2026-01-05T00:00:0${value}Z`;
		await look(shared);
	}
	expect(one.told).toEqual([]);
	one.isSlow = false;
	await look(shared);
	expect(values(one)).toEqual([3]);
});

test('answers what a viewer asks instead, whole again', async () => {
	const shared = hub();
	const one = watch(shared, [ask('satisfaction')]);
	await look(shared);
	const before = one.told.length;
	shared.ask(one, [ask('abandonment'), ask('satisfaction')]);
	await look(shared);
	const told = one.told.slice(before).flatMap(({ answers = [] }) => answers);
	expect(told.map(({ index, answer }) => [index, answer?.kpi]).sort()).toEqual([
		[0, 'abandonment'],
		[1, 'satisfaction']
	]);
});

test('answers a calm question at once, and then no oftener than every five seconds', async () => {
	const shared = hub();
	watch(shared, [ask('satisfaction'), ask('nps')], [1]);
	const kpis = () => asked.map((asks) => asks.map((one) => 'kpi' in one && one.kpi));
	await look(shared);
	for (now += 1000, watermark = '2026-01-05T00:00:01Z'; now < 1_005_000; now += 4000) await look(shared);
	expect(kpis()).toEqual([['satisfaction'], ['nps'], ['satisfaction']]);
	await look(shared);
	expect(kpis().at(-1)).toEqual(['nps']);
	// For somebody else it is urgent.
	watch(shared, [ask('nps')]);
	watermark = '2026-01-05T00:00:02Z';
	await look(shared);
	expect(kpis().at(-1)).toEqual(['satisfaction', 'nps']);
});

test('what is quick to tell is told again while something else is still being asked', async () => {
	let finish = () => {};
	const rounds: string[] = [];
	const shared = createHub({
		now: () => now,
		pulse: async () => ({
			...{ as_of: '', watermark, last_received: watermark },
			...{ simulated: false, real: true, trouble: null }
		}),
		answer: async (asks, lane, hear) => {
			rounds.push(lane);
			if (lane === 'promises') await new Promise<void>((resolve) => (finish = resolve));
			asks.forEach((one, index) => hear(new Map([[index, 'feed' in one ? null : answerOf(one)]])));
		}
	});
	const one = watch(shared, [ask('promises_kept'), ask('cases_opened')]);
	for (const time of ['00', '01', '02']) {
		watermark = `2026-01-05T00:00:${time}Z`;
		value++;
		await vi.waitFor(async () => {
			await shared.look();
			expect(values(one).at(-1)).toBe(value);
		});
	}
	expect(rounds).toEqual(['calls', 'promises', 'calls', 'calls']);
	expect(indexes(one)).toEqual([1, 1, 1]);
	finish();
	await shared.idle();
	expect(indexes(one)).toEqual([1, 1, 1, 0]);
});

describe('says once a second how old each answer is', () => {
	const asked_of = ({ told }: Watching) => told.findLast(({ fresh }) => fresh)?.fresh;

	test('also when it was answered the same, and under the name the page gave', async () => {
		const shared = hub();
		const one = watch(shared, []);
		shared.ask(one, [ask('satisfaction'), ask('nps')], [1], 'mine');
		await look(shared);
		now += 1_000;
		await look(shared);
		expect(asked_of(one)).toMatchObject({
			name: 'mine',
			as_of: now,
			answered_at: [now - 1_000, now - 1_000]
		});
		now += 1_000;
		watermark = '2026-01-05T00:00:01Z';
		await look(shared);
		now += 1_000;
		await look(shared);
		// The second is calm: nothing was asked of it again.
		expect(asked_of(one)).toMatchObject({ changed_at: now - 1_000, answered_at: [now - 1_000, now - 3_000] });
		expect(one.told.flatMap(({ answers = [] }) => answers)).toHaveLength(2);
	});

	test('keeps the age of an answer through failures', async () => {
		const shared = hub();
		const one = watch(shared, [ask('satisfaction')]);
		await look(shared);
		const answered = now;
		failing = true;
		for (let looks = 0; looks < 2; looks++) {
			now += 1_000;
			watermark = `2026-01-05T00:00:0${looks + 1}Z`;
			await look(shared);
		}
		expect(asked_of(one)?.answered_at).toEqual([answered]);
	});

	test('an outage alone makes no answer old', async () => {
		const shared = hub();
		const one = watch(shared, [ask('satisfaction')]);
		await look(shared);
		const answered = now;
		away = true;
		now += 1_000;
		await look(shared);
		away = false;
		now += 1_000;
		await look(shared);
		expect(asked_of(one)).toMatchObject({ changed_at: answered, answered_at: [answered] });
	});

	test('not to a page that lacks an answer still', async () => {
		const shared = hub();
		watch(shared, [ask('satisfaction')]);
		await look(shared);
		const late = watch(shared, [ask('satisfaction')]);
		now += 1_000;
		await look(shared);
		expect(late.told.map((message) => Object.keys(message).join())).toEqual(['pulse', 'pulse,answers']);
	});
});

test('says which version of each board and of the pages there is once, and again when that changed', async () => {
	const boards = { complaints: 0 };
	const shared = createHub({
		now: () => now,
		pulse: async () => ({
			...{ as_of: new Date(now).toISOString(), watermark, last_received: watermark },
			...{ simulated: false, real: true, trouble: null }
		}),
		answer: async () => {},
		...{ boards: () => boards, build: '7' }
	});
	const one = watch(shared, []);
	for (let looks = 0; looks < 3; looks++) {
		await look(shared);
		now += 1_000;
		boards.complaints = looks;
	}
	const told = one.told.map(({ pulse, ...beside }) => [Boolean(pulse), beside]);
	expect(told).toEqual([
		[true, { build: '7', boards: { complaints: 0 } }],
		[true, {}],
		[true, { build: '7', boards: { complaints: 1 } }]
	]);
});

test('forgets what nobody asks any more', async () => {
	const shared = hub();
	const one = watch(shared, [ask('satisfaction')]);
	await look(shared);
	shared.remove(one);
	await look(shared);
	watch(shared, [ask('satisfaction')]);
	await look(shared);
	expect(asked).toHaveLength(2);
});
