import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { migrate } from '#schema/clickhouse/migrate.ts';
import type { StandardsFile } from '#schema/standards/file.ts';
import { createStandards, type Standards } from '../../src/lib/server/standards/standards.ts';
import { EMPTY, office, parameter, standard } from '../schema/standards/support.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';

let db: TestDatabase;
let standards: Standards;

beforeAll(async () => {
	db = await testDatabase();
	standards = createStandards({ clickhouse: db.clickhouse });
});
afterAll(() => db.drop());

async function rows(query: string) {
	const result = await db.clickhouse.query({ query, format: 'JSONEachRow' });
	return z.array(z.record(z.string(), z.unknown())).parse(await result.json());
}

async function save(content: Partial<StandardsFile>, from?: number) {
	const saved = await standards.replace({ input: { ...EMPTY, ...content }, from, by: 'ann', note: 'why' });
	if (saved.outcome !== 'saved') throw new Error(JSON.stringify(saved));
	return saved.file;
}

/** The standards of a metric as KPIs read them: threshold and calendar. */
const inOrder = async (metric: string) =>
	rows(`SELECT s.threshold_s AS threshold_s, s.clock AS clock, splitByChar('@', s.calendar)[1] AS calendar
		FROM standards_in_order ARRAY JOIN standards AS s WHERE metric = '${metric}'`);

/** What is open of a calendar on a day, as promises read it. */
async function spansOn(calendar: string, day: string) {
	const [row] = await rows(`SELECT joinGet('calendar_days', 'spans', concat(expanded, ' ', '${day}')) AS spans
		FROM calendars_now WHERE id = '${calendar}'`);
	return row?.spans;
}
const due = (at: string, threshold_s: number) =>
	standards.due({ at, promises: [{ threshold_s, clock: 'business', calendar: 'office' }] });

const business = standard({
	metric: 'resolution',
	channel: '',
	clock: 'business',
	calendar: 'office',
	threshold_s: 7200
});

describe('the standards file', () => {
	test('begins with the defaults of the trade', async () => {
		const { saved, content } = await standards.newest();
		expect(saved).toEqual({ file: 0, saved_at: null, saved_by: '', note: '' });
		const promised = content.standards.map(({ metric, channel, threshold_s }) => [
			`${metric} ${channel}`.trim(),
			threshold_s
		]);
		expect(Object.fromEntries(promised)).toEqual({
			complaint_acknowledged: 86_400,
			complaint_followed_up: 604_800,
			complaint_remedied: 86_400,
			'first_response chat': 60,
			'first_response counter': 600,
			'first_response email': 86_400,
			'first_response phone': 15,
			'first_response social': 3600,
			'first_response web': 86_400,
			'promise:installation_visit': 86_400,
			'promise:repair_visit': 1800
		});
		expect(content.standards.every((row) => row.valid_from === '1990-01-01T00:00:00.000Z')).toBe(true);
	});

	test('is saved as a whole: what is no longer in it no longer holds', async () => {
		await save({
			standards: [standard({ channel: '', threshold_s: 30 })],
			calendars: [office()],
			parameters: [parameter()]
		});
		expect(await inOrder('first_response')).toEqual([{ threshold_s: 30, clock: 'calendar', calendar: '' }]);
		expect(await inOrder('complaint_acknowledged')).toEqual([]);
		expect(await rows('SELECT * FROM parameters_now')).toEqual([parameter()]);
		await save({});
		expect(await inOrder('first_response')).toEqual([]);
		expect(await rows('SELECT * FROM parameters_now')).toEqual([]);
		expect((await standards.newest()).content).toEqual(EMPTY);
	});

	test('gives back exactly what was saved', async () => {
		const content = {
			standards: [
				business,
				standard({ threshold_s: null, team: 'Süd "1"', tier: 'gold', valid_to: '2027-01-01T00:00:00.000Z' })
			],
			calendars: [
				office({ holidays: [{ date: '2026-12-24', name: '平安夜', hours: [['09:00', '12:00']] }] })
			],
			parameters: [parameter()]
		};
		const saved = await save(content);
		expect(saved.content).toEqual(content);
		expect(await standards.newest()).toEqual(saved);
		expect(saved.saved).toMatchObject({ saved_by: 'ann', note: 'why' });
	});

	test('keeps every save, also what was there before the first', async () => {
		const history = await standards.history();
		expect(history[0]).toMatchObject({ saved_by: 'ann', standards: 2, calendars: 1, parameters: 1 });
		expect(history.at(-1)).toMatchObject({ file: 0, saved_at: null, standards: 11 });
		expect((await standards.saved(0))?.content.standards).toHaveLength(11);
		expect(await standards.saved(history[0]?.file ?? 0)).toEqual(await standards.newest());
		expect(await standards.saved(17)).toBeUndefined();
	});

	test('tells of its saves page by page', async () => {
		const all = await standards.history();
		const first = await standards.history({ limit: 1 });
		const then = await standards.history({ before: first[0]?.file ?? null });
		expect(all.length).toBeGreaterThan(1);
		expect([...first, ...then]).toEqual(all);
	});

	test('can be restored by saving it again', async () => {
		const first = await standards.saved(0);
		await save(first?.content ?? {});
		expect(await inOrder('complaint_acknowledged')).toEqual([
			{ threshold_s: 86_400, clock: 'calendar', calendar: '' }
		]);
	});

	test('is not overwritten by somebody who read an older one', async () => {
		const { saved } = await standards.newest();
		const [one, other] = await Promise.all(
			[1, 2].map((threshold_s) =>
				standards.replace({
					input: { ...EMPTY, standards: [standard({ threshold_s })] },
					from: saved.file,
					by: '',
					note: ''
				})
			)
		);
		expect(one?.outcome).toBe('saved');
		expect(other).toMatchObject({
			outcome: 'changed',
			newest: { content: { standards: [{ threshold_s: 1 }] } }
		});
	});

	test('is not touched by one that is wrong', async () => {
		const before = await standards.newest();
		const refused = await standards.replace({
			input: { standards: [standard({ threshold_s: -1 })] },
			by: '',
			note: ''
		});
		expect(refused).toMatchObject({ outcome: 'wrong', problems: [{ path: 'standards.0.threshold_s' }] });
		expect(await standards.newest()).toEqual(before);
	});
});

