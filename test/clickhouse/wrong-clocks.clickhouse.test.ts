import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { connect } from '#schema/clickhouse/client.ts';
import type { EventType } from '#schema/event.ts';
import type { KpiId } from '#schema/kpi.ts';
import { createClocks, type Clocks } from '../../src/lib/server/clocks/clocks.ts';
import { createSettler, type Settler } from '../../src/lib/server/settled/settler.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { event } from '../support/events.ts';
import { totalOf } from '../support/kpi.ts';
import { take } from '../support/lags.ts';

// One source opens cases, another one answers them, and its clock is an hour slow from 10:00 to 14:00.

const DAY = '2026-06-02';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const start = Date.parse(`${DAY}T08:00:00Z`);
const [slowFrom, slowTo] = [Date.parse(`${DAY}T10:00:00Z`), Date.parse(`${DAY}T14:00:00Z`)];
const EVER = Date.UTC(1990, 0, 1);
const NOW = Date.parse('2026-09-01T00:00:00Z');
const RANGE = { from: `${DAY}T00:00:00Z`, to: '2026-06-03T00:00:00Z', now: '2026-09-01T00:00:00Z' };
const RANGES = `from = '${DAY} 00:00:00', to = '2026-06-03 00:00:00', teams = [], channels = []`;

let db: TestDatabase;
let clocks: Clocks;

beforeAll(async () => {
	db = await testDatabase({ settled: true });
	clocks = createClocks({ clickhouse: db.clickhouse, now: () => NOW });
});
afterAll(() => db.drop());

const TABLES = ['events', 'cases', 'sources', 'source_lags', 'late_steps', 'clock_spells', 'quarantine'];

beforeEach(async () => {
	for (const table of TABLES) await db.clickhouse.command({ query: `TRUNCATE TABLE ${table}` });
});

const saysOf = (at: number) => new Date(at >= slowFrom && at < slowTo ? at - HOUR : at).toISOString();

/** What the desk does at a moment: said by its clock, delivered at once. */
const desk = (type: EventType, subject: string, at: number, data = {}) => ({
	event: { ...event(type, subject, saysOf(at), data), source: 'desk' },
	received_at: at + 700
});
const pbx = (type: EventType, subject: string, at: number, data = {}) => ({
	event: { ...event(type, subject, new Date(at).toISOString(), data), source: 'pbx' },
	received_at: at + 300
});

const told = { team: 'North', channel: 'phone' };

/** Ten hours, a case every five minutes: answered after 9 s, resolved after two minutes; each is a complaint, acknowledged after one. */
const dayOfCases = () =>
	Array.from({ length: 120 }, (_, index) => {
		const at = start + index * 5 * MINUTE;
		const subject = `c${index}`;
		return [
			pbx('case.opened', subject, at, { ...told, kind: 'complaint' }),
			desk('case.responded', subject, at + 9000),
			desk('complaint.acknowledged', subject, at + MINUTE),
			desk('case.resolved', subject, at + 2 * MINUTE)
		];
	}).flat();

/** Of the 120 cases these were answered by the slow clock. */
const SLOW = 48;

const counts = async (kpi: KpiId) => {
	const { n, numerator, denominator } = await totalOf(db.clickhouse, kpi, RANGE);
	return { n, numerator, denominator };
};

async function query<Row extends z.ZodType>(text: string, row: Row): Promise<z.output<Row>[]> {
	const result = await db.clickhouse.query({ query: text, format: 'JSONEachRow' });
	return z.array(row).parse(await result.json());
}

const defects = () =>
	query(
		`SELECT kind, source, defects, cases, by_s_max, left_out FROM defect_counts(${RANGES}, by = '', grain = 'total', zone = 'UTC')`,
		z.unknown()
	);

const spell = async () => {
	const { spells } = await clocks.read();
	const [one] = spells;
	if (!one || spells.length > 1) throw new Error(`${spells.length} spells`);
	return one;
};
const say = async (verdict: 'wrong' | 'right', by = 'Ann') => {
	const { id } = await spell();
	return clocks.say({ id, order: { verdict, by, note: 'looked' }, from: undefined, by: 'key' });
};

const ALL = { n: 120, numerator: 120, denominator: 120 };
const LEFT = { n: 120 - SLOW, numerator: 120 - SLOW, denominator: 120 - SLOW };

