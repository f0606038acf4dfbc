import { buffer, text } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Decision } from '#schema/decision.ts';
import type { KpiAsk, KpiId } from '#schema/kpi.ts';
import { createAnnotations } from '../../../src/lib/server/annotations.ts';
import { createDecisions } from '../../../src/lib/server/decisions.ts';
import { csvOf } from '../../../src/lib/server/export/csv.ts';
import type { Cell, Reader, Table } from '../../../src/lib/server/export/table.ts';
import { xlsxOf } from '../../../src/lib/server/export/xlsx.ts';
import { askKpi } from '../../../src/lib/server/kpi/ask.ts';
import { readAsked } from '../../../src/lib/server/weekly/asked.ts';
import { aboutTable, definitionsTable } from '../../../src/lib/server/weekly/export/about.ts';
import { makeTables } from '../../../src/lib/server/weekly/export/make.ts';
import { aboutOf, createSource } from '../../../src/lib/server/weekly/export/source.ts';
import { loadReview, type Review } from '../../../src/lib/server/weekly/review.ts';
import { createSettler, type Settler } from '../../../src/lib/server/settled/settler.ts';
import { createScreen } from '../../../src/lib/screen.ts';
import { Theme } from '../../../src/lib/theme.svelte.ts';
import { ALL_REVIEWED } from '../../../src/lib/weekly/reviewed.ts';
import { TABLE_NAMES, type TableName } from '../../../src/lib/weekly/tables.ts';
import { connect } from '#schema/clickhouse/client.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { after, event, store } from '../../support/events.ts';
import { readWorkbook, recordsOf } from '../../support/workbook.ts';

const ZONE = 'UTC';
const WEEK = '2026-01-06T09:00:00';
const BEFORE = '2025-12-30T09:00:00';
const AGO = '2025-01-07T09:00:00';
const ADDRESS = 'week=2026-W02';
const ORIGIN = 'https://reviews.example';
/** As wide as a week's tables can be: a team that is a formula, one without a name, one in Chinese. */
const TEAMS = ['=North', '', '客服一组'];

let db: TestDatabase;
let settler: Settler;
/** Asked once: a table made twice says nothing new. */
let tables: [Table, ...Table[]];
let book: Record<string, Records>;
let review: Review;
beforeAll(async () => {
	db = await testDatabase();
	settler = createSettler({
		clickhouse: connect({ url: db.url, database: db.database }),
		...{ database: db.database, zone: ZONE, log: () => undefined }
	});
	await store(db.clickhouse, [WEEK, BEFORE, AGO].flatMap(weekOf));
	await store(db.clickhouse, [...staffOf(), ...signalOf(), afterIt]);
	await createDecisions({ clickhouse: db.clickhouse, zone: ZONE }).add(
		Decision.parse({
			...{ kind: 'decision', week: '2026-01-05', text: '@more "lines",\nand a chair', owner: 'Ben' },
			...{ due: '2026-01-09', by: 'Ann' }
		}),
		''
	);
	await createAnnotations({ clickhouse: db.clickhouse }).add(
		{
			...{ kind: 'event', first_day: '2026-01-05', last_day: '2026-01-06', text: 'Storm' },
			...{ teams: ['客服一组', '=North'], by: 'Ann' }
		},
		''
	);
	tables = await tablesOf();
	book = await workbookOf(tables);
	review = await reviewOf();
}, 400_000);
afterAll(async () => {
	await settler.stop();
	await db.drop();
});

