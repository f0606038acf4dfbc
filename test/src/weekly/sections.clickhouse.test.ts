import { afterAll, beforeAll, expect, test } from 'vitest';
import { askSections, type Sections } from '../../../src/lib/server/weekly/sections.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { reviewOf } from './support.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.drop());

const answered = async (sections: Sections) =>
	Object.fromEntries(
		await Promise.all(
			Object.entries(sections).map(async ([name, section]) => [name, (await section) !== null] as const)
		)
	);

test('a section that cannot be asked fails alone', async () => {
	await db.clickhouse.command({ query: 'DROP VIEW weekly_iceberg' });
	expect(await answered(askSections(reviewOf(db.asViews)))).toEqual({
		...{ broken: true, recovery: true, satisfaction: true, perception: true, iceberg: false },
		...{ staff: true, scorecards: true, quadrant: true, handovers: true, shared: true }
	});
});

test('sections are asked once what is more urgent is over, also where that failed', async () => {
	const order: string[] = [];
	let fail: (error: Error) => void = () => undefined;
	const urgent = new Promise((_, reject) => void (fail = reject));
	const { staff } = askSections(reviewOf(db.asViews), urgent);
	const done = staff.then(() => order.push('staff'));
	order.push('urgent');
	fail(new Error('away'));
	await done;
	expect(order).toEqual(['urgent', 'staff']);
	expect(await staff).not.toBeNull();
});
