import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KpiAsk } from '#schema/kpi.ts';
import { askEveryBehind } from '../../../src/lib/server/behind/ask.ts';
import { readBehind } from '../../../src/lib/server/behind/params.ts';
import { behindTable } from '../../../src/lib/server/behind/table.ts';
import { csvOf } from '../../../src/lib/server/export/csv.ts';
import { xlsxOf } from '../../../src/lib/server/export/xlsx.ts';
import { askKpi } from '../../../src/lib/server/kpi/ask.ts';
import { createScreen } from '../../../src/lib/screen.ts';
import { Theme } from '../../../src/lib/theme.svelte.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { readWorkbook } from '../../support/workbook.ts';

const CASES = 200_000;
/** So many are stored at once. */
const STEP = 25_000;
const READER = { zone: 'UTC', header: 'names' } as const;
const ASK = KpiAsk.parse({
	...{ kpi: 'first_response', from: '2026-01-05T00:00:00Z', to: '2026-01-12T00:00:00Z' }
});

const STORED = /* sql */ `
	INSERT INTO events (source, id, type, time, received_at, case_id, team, channel)
	SELECT
		'test',
		concat({type:String}, toString(number)),
		{type:String},
		toDateTime64('2026-01-05 00:00:00', 3, 'UTC') + toIntervalSecond(number * 3 + {after:UInt32} * (1 + number % 3)),
		now64(3),
		concat('c', leftPad(toString(number), 6, '0')),
		if(number % 2 = 0, 'North', 'South'),
		'phone'
	FROM numbers({first:UInt32}, {step:UInt32})`;

let db: TestDatabase;
beforeAll(async () => {
	db = await testDatabase();
	for (let first = 0; first < CASES; first += STEP)
		for (const [type, after] of [
			['case.opened', 0],
			['case.responded', 10]
		] as const)
			await db.clickhouse.command({
				query: STORED,
				query_params: { type, after, first, step: STEP }
			});
}, 400_000);
afterAll(() => db.drop());

/** What the address asks, with more. */
function questionOf(more = '') {
	const { from, to } = ASK;
	const read = readBehind(
		'first_response',
		new URLSearchParams(`from=${from}&to=${to}&as_of=2026-11-01T00:00:00Z${more}`),
		Date.now()
	);
	if (!read.success) throw read.error;
	return read.data;
}

const tableOf = async (more?: string) =>
	behindTable(
		'first_response',
		await askEveryBehind(db.clickhouse, questionOf(more)),
		createScreen({ zone: 'UTC', theme: new Theme() })
	);

test('200,000 cases are all in the file, each once, in pieces that are never the whole', async () => {
	const [total] = (await askKpi(db.clickhouse, ASK, { zone: 'UTC' })).rows;
	expect(total?.n).toBe(CASES);
	const ids = new Set<string>();
	let longest = 0;
	let whole = 0;
	for await (const piece of csvOf(await tableOf(), READER)) {
		longest = Math.max(longest, piece.length);
		whole += piece.length;
		for (const [id] of piece.matchAll(/^c\d{6}/gm)) ids.add(id);
	}
	expect(ids.size).toBe(CASES);
	expect(longest).toBeLessThan(whole / 10);
});

test('as a workbook they are the same, those of one team as many as its number says', async () => {
	const ask: KpiAsk = { ...ASK, by: 'team' };
	const rows = (await askKpi(db.clickhouse, ask, { zone: 'UTC' })).rows;
	const north = rows.find(({ group }) => group === 'North');
	const [sheet] = readWorkbook(await buffer(xlsxOf([await tableOf('&by=team&group=North')], READER)));
	const cells = sheet?.rows.slice(1) ?? [];
	expect(cells).toHaveLength(north?.n ?? -1);
	expect(new Set(cells.map((row) => row.get('C')?.value))).toEqual(new Set(['North']));
	expect(cells.filter((row) => row.get('H')?.value === true)).toHaveLength(north?.numerator ?? -1);
});

test('a question that fails is no file at all', async () => {
	const other = await testDatabase();
	await other.clickhouse.command({ query: 'DROP VIEW first_response_items' });
	await expect(askEveryBehind(other.asViews, questionOf())).rejects.toThrow();
	await other.drop();
});