/** A week in which everything happens. */
function weekOf(at: string) {
	const calls = TEAMS.flatMap((team, index) =>
		Array.from({ length: 6 + index }, (_, n) => `call ${at} ${index} ${n}`).flatMap((id, n) => [
			event('case.opened', id, at, { team, channel: 'phone', customer: id, topic: 'bill' }),
			event('case.transferred', id, after(at, 1), { team, agent: 'Ann' }),
			event('case.transferred', id, after(at, 2), { team, agent: 'Ben' }),
			event('case.responded', id, after(at, 5 + n * 4)),
			event('case.resolved', id, after(at, 900 + n)),
			event('survey.sent', id, after(at, 950), { survey: id, instrument: 'csat' }),
			event('survey.answered', id, after(at, 1000), {
				...{ survey: id, instrument: 'csat', score: 1 + ((n + index) % 5), team, customer: id }
			}),
			event('survey.answered', id, after(at, 1100), {
				survey: `${id} v`,
				instrument: 'voice',
				score: 1,
				team,
				...{ had_problem: true, spoke_up: n === 0, customer: id }
			}),
			event('survey.answered', id, after(at, 1200), {
				survey: `${id} s`,
				instrument: 'servqual',
				team,
				items: [{ dimension: 'reliability', expectation: 6, perception: 5 - (n % 2) }]
			}),
			event('inspection.scored', '', at, { team, procedural: 50 + 5 * n, personal: 70 - 3 * n })
		])
	);
	// More reasons than the page lists.
	const complaints = Array.from({ length: 11 }, (_, n) => `complaint ${at} ${n}`).flatMap((id, n) => [
		event('case.opened', id, at, {
			kind: 'complaint',
			reason: `reason ${n}`,
			team: TEAMS[n % 3],
			customer: id
		}),
		event('complaint.acknowledged', id, after(at, 3600)),
		event('complaint.remedied', id, after(at, 7200 * (n + 1))),
		event('complaint.confirmed', id, after(at, 90_000), { satisfied: n === 0 ? 5 : 3 })
	]);
	const promises = ['a', 'b'].flatMap((id) => [
		event('promise.made', `p${id}${at}`, at, {
			...{ promise: id, kind: 'answer', due: `${after(at, 3600)}Z`, team: 'Field', from_team: TEAMS[0] }
		}),
		event('promise.kept', `p${id}${at}`, after(at, 7200), { promise: id })
	]);
	return [...calls, ...complaints, ...promises];
}

/** The data have passed the week. */
const afterIt = event('agent.state', '', '2026-01-12T00:00:00', { agent: 'Ann', state: 'away' });

/** So many say so of their work. */
function staffOf() {
	const said = (team: string, scores: number[]) =>
		scores.map((score) => event('staff.surveyed', '', WEEK, { team, score }));
	return [
		...said('Small', [1, 2, 1]),
		...said('Middle', [5, 4, 4, 2, 5, 3]),
		...said('Large', [5, 5, 5, 4, 4, 4, 4, 1])
	];
}

/** Thirteen weeks of the same answers, so that this one is news. */
const signalOf = () =>
	Array.from({ length: 15 }, (_, back) => Date.parse(`${WEEK}Z`) - back * 7 * 86_400_000).flatMap(
		(at, back) =>
			Array.from({ length: 60 }, (_, n) =>
				event('survey.answered', `w${back} ${n}`, new Date(at).toISOString(), {
					...{ survey: `w${back} ${n}`, instrument: 'csat', team: '客服一组' },
					score: n < (back === 0 ? 10 : 50 + (back % 2)) ? 5 : 1
				})
			)
	);

const reviewing = () => ({ clickhouse: db.clickhouse, settler, zone: ZONE });
const screen = createScreen({ zone: ZONE, theme: new Theme() });

async function tablesOf(table: TableName[] = [], address = ADDRESS) {
	const asked = await readAsked(reviewing(), new URLSearchParams(address));
	if ('problem' in asked) throw new Error(asked.problem.field);
	return makeTables({ source: createSource(asked, 'en'), screen, origin: ORIGIN }, { table });
}

const NAMES: Reader = { zone: ZONE, header: 'names' };
type Records = Record<string, Cell>[];

/** Every table of a workbook by its name. */
async function workbookOf(all: readonly Table[]): Promise<Record<string, Records>> {
	const sheets = readWorkbook(await buffer(xlsxOf(all, NAMES)));
	return Object.fromEntries(
		['about', ...TABLE_NAMES].map((name, at) => [name, recordsOf(sheets[at] ?? { name: '', rows: [] })])
	);
}

async function reviewOf() {
	const read = await loadReview(reviewing(), new URLSearchParams(ADDRESS));
	if ('problem' in read) throw new Error(read.problem.field);
	return read;
}
async function numbersOf({ told, beside }: Review) {
	const known = told && 'later' in told ? await told.later : told;
	return [...(known ?? []), ...((await beside) ?? [])].flatMap((one) => (one.series ? [one] : []));
}

const SPANS = {
	'': { from: '2026-01-05T00:00:00Z', to: '2026-01-12T00:00:00Z' },
	before_: { from: '2025-12-29T00:00:00Z', to: '2026-01-05T00:00:00Z' },
	year_ago_: { from: '2025-01-06T00:00:00Z', to: '2025-01-13T00:00:00Z' }
};
const FIGURES = ['value', 'n', 'numerator', 'denominator', 'low', 'high', 'immature'] as const;
async function apiOf(kpi: KpiId, span: { from: string; to: string }, more: Partial<KpiAsk> = {}) {
	const ask: KpiAsk = { kpi, ...span, grain: 'total', teams: [], channels: [], ...more };
	return (await askKpi(db.clickhouse, ask, { zone: ZONE })).rows;
}