describe('calendars', () => {
	test('are written out when they are saved, and anew when they change', async () => {
		await save({ standards: [business], calendars: [office()] });
		expect(await inOrder('resolution')).toEqual([
			{ threshold_s: 7200, clock: 'business', calendar: 'office' }
		]);
		expect(await spansOn('office', '2026-12-24')).toHaveLength(2);
		await save({
			standards: [business],
			calendars: [office({ holidays: [{ date: '2026-12-24', name: '' }] })]
		});
		expect(await spansOn('office', '2026-12-24')).toEqual([]);
		expect(await spansOn('office', '2026-12-25')).toHaveLength(2);
	});

	test('keep what they are written out to when only names change', async () => {
		const names = async () =>
			(await rows('SELECT expanded FROM calendars_now')).map(({ expanded }) => expanded);
		const before = await names();
		await save({
			standards: [business],
			calendars: [office({ name: 'Büro', holidays: [{ date: '2026-12-24', name: 'Eve' }] })]
		});
		expect(await names()).toEqual(before);
	});

	test('are found both ways: open time until a moment, and the moment by which it has passed', async () => {
		await save({ standards: [business], calendars: [office()] });
		// Friday 17:00 in Berlin: an hour is left, and it ends the day.
		expect(await due('2026-11-20T16:00:00Z', 3600)).toEqual(['2026-11-20T17:00:00.000Z']);
		expect(await due('2026-11-20T16:00:00Z', 3601)).toEqual(['2026-11-23T08:00:01.000Z']);
		const [wrong] = await rows(`
			WITH (SELECT any(expanded) FROM calendars_now) AS office
			SELECT countIf(touchstone_elapsed_s(at, touchstone_due(at, wanted_s, 'business', office), 'business', office) != wanted_s) AS n
			FROM
			(
				SELECT
					fromUnixTimestamp64Milli(toInt64(1262304000000 + number * 40001771), 'UTC') AS at,
					1. + (number * 7919) % 400000                                               AS wanted_s
				FROM numbers(20000)
			)`);
		expect(wrong).toEqual({ n: 0 });
	});

	test('that are in no file any more are forgotten, but for those of the file before', async () => {
		const written = async () =>
			(await rows('SELECT DISTINCT calendar FROM calendar_days')).map(
				({ calendar }) => String(calendar).split('@')[0]
			);
		await save({ calendars: [office({ id: 'a' }), office({ id: 'b' })] });
		await save({ calendars: [office({ id: 'b' })] });
		expect((await written()).toSorted()).toEqual(['a', 'b']);
		await save({ calendars: [office({ id: 'b' })] });
		expect(await written()).toEqual(['b']);
		const [left] = await rows('SELECT uniqExact(calendar) AS n FROM calendar_open_days');
		expect(left).toEqual({ n: 1 });
	});

	test('are written out again where that is lost, as after restoring a backup', async () => {
		await save({ standards: [business], calendars: [office()] });
		for (const table of ['calendar_days', 'calendar_open_days']) {
			await db.clickhouse.command({ query: `TRUNCATE TABLE ${table}` });
			expect(await due('2026-11-20T16:00:00Z', 3600)).toEqual([null]);
			await migrate(db.clickhouse, db.database);
			expect(await due('2026-11-20T16:00:00Z', 3600)).toEqual(['2026-11-20T17:00:00.000Z']);
		}
	});
});
