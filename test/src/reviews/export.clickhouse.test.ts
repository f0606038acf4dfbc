import { afterAll, beforeAll, expect, test } from 'vitest';
import { text } from 'node:stream/consumers';
import { createScreen } from '../../../src/lib/screen.ts';
import type { ReviewBody } from '../../../src/lib/server/reviews/body.ts';
import { csvOf } from '../../../src/lib/server/export/csv.ts';
import type { KeptReview } from '../../../src/lib/server/reviews/read.ts';
import { keptSource } from '../../../src/lib/server/reviews/source.ts';
import { readAsked } from '../../../src/lib/server/weekly/asked.ts';
import { exportName, makeTables } from '../../../src/lib/server/weekly/export/make.ts';
import { createSource, type Source } from '../../../src/lib/server/weekly/export/source.ts';
import { Theme } from '../../../src/lib/theme.svelte.ts';
import { TABLE_NAMES } from '../../../src/lib/weekly/tables.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { event } from '../../support/events.ts';
import {
	answers,
	calls,
	publish,
	receive,
	reviewsAt,
	THURSDAY,
	TUESDAY,
	WEDNESDAY,
	WEEK
} from './support.ts';

const screen = createScreen({ zone: 'UTC', theme: new Theme() });

let db: TestDatabase;
let kept: KeptReview;
/** The live review's tables at the moment of publishing. */
let then: Record<string, string>;
beforeAll(async () => {
	db = await testDatabase();
	await receive(db.clickhouse, '2026-11-12T00:00:00Z', [
		...calls(),
		...answers('first', [5, 5, 4, 5, 2, 1]),
		// More reasons than the page lists.
		...Array.from({ length: 11 }, (_, at) =>
			event('case.opened', `r${at}`, '2026-11-10T11:00:00', {
				...{ kind: 'complaint', reason: `reason ${at}`, team: 'West' }
			})
		)
	]);
	then = await tablesOf(await liveSource());
	const { id } = await publish(db.clickhouse);
	const read = await reviewsAt(db.clickhouse, THURSDAY).read(id);
	if (!read) throw new Error('it was not kept');
	kept = read;
});
afterAll(() => db.drop());

async function liveSource(now = TUESDAY) {
	const reviewing = { clickhouse: db.clickhouse, zone: 'UTC' };
	const asked = await readAsked(reviewing, new URLSearchParams({ week: WEEK }), Date.parse(now));
	if ('problem' in asked) throw new Error(asked.problem.field);
	return createSource(asked, 'en');
}

/** Every table by its name, as CSV. */
async function tablesOf(source: Source): Promise<Record<string, string>> {
	const made = await makeTables({ source, screen, origin: '' }, { table: [] });
	const written = made.map(
		async (table) => [table.name, await text(csvOf(table, { zone: 'UTC', header: 'names' }))] as const
	);
	return Object.fromEntries(await Promise.all(written));
}

test('the tables of a published review say what the review’s said when it was published, whatever has come since', async () => {
	await receive(db.clickhouse, WEDNESDAY, [
		...answers('late', [1, 2]),
		...answers('w', [1], { team: 'West' })
	]);
	const [now, published] = [await tablesOf(await liveSource(THURSDAY)), await tablesOf(keptSource(kept))];
	expect(Object.keys(published)).toEqual(['about', ...TABLE_NAMES]);
	for (const name of TABLE_NAMES) expect([name, published[name]]).toEqual([name, then[name]]);
	expect(now.headlines).not.toBe(then.headlines);
	expect(published.causes?.trimEnd().split('\r\n')).toHaveLength(1 + 12);
});

test('they say that they are as published, when and by whom, and are called so', async () => {
	const { about } = await tablesOf(keptSource(kept));
	expect(about).toMatch(/Published,2026-11-17T09:00:00[^\r]*\r\nBy,Ann\r\nSHA-256,[0-9a-f]{64}/);
	expect(about).toContain(`/weekly/published/${kept.review.id}`);
	expect(exportName(keptSource(kept).about, { table: ['causes'] })).toBe(
		`touchstone-${WEEK}-published-2026-11-17-causes`
	);
});

test('a review of before every reason was kept has those that its page shows', async () => {
	const { reasons: _, ...older } = kept.body;
	const body: ReviewBody = older;
	const { causes } = await tablesOf(keptSource({ ...kept, body }));
	expect(causes).toContain('other reasons');
	expect(causes?.trimEnd().split('\r\n')).toHaveLength(1 + kept.body.sections.recovery.causes.length);
});

test('a definition that has changed since is told by its version alone', async () => {
	const body: ReviewBody = { ...kept.body, versions: { ...kept.body.versions, satisfaction: 99 } };
	const { definitions } = await tablesOf(keptSource({ ...kept, body }));
	const [line] = /^satisfaction,.*$/m.exec(definitions ?? '') ?? [];
	expect(line?.trimEnd()).toMatch(/,99,,$/);
});