describe('a clock an hour slow from 10:00 to 14:00', () => {
	test('is noticed, and what it said is in no number; what it said before and after is', async () => {
		await take(db.clickhouse, dayOfCases());
		expect(await clocks.look(EVER)).toBe(true);
		expect(await spell()).toMatchObject({
			...{ source: 'desk', offset_s: 3600, verdict: 'wrong', by: '', said_at: null },
			// By that clock: an hour is said twice, the first time rightly.
			...{ since: `${DAY}T10:00:00.000Z`, until: `${DAY}T13:00:00.000Z` }
		});
		expect(await counts('first_response')).toEqual(LEFT);
		expect(await totalOf(db.clickhouse, 'first_response', RANGE)).toMatchObject({
			...{ value: 9, max: 9, defects: 0 }
		});
		expect(await counts('service_level')).toEqual(LEFT);
		expect(await counts('complaint_acknowledged')).toEqual(LEFT);
		expect((await totalOf(db.clickhouse, 'resolution_time', RANGE)).n).toBe(120 - SLOW);
		expect(await totalOf(db.clickhouse, 'resolution_time', RANGE)).toMatchObject({ p50: 120, p90: 120 });
	});

	test('breaks no promise by it, and lets nobody wait: only when it was is not known', async () => {
		await take(db.clickhouse, dayOfCases());
		await clocks.look(EVER);
		const promised = await query(
			`SELECT toString(metric) AS metric, count() AS promises, countIf(kept) AS kept FROM promises(from = '2026-06-01 00:00:00', to = '2026-06-05 00:00:00', teams = [], channels = [])
			WHERE metric IN ('first_response', 'complaint_acknowledged') GROUP BY metric ORDER BY metric`,
			z.unknown()
		);
		expect(promised).toEqual([
			{ metric: 'complaint_acknowledged', promises: 120 - SLOW, kept: 120 - SLOW },
			{ metric: 'first_response', promises: 120 - SLOW, kept: 120 - SLOW }
		]);
		expect((await totalOf(db.clickhouse, 'waiting_now', RANGE)).n).toBe(0);
		expect(await totalOf(db.clickhouse, 'service_level', RANGE)).toMatchObject({ overdue: 0, immature: 0 });
	});

	test('is counted by kind and source, with the numbers that leave it out', async () => {
		await take(db.clickhouse, dayOfCases());
		await clocks.look(EVER);
		expect(await defects()).toEqual([
			{
				...{ kind: 'clock_off', source: 'desk', defects: 3 * SLOW, cases: SLOW, by_s_max: 3600 },
				left_out: expect.arrayContaining([
					...['complaint_acknowledged', 'first_response', 'promises_kept', 'resolution_time', 'service_level']
				])
			}
		]);
	});

	test('counts once somebody says that it is right and delivers late, until that is taken back', async () => {
		await take(db.clickhouse, dayOfCases());
		await clocks.look(EVER);
		expect(await say('right')).toMatchObject({ outcome: 'done', version: 2 });
		expect(await spell()).toMatchObject({ verdict: 'right', by: 'Ann', note: 'looked' });
		// As it was told: an hour before they were asked, most of the replies are defects of another kind.
		expect((await totalOf(db.clickhouse, 'first_response', RANGE)).n).toBe(120 - SLOW);
		expect((await totalOf(db.clickhouse, 'first_response', RANGE)).defects).toBe(SLOW);
		expect(await defects()).not.toContainEqual(expect.objectContaining({ kind: 'clock_off' }));
		expect(await clocks.look(EVER)).toBe(false);
		await say('wrong', 'Bo');
		expect(await counts('first_response')).toEqual(LEFT);
		const versions = await clocks.versions();
		expect(
			versions.map(({ version, saved_by, spells: [one] }) => [version, saved_by, one?.verdict, one?.by])
		).toEqual([
			[3, 'key', 'wrong', 'Bo'],
			[2, 'key', 'right', 'Ann'],
			[1, '', 'wrong', '']
		]);
	});

	test('counts what is sent anew with the right time once the clock is right again', async () => {
		await take(db.clickhouse, dayOfCases());
		await clocks.look(EVER);
		const at = slowFrom + 30 * MINUTE;
		const corrected = {
			event: { ...event('case.responded', 'c30', new Date(at + 9000).toISOString()), source: 'desk' },
			received_at: slowTo + 2 * HOUR
		};
		await take(db.clickhouse, [corrected]);
		expect((await totalOf(db.clickhouse, 'first_response', RANGE)).n).toBe(120 - SLOW + 1);
	});

	test('that is slow still leaves out what comes next at once', async () => {
		const before = dayOfCases().filter(({ received_at }) => received_at < slowTo - HOUR);
		await take(db.clickhouse, before);
		await clocks.look(EVER);
		expect((await spell()).until).toBeNull();
		const known = await totalOf(db.clickhouse, 'first_response', RANGE);
		await take(
			db.clickhouse,
			dayOfCases().filter(({ received_at }) => received_at >= slowTo - HOUR && received_at < slowTo)
		);
		expect((await totalOf(db.clickhouse, 'first_response', RANGE)).n).toBe(known.n);
		// It is put right: that counts at once, before anybody has noticed.
		await take(
			db.clickhouse,
			dayOfCases().filter(({ received_at }) => received_at >= slowTo)
		);
		expect(await counts('first_response')).toEqual(LEFT);
		await clocks.look(EVER);
		expect((await spell()).until).toBe(`${DAY}T13:00:00.000Z`);
		expect(await counts('first_response')).toEqual(LEFT);
	});

	test('that was never wrong leaves out nothing', async () => {
		const events = dayOfCases().map((one) => ({
			...one,
			event: { ...one.event, time: new Date(one.received_at - 700).toISOString() }
		}));
		await take(db.clickhouse, events);
		expect(await clocks.look(EVER)).toBe(false);
		expect(await counts('service_level')).toEqual(ALL);
		expect(await defects()).toEqual([]);
	});
});