/** Where a team's or the total's row is. */
const find = (rows: Records | undefined, wanted: Record<string, Cell>) =>
	rows?.find((row) => Object.entries(wanted).every(([name, cell]) => row[name] === cell));

describe('the files of a weekly review', () => {
	test('have every number as the API says it: this week, the one before, a year ago', async () => {
		const { headlines } = book;
		expect(headlines?.map(({ kpi }) => kpi)).toEqual(ALL_REVIEWED);
		for (const kpi of ALL_REVIEWED)
			for (const [prefix, span] of Object.entries(SPANS)) {
				const [row] = await apiOf(kpi, span);
				const inFile = find(headlines, { kpi });
				for (const name of FIGURES)
					expect([kpi, prefix, name, inFile?.[prefix + name]]).toEqual([kpi, prefix, name, row?.[name]]);
			}
		expect(headlines?.filter(({ value }) => value !== null).length).toBeGreaterThan(12);
	});

	test('have every team of every number as the API says it', async () => {
		const { teams } = book;
		let compared = 0;
		// What a team's staff said stands in a table of its own, where it is told of whom nothing is said.
		for (const kpi of ALL_REVIEWED.filter((one) => one !== 'staff_satisfaction'))
			for (const row of await apiOf(kpi, SPANS[''], { by: 'team' })) {
				const inFile = find(teams, { kpi, team: row.group ?? '' });
				expect([kpi, row.group, FIGURES.map((name) => inFile?.[name])]).toEqual([
					...[kpi, row.group, FIGURES.map((name) => row[name])]
				]);
				compared++;
			}
		expect(compared).toBeGreaterThan(30);
		expect(teams?.filter(({ n }) => n !== null)).toHaveLength(compared);
	});

	test('have every week of every trend as the page, with its limits, and what is news in a sentence', async () => {
		const { trends, changes } = book;
		const numbers = await numbersOf(review);
		const points = numbers.flatMap(({ kpi, series }) =>
			series.flatMap(({ group, points }) =>
				points.map(({ value, n, low, high, open }) => [kpi, group, value, n, low, high, open])
			)
		);
		expect(
			trends?.map((row) => [
				...[row.kpi, row.team, row.value, row.n, row.lower_limit, row.upper_limit, row.unfinished]
			])
		).toEqual(points);
		const news = numbers.flatMap(({ kpi, series }) =>
			series.flatMap((one) => (one.news ? [[kpi, one.group]] : []))
		);
		expect(news).toContainEqual(['satisfaction', null]);
		expect(changes?.map(({ kpi, team }) => [kpi, team])).toEqual(expect.arrayContaining(news));
		expect(changes).toHaveLength(news.length);
		expect(find(changes, { kpi: 'satisfaction', team: null })).toMatchObject({
			...{ news: 'down', rule: 'beyond', wanted: false, judged_week: '2026-W02' },
			sentence: expect.stringMatching(/^Customer satisfaction fell to/)
		});
	});

	test('have what stands behind the numbers as the page', async () => {
		const { sections } = review;
		const broken = await sections.broken;
		expect(find(book.broken, { period: 'week', scope: 'all' })).toMatchObject({
			...{ broken: broken?.total.broken, numerator: broken?.total.numerator, value: broken?.total.value }
		});
		expect(find(book.broken, { period: 'before' })).toMatchObject({ broken: broken?.before.total.broken });
		expect(book.broken?.slice(2).map((row) => [row.team, row.broken, row.denominator])).toEqual(
			broken?.teams.map(({ row }) => [row.group, row.broken, row.denominator])
		);
		// What is not done is later by now than it was a moment ago.
		const still = ({ worst_late_s, ...row }: { worst_late_s?: Cell; worst_undone?: Cell }) => ({
			...row,
			late: row.worst_undone ? null : worst_late_s
		});
		expect(book.broken_metrics?.map(still)).toEqual(
			broken?.teams.flatMap(({ metrics }) => metrics.map(still))
		);
		const recovery = await sections.recovery;
		expect(find(book.funnel, { period: 'week', step: 'remedied' })).toMatchObject({
			...{ done: recovery?.recovery.remedied.numerator, judged: recovery?.recovery.remedied.denominator }
		});
		expect(find(book.funnel, { period: 'before', step: 'confirmed' })).toMatchObject({
			...{ done: recovery?.before.numerator, judged: recovery?.before.denominator }
		});
		const said = await sections.satisfaction;
		expect(book.leavers?.map(({ value, n, level_1 }) => [value, n, level_1])).toEqual(
			[said?.week.leavers, said?.before.leavers].map((row) => [row?.value, row?.n, row?.distribution['1']])
		);
		expect(find(book.surveys, { period: 'week', ended: 'all' })).toMatchObject({
			...{ eligible: said?.week.response.eligible, answered: said?.week.response.numerator },
			coverage: said?.week.response.coverage
		});
		const perception = await sections.perception;
		expect(find(book.perception, { dimension: 'reliability' })).toMatchObject({
			...perception?.sides[0]?.perceived,
			driver_value: broken?.total.value
		});
		const { asked_from: since, ...berg } = (await sections.iceberg) ?? { asked_from: '' };
		expect(since).not.toBe('');
		expect(book.iceberg).toEqual([berg]);
		const handovers = await sections.handovers;
		expect(book.handovers).toEqual(handovers?.map(({ late: _, ...row }) => row));
		expect(book.handover_cases?.map(({ case_id, late_s }) => [case_id, late_s])).toEqual(
			handovers?.flatMap(({ late }) => late.map(({ case_id, late_s }) => [case_id, late_s]))
		);
		expect(book.handover_cases).toHaveLength(2);
		const shared = await sections.shared;
		const told = ({ why, case_id, seconds, times, undone }: Partial<Record<string, Cell>>) => [
			...[why, case_id, undone ? null : seconds, times]
		];
		expect(book.shared?.map(told)).toEqual(shared?.map(told));
		expect(book.shared?.length).toBeGreaterThan(2);
	});

	test('have satisfaction, scores and inspections of every team as the API says them', async () => {
		for (const row of await apiOf('satisfaction', SPANS[''], { by: 'team' }))
			if (row.n > 0 && 'top_box' in row && 'distribution' in row)
				expect(find(book.satisfaction, { period: 'week', scope: 'team', team: row.group })).toMatchObject({
					...{ value: row.value, mean: row.mean, top_box: row.top_box, level_5: row.distribution['5'] }
				});
		for (const row of await apiOf('scorecard', SPANS[''], { by: 'team' })) {
			expect(find(book.scorecards, { team: row.group })).toMatchObject({ value: row.value, n: row.n });
			if ('components' in row)
				expect(book.scorecard_parts?.filter(({ team }) => team === row.group)).toEqual(
					Object.entries(row.components).map(([component, part]) =>
						expect.objectContaining({ team: row.group, component, ...part })
					)
				);
		}
		for (const row of await apiOf('inspection', SPANS[''], { by: 'team' }))
			if ('quadrant' in row)
				expect(find(book.quadrant, { team: row.group })).toMatchObject({
					...{ value: row.value, procedural: row.procedural, personal: row.personal, quadrant: row.quadrant }
				});
		expect([book.satisfaction?.length, book.scorecards?.length, book.quadrant?.length]).toEqual([5, 4, 3]);
	});

	test('have every reason, also those that the page puts together', async () => {
		const { causes } = book;
		const onPage = (await review.sections.recovery)?.causes ?? [];
		expect([causes?.length, onPage.length]).toEqual([11, 8]);
		const seven = (rows: { reason?: Cell; complaints?: Cell; cumulative?: Cell }[] | undefined) =>
			rows?.slice(0, 7).map(({ reason, complaints, cumulative }) => [reason, complaints, cumulative]);
		expect(seven(causes)).toEqual(seven(onPage));
		expect(causes?.at(-1)).toMatchObject({ place: 11, cumulative: 1, received: 11 });
	});

	test('tell nothing of fewer than five staff, nor of whom it could be worked out', async () => {
		const { staff } = book;
		expect(find(staff, { scope: 'all', period: 'week' })).toMatchObject({ n: 17, hidden: false });
		expect(find(staff, { team: 'Large' })).toMatchObject({ n: 8, numerator: 7, hidden: false });
		for (const team of ['Small', 'Middle'])
			expect(find(staff, { team })).toMatchObject({
				...{ hidden: true, value: null, numerator: null, sum: null, mean: null, low: null, level_1: null }
			});
		expect(find(staff, { team: 'Small' })).toMatchObject({ n: 3 });
	});

	test('have what was decided and what happened', async () => {
		const { decisions, annotations } = book;
		expect(decisions).toMatchObject([
			{
				kind: 'decision',
				week: '2026-W02',
				text: '@more "lines",\nand a chair',
				owner: 'Ben',
				due_on: 46_031
			}
		]);
		expect(annotations).toMatchObject([{ text: 'Storm', teams: '客服一组, =North', first_day: 46_027 }]);
	});

	test('say what they are about, and by which definitions', async () => {
		const address = `${ADDRESS}&team=${encodeURIComponent('客服一组')}`;
		const asked = await readAsked(reviewing(), new URLSearchParams(address));
		if ('problem' in asked) throw new Error(asked.problem.field);
		const [about, definitions] = readWorkbook(
			await buffer(xlsxOf([aboutTable(aboutOf(asked), ORIGIN), definitionsTable(screen)], NAMES))
		).map(recordsOf);
		const said = Object.fromEntries((about ?? []).map(({ item, content }) => [item, content]));
		expect(said).toMatchObject({
			...{ Week: '2026-W02', Teams: '客服一组', 'Time zone': ZONE, From: 46_027, 'To (before)': 46_034 },
			Page: `${ORIGIN}/weekly?week=2026-W02&team=${encodeURIComponent('客服一组')}`
		});
		expect(find(definitions, { kpi: 'service_level' })).toMatchObject({ version: 1, unit: 'share' });
	});

	test('are of the chosen team alone, as the API', async () => {
		const address = `${ADDRESS}&team=${encodeURIComponent('=North')}`;
		const sheets = readWorkbook(await buffer(xlsxOf(await tablesOf(['headlines', 'teams'], address), NAMES)));
		const [headlines, teams] = sheets.map(recordsOf);
		const [row] = await apiOf('satisfaction', SPANS[''], { teams: ['=North'] });
		expect(find(headlines, { kpi: 'satisfaction' })).toMatchObject({ n: row?.n, value: row?.value });
		expect(new Set(teams?.map(({ team }) => team))).toEqual(new Set(['=North']));
	});

	test.each(TABLE_NAMES)(
		'%s says in CSV what it says as a workbook, and each of its columns is filled from its rows',
		async (name) => {
			const table = tables[1 + TABLE_NAMES.indexOf(name)] ?? tables[0];
			const csv: Records = parse(await text(csvOf(table, NAMES)), { bom: true, columns: true });
			const [sheet] = readWorkbook(await buffer(xlsxOf([table], NAMES)));
			const records = sheet ? recordsOf(sheet) : [];
			expect(csv).toHaveLength(records.length);
			csv.forEach((row, at) => {
				for (const [column, cell] of Object.entries(records[at] ?? {}))
					if (typeof cell === 'number' && !/^\d{4}-\d\d-\d\d/.test(String(row[column])))
						expect([column, Number(row[column])]).toEqual([column, cell]);
			});
			for (const batch of [...(Array.isArray(table.rows) ? table.rows : [])])
				for (const row of batch)
					for (const column of table.columns) expect(Object.keys(row)).toContain(column.name);
			expect(records.length).toBeGreaterThan(0);
		}
	);

	test('a formula stays text: the team with an apostrophe before it in CSV', async () => {
		const table = tables[1 + TABLE_NAMES.indexOf('teams')];
		expect(table && (await text(csvOf(table, NAMES)))).toMatch(/,'=North,/);
	});

	test('a table that cannot be asked in full is no file, and is named', async () => {
		const broken = await testDatabase();
		await broken.clickhouse.command({ query: 'DROP VIEW weekly_iceberg' });
		const asked = await readAsked(
			{ ...reviewing(), clickhouse: broken.asViews },
			new URLSearchParams(ADDRESS)
		);
		if ('problem' in asked) throw new Error(asked.problem.field);
		const making = { source: createSource(asked, 'en'), screen, origin: '' };
		await expect(makeTables(making, { table: [] })).rejects.toMatchObject({ table: 'iceberg' });
		await broken.clickhouse.command({ query: 'DROP VIEW kpi_effort' });
		const second = { ...making, source: createSource(asked, 'en') };
		await expect(makeTables(second, { table: ['headlines'] })).rejects.toMatchObject({
			...{ table: 'headlines', message: 'Customer effort' }
		});
		await broken.drop();
	});
});
