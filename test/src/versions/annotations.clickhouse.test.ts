import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Annotation } from '#schema/annotation.ts';
import { createAnnotations } from '../../../src/lib/server/annotations.ts';
import type { VersionChange } from '../../../src/lib/server/versions/versions.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.drop());
beforeEach(() => db.clickhouse.command({ query: 'TRUNCATE TABLE annotation_versions' }));

const annotation = (text: string, more: Partial<Annotation> = {}): Annotation => ({
	...{ kind: 'event', first_day: '2026-11-12', last_day: '2026-11-12', text, teams: [], by: 'Ann' },
	...more
});
const store = () => createAnnotations({ clickhouse: db.clickhouse });

async function select<Row>(query: string): Promise<Row[]> {
	const result = await db.clickhouse.query({ query, format: 'JSONEachRow' });
	return result.json<Row>();
}
const standing = async () =>
	(await select<{ text: string }>('SELECT text FROM annotations')).map((row) => row.text);

/** The version that stands after a change. */
function done<Content>(change: VersionChange<Content>) {
	if (change.outcome !== 'done') throw new Error(`expected done, not ${change.outcome}`);
	return change;
}

test('an analyst reads what stands, and every version of it', async () => {
	const { id } = await store().add(annotation('Storm', { teams: ['East'] }), 'ann');
	await store().save({
		id,
		from: 1,
		by: 'ben',
		content: annotation('Storm and flood', { last_day: '2026-11-14' })
	});
	expect(await select('SELECT * EXCEPT (saved_at) FROM annotations')).toEqual([
		{
			...{ id, kind: 'event', first_day: '2026-11-12', last_day: '2026-11-14', text: 'Storm and flood' },
			...{ teams: [], by: 'Ann', version: 2, saved_by: 'ben' }
		}
	]);
	expect(await select('SELECT version, text, saved_by FROM annotation_versions ORDER BY version')).toEqual([
		{ version: 1, text: 'Storm', saved_by: 'ann' },
		{ version: 2, text: 'Storm and flood', saved_by: 'ben' }
	]);
});

test('deleting is a version, and undoing puts back what stood before, also what was only just written', async () => {
	const { id } = await store().add(annotation('one'), '');
	const changing = { id, from: undefined, by: '' };
	done(await store().save({ ...changing, content: annotation('two') }));
	expect(done(await store().remove(changing)).standing).toBeNull();
	expect([await standing(), await store().read(id)]).toEqual([[], null]);
	expect(await store().remove(changing)).toEqual({ outcome: 'nothing' });
	expect(await store().save({ ...changing, content: annotation('three') })).toEqual({ outcome: 'nothing' });
	expect(done(await store().undo(changing)).standing).toMatchObject({ text: 'two', version: 4 });
	expect((await store().versions(id)).map(({ version, text, deleted }) => [version, text, deleted])).toEqual([
		[4, 'two', false],
		[3, 'two', true],
		[2, 'two', false],
		[1, 'one', false]
	]);
	const { id: fresh } = await store().add(annotation('by mistake'), '');
	expect(done(await store().undo({ ...changing, id: fresh })).standing).toBeNull();
	expect(done(await store().undo({ ...changing, id: fresh })).standing).toMatchObject({ text: 'by mistake' });
	expect(await store().undo({ ...changing, id: 'none' })).toEqual({ outcome: 'nothing' });
});

test('who read another version changes nothing, and is told what stands', async () => {
	const { id } = await store().add(annotation('one'), '');
	done(await store().save({ id, from: 1, by: '', content: annotation('two') }));
	const late = await store().save({ id, from: 1, by: '', content: annotation('three') });
	expect(late).toMatchObject({ outcome: 'changed', version: 2, standing: { text: 'two' } });
	expect(await store().undo({ id, from: 1, by: '' })).toMatchObject({ outcome: 'changed', version: 2 });
	expect(await standing()).toEqual(['two']);
});

test('of writers that change the same version at once exactly one is told that it did, and that one stands', async () => {
	const { id } = await store().add(annotation('0'), '');
	const told = ['0'];
	for (let from = 1; from <= 10; from++) {
		const changes = await Promise.all(
			Array.from({ length: 6 }, (_, writer) =>
				store().save({ id, from, by: '', content: annotation(`${from} by ${writer}`) })
			)
		);
		const won = changes.flatMap((change, writer) => (change.outcome === 'done' ? [writer] : []));
		expect(won).toHaveLength(1);
		told.unshift(`${from} by ${won[0]}`);
		expect(await standing()).toEqual(told.slice(0, 1));
	}
	const stood = async () => (await store().versions(id)).map(({ text }) => text);
	expect(await stood()).toEqual(told);
	await db.clickhouse.command({ query: 'OPTIMIZE TABLE annotation_versions FINAL' });
	expect(await stood()).toEqual(told);
});

test('the one stored first stands also after merging, whatever its key', async () => {
	const row = (token: string) => ({
		...{ id: 'a', version: 1, token, saved_at: '2026-11-12T00:00:00Z', saved_by: '', deleted: 0 },
		...annotation(token)
	});
	for (const token of ['m', 'z', 'a'])
		await db.clickhouse.insert({ table: 'annotation_versions', values: [row(token)], format: 'JSONEachRow' });
	expect(await standing()).toEqual(['m']);
	await db.clickhouse.command({ query: 'OPTIMIZE TABLE annotation_versions FINAL' });
	expect(await standing()).toEqual(['m']);
});

test('those that touch the days are listed, of the teams asked and of none in particular', async () => {
	await store().add(annotation('all of them', { first_day: '2026-11-10' }), '');
	await store().add(annotation('East alone', { teams: ['East', 'North'] }), '');
	await store().add(annotation('West alone', { teams: ['West'] }), '');
	await store().add(annotation('long ago', { first_day: '2025-11-12', last_day: '2025-11-12' }), '');
	const texts = async (ask: { from?: string; to?: string; teams?: string[] }) =>
		(await store().list({ teams: [], ...ask })).map(({ text }) => text);
	expect(await texts({ from: '2026-11-12' })).toHaveLength(3);
	expect(await texts({ from: '2026-11-13' })).toEqual([]);
	expect(await texts({ to: '2026-11-11' })).toEqual(['long ago', 'all of them']);
	expect(await texts({ from: '2026-01-01', teams: ['East'] })).toEqual(['all of them', 'East alone']);
	expect(await texts({})).toHaveLength(4);
});
