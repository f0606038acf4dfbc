import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CloudEvent } from '#schema/event.ts';
import { wordedMarks } from '../../../src/lib/server/reviews/changed-words.ts';
import type { KeptReview } from '../../../src/lib/server/reviews/read.ts';
import { createScreen } from '../../../src/lib/screen.ts';
import { Theme } from '../../../src/lib/theme.svelte.ts';
import type { Reviews } from '../../../src/lib/server/reviews.ts';
import type { Marks } from '../../../src/lib/weekly/mark.ts';
import { SECTION_NAMES } from '../../../src/lib/weekly/tables.ts';
import { addDays } from '../../../src/lib/zone.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { event } from '../../support/events.ts';
import { answers, calls, MONDAY, publish, receive, reviewsAt, TUESDAY, WEDNESDAY } from './support.ts';

let db: TestDatabase;
let kept: KeptReview;
let reviews: Reviews;

/** All of a review is asked anew each time: a busy machine takes a while. */
const LONG = 400_000;

const AT = '2026-11-11T09:00:00';

/** What customers said of what they expected and perceived, and whether they had spoken up. */
const voices = (name: string, perception: number, spoke_up: boolean) => [
	event('survey.answered', `${name}-q`, AT, {
		...{ survey: `${name}-q`, instrument: 'servqual', team: 'East' },
		items: [{ dimension: 'reliability', expectation: 6, perception }]
	}),
	event('survey.answered', `${name}-v`, AT, {
		...{ survey: `${name}-v`, instrument: 'voice', score: 1, team: 'East', customer: name },
		...{ had_problem: true, spoke_up }
	})
];

/** A promise of East to West that nobody has kept yet. */
const handover = (name: string) =>
	event('promise.made', name, AT, {
		...{ promise: name, kind: 'answer', due: '2026-11-12T09:00:00Z', team: 'East', from_team: 'West' }
	});

/** Calls that were answered long after they were promised to be. */
const lateCall = (id: string) => [
	event('case.opened', id, AT, { team: 'East', channel: 'phone', customer: id }),
	event('case.responded', id, '2026-11-11T12:00:00')
];

/** Thirteen weeks and more that are alike, and one that is not. */
const history = () =>
	Array.from({ length: 16 }, (_, back) => addDays(MONDAY, -7 * back)).flatMap((monday, back) =>
		answers(
			`h${back}`,
			Array.from({ length: 20 }, (_, at) => (at < (back === 0 ? 6 : 17 + (back % 2)) ? 5 : 2)),
			{
				day: `${addDays(monday, 1)}T09:00:00`
			}
		)
	);

beforeAll(async () => {
	db = await testDatabase();
	await receive(db.clickhouse, '2026-11-12T00:00:00Z', [
		...[...calls(), ...history(), ...voices('first', 5, true), handover('h1'), ...lateCall('late')],
		...[1, 2, 3, 4, 5].map((score, at) => event('staff.surveyed', `staff ${at}`, AT, { team: 'East', score }))
	]);
	const { id } = await publish(db.clickhouse);
	reviews = reviewsAt(db.clickhouse, TUESDAY);
	const read = await reviews.read(id);
	if (!read) throw new Error('it was not kept');
	kept = read;
}, LONG);
afterAll(() => db.drop());

const names = ({ compared }: Marks) => compared.sections.map(({ section }) => section);
const rowsOf = ({ compared }: Marks, section: string) =>
	compared.sections.find((one) => one.section === section)?.rows ?? [];
const late = (...events: CloudEvent[]) => receive(db.clickhouse, WEDNESDAY, events);

test(
	'nothing is marked while nothing has changed, though what is not done has been late for longer; it is compared once',
	async () => {
		const later = reviewsAt(db.clickhouse, '2026-11-17T10:00:00Z');
		const marks = await later.marks(kept.body);
		expect(marks).toMatchObject({ marks: [], compared: { sections: [], failed: [] } });
		expect(await later.marks(kept.body)).toBe(marks);
	},
	LONG
);

