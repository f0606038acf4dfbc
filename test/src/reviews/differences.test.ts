import { expect, test } from 'vitest';
import { differencesOf } from '../../../src/lib/server/reviews/differences.ts';
import type { Column, Row, Table } from '../../../src/lib/server/export/table.ts';

const column = (name: string, kind: Column['kind']): Column => ({ name, title: name, kind });
const table = (name: string, columns: Column[], ...rows: Row[]): Table => ({
	...{ name, title: '', columns },
	rows: [rows]
});
const texts = (...names: string[]) => names.map((name) => column(name, 'text'));

const handovers = (...rows: Row[]) =>
	table('handovers', [...texts('team', 'from_team'), column('broken', 'count')], ...rows);
const pair = (from_team: string, broken: number) => ({ team: 'A', from_team, broken });

const trends = (value: number, upper_limit: number, kind: Column['kind'] = 'seconds') =>
	table(
		'trends',
		[...texts('kpi', 'monday'), column('value', kind), column('upper_limit', kind)],
		...[{ kpi: 'first_response', monday: '2026-11-02', value, upper_limit }]
	);
const late = (late_s: number, undone: boolean) =>
	table(
		'handover_cases',
		[...texts('team', 'from_team', 'case_id'), column('late_s', 'seconds'), column('undone', 'flag')],
		...[{ team: 'A', from_team: 'B', case_id: 'c', late_s, undone }]
	);

test('rows are told by what names them: those that changed, are gone, or are new', async () => {
	const old = handovers(pair('B', 1), pair('C', 2), pair('D', 3));
	const now = handovers(pair('D', 3), pair('E', 1), pair('B', 2));
	expect(await differencesOf('handovers', [old, now])).toEqual([
		{
			...{ table: 'handovers', key: { team: 'A', from_team: 'B' }, change: 'changed' },
			cells: [{ column: 'broken', kind: 'count', old: 1, new: 2 }]
		},
		{ table: 'handovers', key: { team: 'A', from_team: 'C' }, change: 'gone', cells: [] },
		{ table: 'handovers', key: { team: 'A', from_team: 'E' }, change: 'new', cells: [] }
	]);
});

test('a duration has changed when it differs by more than it is known within, its limits not by themselves', async () => {
	expect(await differencesOf('trends', [trends(100, 200), trends(100.9, 220)])).toEqual([]);
	expect(await differencesOf('trends', [trends(100, 200), trends(102, 200)])).toMatchObject([
		{ cells: [{ column: 'value', old: 100, new: 102 }] }
	]);
	const shares = [trends(0.5, 0.6, 'share'), trends(0.501, 0.61, 'share')] as const;
	expect(await differencesOf('trends', [...shares])).toMatchObject([
		{ cells: [{ column: 'value' }, { column: 'upper_limit' }] }
	]);
});

test('what is not done is later by the clock alone: no change until it is done', async () => {
	expect(await differencesOf('handover_cases', [late(60, true), late(600, true)])).toEqual([]);
	expect(await differencesOf('handover_cases', [late(60, true), late(90, false)])).toMatchObject([
		{
			cells: [
				{ column: 'late_s', old: 60, new: 90 },
				{ column: 'undone', old: true, new: false }
			]
		}
	]);
});