test('a clock an hour fast is refused as before: its events wait in quarantine, and no spell is written down', async () => {
	const fast = Array.from({ length: 60 }, (_, index) => {
		const at = start + index * 2 * MINUTE;
		const opened = event('case.opened', `f${index}`, new Date(at + HOUR).toISOString());
		return { event: { ...opened, source: 'fast' }, received_at: at };
	});
	await take(db.clickhouse, fast);
	expect(await clocks.look(EVER)).toBe(false);
	expect(await query('SELECT count() AS n FROM quarantined', z.unknown())).toEqual([{ n: 60 }]);
});

describe('what is settled', () => {
	let settler: Settler;
	const KPIS: KpiId[] = [
		'first_response',
		'service_level',
		'resolution_time',
		'promises_kept',
		'complaint_acknowledged'
	];

	afterAll(() => settler.stop());

	/** Both ways, which are to say the same. */
	async function both() {
		for (const kpi of KPIS) {
			const raw = await totalOf(db.clickhouse, kpi, RANGE);
			const { n, numerator, denominator } = await totalOf(db.clickhouse, kpi, { ...RANGE, settler });
			expect({ kpi, n, numerator, denominator }).toEqual({
				...{ kpi, n: raw.n, numerator: raw.numerator, denominator: raw.denominator }
			});
		}
	}

	const touched = async () =>
		(
			await query(
				`SELECT uniqExact(case_id) AS n FROM ${db.database}_settled.touched`,
				z.object({ n: z.int() })
			)
		)[0]?.n;

	test('is told anew for the cases of a spell alone; until it is, cases answer', async () => {
		settler = createSettler({
			clickhouse: connect({ url: db.url, database: db.database }),
			...{ database: db.database, zone: 'UTC', now: () => NOW }
		});
		await take(db.clickhouse, dayOfCases());
		await settler.settleAll();
		await both();
		await db.clickhouse.command({ query: `TRUNCATE TABLE ${db.database}_settled.touched` });
		await clocks.look(EVER);
		expect(await settler.catchUp()).toBeNull();
		await both();
		await settler.settleAll();
		expect(await touched()).toBe(SLOW);
		expect(await settler.catchUp()).not.toBeNull();
		await both();
		expect((await totalOf(db.clickhouse, 'first_response', { ...RANGE, settler })).n).toBe(120 - SLOW);
		await say('right');
		expect(await settler.catchUp()).toBeNull();
		await settler.settleAll();
		expect(await settler.catchUp()).not.toBeNull();
		await both();
		expect((await totalOf(db.clickhouse, 'first_response', { ...RANGE, settler })).defects).toBe(SLOW);
	});
});