test(
	'every section that reads differently is marked, with what it said and says',
	async () => {
		await late(
			...answers('before', [1], { day: '2026-11-04T09:00:00' }),
			...answers('trend', [1], { day: '2026-10-07T09:00:00' }),
			event('case.opened', 'ago', '2025-11-12T09:00:00', { team: 'East' }),
			...answers(
				'good',
				Array.from({ length: 80 }, () => 5)
			),
			...[...voices('second', 2, false), handover('h2'), ...lateCall('later')],
			event('case.opened', 'rude', AT, { kind: 'complaint', reason: 'rude', team: 'East', customer: 'r' }),
			event('inspection.scored', 'y', AT, { team: 'East', procedural: 20, personal: 90 }),
			...[1, 1].map((score, at) => event('staff.surveyed', `more ${at}`, AT, { team: 'East', score }))
		);
		const marks = await reviews.marks(kept.body);
		const written = ['decisions', 'annotations'];
		expect(names(marks).toSorted()).toEqual(
			SECTION_NAMES.filter((name) => !written.includes(name)).toSorted()
		);
		expect(rowsOf(marks, 'changes').map(({ change }) => change)).toContain('gone');
		expect(rowsOf(marks, 'headlines')).toContainEqual(
			expect.objectContaining({
				...{ key: { kpi: 'satisfaction' }, change: 'changed' },
				cells: expect.arrayContaining([
					{ column: 'before_value', kind: 'share', old: 18 / 20, new: 18 / 21 },
					{ column: 'before_n', kind: 'count', old: 20, new: 21 }
				])
			})
		);
		expect(rowsOf(marks, 'headlines')).toContainEqual(
			expect.objectContaining({
				key: { kpi: 'cases_opened' },
				cells: expect.arrayContaining([expect.objectContaining({ column: 'year_ago_n', new: 1 })])
			})
		);
		expect(rowsOf(marks, 'trends')).toContainEqual(
			expect.objectContaining({
				key: { kpi: 'satisfaction', scope: 'all', team: null, monday: '2026-10-05' },
				cells: expect.arrayContaining([{ column: 'n', kind: 'count', old: 20, new: 21 }])
			})
		);
		// The week's own figures are marked one by one, and not once more.
		expect(rowsOf(marks, 'trends').map(({ key }) => key.monday)).not.toContain(MONDAY);
		const changed = (section: string, key: object) =>
			rowsOf(marks, section).find((row) => JSON.stringify(row.key) === JSON.stringify(key));
		expect(changed('recovery', { period: 'week', step: 'received' })?.cells).toContainEqual({
			...{ column: 'done', kind: 'count', old: 1, new: 2 }
		});
		expect(changed('recovery', { reason: 'rude' })).toMatchObject({ change: 'new' });
		expect(changed('broken', { team: 'East', metric: 'first_response' })?.cells).toContainEqual({
			...{ column: 'broken', kind: 'count', old: 1, new: 2 }
		});
		expect(changed('handovers', { team: 'East', from_team: 'West' })?.cells).toContainEqual({
			...{ column: 'broken', kind: 'count', old: 1, new: 2 }
		});
		expect(changed('iceberg', {})?.cells).toContainEqual({
			...{ column: 'asked', kind: 'count', old: 1, new: 2 }
		});
		const levels = changed('satisfaction', { period: 'week', scope: 'all', team: null })?.cells;
		expect(levels?.map(({ column }) => column)).toEqual(expect.arrayContaining(['mean', 'level_5']));
		expect(
			changed('perception', { period: 'week', dimension: 'reliability', driver: 'promises_kept' })?.cells
		).toContainEqual({ column: 'gap', kind: 'number', old: -1, new: -2.5 });
	},
	LONG
);

test(
	'it is told in words, a section’s first changes one by one, and of staff none',
	async () => {
		const screen = createScreen({ zone: 'UTC', theme: new Theme() });
		const worded = await wordedMarks(await reviews.marks(kept.body), { body: kept.body, screen });
		const sectionOf = (name: string) => worded.sections.find(({ section }) => section === name);
		expect(sectionOf('handovers')?.lines).toContainEqual({
			...{ what: 'East · West', change: 'changed' },
			cells: expect.arrayContaining([{ column: 'Broken', old: '1', new: '2' }])
		});
		expect(sectionOf('staff')).toMatchObject({ title: 'Staff', lines: [], more: 0 });
		const many = sectionOf('trends');
		expect(many?.lines).toHaveLength(6);
		expect(many?.more).toBeGreaterThan(0);
	},
	LONG
);

test(
	'a section that cannot be asked is named, and the others are compared',
	async () => {
		await db.clickhouse.command({ query: 'DROP VIEW weekly_iceberg' });
		await late(event('case.opened', 'after', '2026-11-17T08:30:00', { team: 'East' }));
		const { compared } = await reviewsAt(db.asViews, TUESDAY).marks(kept.body);
		expect(compared.failed).toEqual(['iceberg']);
		expect(compared.sections.map(({ section }) => section)).toContain('handovers');
	},
	LONG
);
