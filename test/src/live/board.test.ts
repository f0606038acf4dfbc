import { beforeEach, expect, test } from 'vitest';
import type { KpiAnswer, KpiAsk, Pulse } from '#schema/kpi.ts';
import { createBoard, type Viewer } from '../../../src/lib/server/live/board.ts';

const ask = (kpi: KpiAsk['kpi']): KpiAsk => ({
	...{ kpi, from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' },
	...{ grain: 'total', teams: [], channels: [] }
});

type Message = { pulse?: Pulse; answers?: { index: number; answer: KpiAnswer }[] };

let now: number;
let watermark: string;
let away: boolean;
let asked: KpiAsk[][];
let value: number;

beforeEach(() => {
	now = 1_000_000;
	watermark = '2026-01-05T00:00:00Z';
	away = false;
	asked = [];
	value = 1;
});

const board = () =>
	createBoard({
		now: () => now,
		pulse: async () => {
			if (away) throw new Error('no connection');
			return {
				...{ as_of: new Date(now).toISOString(), watermark, last_received: watermark },
				...{ simulated: false, real: true, trouble: null }
			};
		},
		answer: async (asks) => {
			asked.push(asks);
			return asks.map(({ kpi, from, to }) => ({
				...{ kpi, version: 1, from, to, as_of: new Date(now).toISOString(), watermark },
				rows: [
					{
						group: null,
						bucket: null,
						value,
						n: 1,
						numerator: 0,
						denominator: 0,
						low: null,
						high: null,
						immature: 0
					}
				]
			})) as KpiAnswer[];
		}
	});

function viewer(...asks: KpiAsk[]) {
	const told: Message[] = [];
	const watching: Viewer & { told: Message[]; isSlow: boolean } = {
		...{ asks, told, isSlow: false, calm: new Set<number>() },
		send: (message) => void told.push(message),
		slow: () => watching.isSlow
	};
	return watching;
}

test('answers a new viewer at the next look, and a hundred for the price of one', async () => {
	const shared = board();
	const viewers = Array.from({ length: 100 }, () => viewer(ask('satisfaction')));
	for (const one of viewers) shared.add(one);
	await shared.look();
	expect(asked).toEqual([[ask('satisfaction')]]);
	expect(viewers.every(({ told }) => told[1]?.answers?.[0]?.index === 0)).toBe(true);
});

test('asks nothing while nothing changed, but keeps beating', async () => {
	const shared = board();
	const one = viewer(ask('satisfaction'));
	shared.add(one);
	for (let look = 0; look < 4; look++) {
		await shared.look();
		now += 500;
	}
	expect(asked).toHaveLength(1);
	expect(one.told.map((message) => Boolean(message.answers))).toEqual([false, true, false]);
});

test('asks again when new data came, and sends only what differs', async () => {
	const shared = board();
	const one = viewer(ask('satisfaction'), ask('abandonment'));
	shared.add(one);
	await shared.look();
	watermark = '2026-01-05T00:00:01Z';
	await shared.look();
	expect(asked).toHaveLength(2);
	expect(one.told[2]).toMatchObject({ pulse: { watermark } });
	expect(one.told).toHaveLength(3);
	value = 2;
	watermark = '2026-01-05T00:00:02Z';
	await shared.look();
	expect(one.told.at(-1)?.answers?.map(({ index }) => index)).toEqual([0, 1]);
});

test('asks again when time alone may have changed an answer', async () => {
	const shared = board();
	shared.add(viewer(ask('first_contact_resolution')));
	await shared.look();
	now += 60_000;
	await shared.look();
	expect(asked).toHaveLength(2);
});

test('says that ClickHouse is away, keeps the numbers, and asks again when there is more once it is back', async () => {
	const shared = board();
	const one = viewer(ask('satisfaction'));
	shared.add(one);
	await shared.look();
	away = true;
	now += 100;
	await shared.look();
	expect(one.told.at(-1)).toMatchObject({ pulse: { trouble: 'clickhouse', watermark } });
	away = false;
	await shared.look();
	expect(one.told.at(-1)).toMatchObject({ pulse: { trouble: null } });
	expect(asked).toHaveLength(1);
	watermark = '2026-01-05T00:00:09Z';
	await shared.look();
	expect(asked).toHaveLength(2);
});

test('leaves a slow viewer alone, and gives it only the latest afterwards', async () => {
	const shared = board();
	const one = viewer(ask('satisfaction'));
	one.isSlow = true;
	shared.add(one);
	for (value = 1; value < 4; value++) {
		watermark = `2026-01-05T00:00:0${value}Z`;
		await shared.look();
	}
	expect(one.told).toEqual([]);
	one.isSlow = false;
	await shared.look();
	expect(one.told.flatMap(({ answers = [] }) => answers.map(({ answer }) => answer.rows[0]?.value))).toEqual([
		3
	]);
});

test('answers what a viewer asks instead, whole again', async () => {
	const shared = board();
	const one = viewer(ask('satisfaction'));
	shared.add(one);
	await shared.look();
	const before = one.told.length;
	shared.ask(one, [ask('abandonment'), ask('satisfaction')]);
	await shared.look();
	const told = one.told.slice(before).flatMap(({ answers = [] }) => answers);
	expect(told.map(({ index, answer }) => [index, answer.kpi]).sort()).toEqual([
		[0, 'abandonment'],
		[1, 'satisfaction']
	]);
});

test('answers a calm question at once, and then no oftener than every five seconds', async () => {
	const shared = board();
	const one = viewer();
	shared.add(one);
	shared.ask(one, [ask('satisfaction'), ask('cases_opened')], [1]);
	const kpis = () => asked.map((asks) => asks.map(({ kpi }) => kpi));
	await shared.look();
	for (now += 1000, watermark = '2026-01-05T00:00:01Z'; now < 1_005_000; now += 4000) await shared.look();
	expect(kpis()).toEqual([['cases_opened'], ['satisfaction'], ['satisfaction']]);
	await shared.look();
	expect(kpis().at(-1)).toEqual(['cases_opened']);
	// For somebody else it is urgent.
	shared.add(viewer(ask('cases_opened')));
	watermark = '2026-01-05T00:00:02Z';
	await shared.look();
	expect(kpis().at(-1)).toEqual(['satisfaction', 'cases_opened']);
});
