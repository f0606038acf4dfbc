import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CATALOGUE } from '#schema/catalogue.ts';
import { KpiId } from '#schema/kpi.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { startDashboard } from '../support/dashboard.ts';
import { event, store } from '../support/events.ts';

let db: TestDatabase;
let dashboard: Awaited<ReturnType<typeof startDashboard>>;

beforeAll(async () => {
	db = await testDatabase();
	await store(db.clickhouse, [
		event('case.opened', 'C/1 ä', '2026-01-05T09:00:00', {
			team: 'A, "B"',
			channel: 'phone',
			customer: 'c1'
		}),
		event('case.responded', 'C/1 ä', '2026-01-05T09:00:09'),
		event('case.resolved', 'C/1 ä', '2026-01-05T10:00:00'),
		event('promise.made', 'C/2', '2026-01-05T09:00:10', {
			team: 'B',
			promise: 'p1',
			kind: 'visit, "agreed"',
			due: '2026-01-05T12:00:00Z'
		}),
		event('survey.answered', 'C/2', '2026-01-05T09:30:00', {
			instrument: 'servqual',
			items: [{ dimension: 'empathy', expectation: 6, perception: 5 }]
		}),
		event('survey.answered', 'C/2', '2026-01-05T09:30:00', { instrument: 'csat', score: 5 })
	]);
	dashboard = await startDashboard({
		CLICKHOUSE_URL: db.url,
		CLICKHOUSE_DATABASE: db.database,
		TOUCHSTONE_TIMEZONE: 'Asia/Shanghai'
	});
});
afterAll(async () => {
	await dashboard.stop();
	await db.drop();
});

const get = (path: string, headers: Record<string, string> = {}) =>
	fetch(`${dashboard.url}${path}`, { headers });
const json = async (path: string) => (await get(path)).json();

test('lists the catalogue, each KPI with its meaning in both languages', async () => {
	const { kpis } = (await json('/api/kpi')) as { kpis: (typeof CATALOGUE)[KpiId][] };
	expect(kpis.map(({ id }) => id).sort()).toEqual([...KpiId.options].sort());
	expect(kpis.every(({ definition }) => definition.en && definition['zh-CN'])).toBe(true);
	const { limits } = await json('/api/kpi');
	expect(limits).toContainEqual({ grain: 'hour', grouped: true, days: 31 });
});

test('answers by team and day, in the business zone', async () => {
	const answer = await json(
		'/api/kpi/first_response?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z&grain=day&by=team'
	);
	expect(answer).toMatchObject({
		...{ kpi: 'first_response', version: 1, from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' },
		watermark: '2026-01-05T10:00:00.000Z',
		rows: [
			{
				group: 'A, "B"',
				bucket: '2026-01-05T00:00:00+08:00',
				value: 9,
				n: 1,
				numerator: 1,
				denominator: 1,
				p50: 9,
				p90: 9,
				sum: 9
			}
		]
	});
	expect(Date.parse(answer.as_of)).toBeGreaterThan(Date.parse('2026-01-05'));
});

test('answers the same as CSV', async () => {
	const answer = await get('/api/kpi/satisfaction?by=team', { accept: 'text/csv' });
	expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
	const [header] = (await answer.text()).split('\r\n');
	expect(header).toContain('group,bucket,value,n,numerator,denominator,low,high,immature');
	const calls = await (await get('/api/kpi/cases_opened?by=team', { accept: 'text/csv' })).text();
	expect(calls.split('\r\n')[1]).toBe('"A, ""B""",,1,1,0,1,,,0');
});

const readCsv = (text: string): string[][] => parse(text);

/** What a row says, each figure by its path; null is nothing. */
const leavesOf = (row: object, prefix = ''): [string, string][] =>
	Object.entries(row).flatMap(([name, value]) =>
		value !== null && typeof value === 'object'
			? leavesOf(value, `${prefix}${name}.`)
			: [[prefix + name, String(value ?? '')]]
	);

test.each(KpiId.options)('the CSV of %s has every figure of its JSON, the same head first', async (kpi) => {
	const asked = `/api/kpi/${kpi}?by=team&as_of=2026-02-01T00:00:00Z`;
	const { rows } = (await json(asked)) as { rows: object[] };
	const [header = [], ...lines] = readCsv(await (await get(asked, { accept: 'text/csv' })).text());
	expect(header.slice(0, 9).join()).toBe('group,bucket,value,n,numerator,denominator,low,high,immature');
	expect(new Set(header).size).toBe(header.length);
	expect(lines).toHaveLength(rows.length);
	rows.forEach((row, at) => {
		const said = new Map(header.map((name, column) => [name, lines[at]?.[column]]));
		for (const [path, value] of leavesOf(row)) expect([path, said.get(path)]).toEqual([path, value]);
	});
});

test('the CSV tells promises by metric, gaps by dimension and scores by component', async () => {
	const headOf = async (kpi: string) =>
		readCsv(await (await get(`/api/kpi/${kpi}`, { accept: 'text/csv' })).text())[0];
	expect(await headOf('promises_kept')).toContain('by_metric.promise:visit, "agreed".due');
	expect(await headOf('servqual_gap')).toContain('dimensions.empathy.gap');
	expect(await headOf('scorecard')).toContain('components.promises_kept.weight');
});

test.each([
	['from=yesterday', 'from'],
	['to=2026-01-01', 'to'],
	['from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z', 'to'],
	['grain=month', 'grain'],
	['by=moon', 'by'],
	['threshold_s=soon', 'threshold_s'],
	['grian=day', 'grian'],
	['by=team&group=A', 'group'],
	['limit=5', 'limit'],
	['grain=hour&by=agent', 'from']
])('refuses %s, naming the field', async (query, path) => {
	const answer = await get(`/api/kpi/first_response?${query}`);
	expect(answer.status).toBe(400);
	expect(await answer.json()).toMatchObject({ error: { reason: 'invalid', path } });
});

test('says which KPIs there are when asked for another', async () => {
	const answer = await get('/api/kpi/happiness');
	expect(answer.status).toBe(404);
	expect(await answer.json()).toMatchObject({
		error: { path: 'kpi', detail: expect.stringContaining('satisfaction') }
	});
});

test('gives a case with its events, whatever signs its id has', async () => {
	const found = await json(`/api/cases/${encodeURIComponent('C/1 ä')}`);
	expect(found).toMatchObject({
		case_id: 'C/1 ä',
		team: 'A, "B"',
		responses: [{ response_s: 9, threshold_s: 15 }]
	});
	expect(found.events.map(({ type }: { type: string }) => type)).toEqual([
		'case.opened',
		'case.responded',
		'case.resolved'
	]);
	expect((await get('/api/cases/none')).status).toBe(404);
});

test('gives the cases behind a number', async () => {
	const { cases } = await json('/api/kpi/first_response/cases?by=team&group=A%2C%20%22B%22');
	expect(cases).toMatchObject([{ case_id: 'C/1 ä', kept: true, seconds: 9 }]);
	expect((await json('/api/kpi/first_response/cases?by=team&group=other')).cases).toEqual([]);
});

test('gives the promises of one metric, and refuses one that there is not', async () => {
	const list = (metric: string) => `/api/kpi/promises_kept/cases?metric=${encodeURIComponent(metric)}`;
	expect(await json(list('first_response'))).toMatchObject({ cases: [{ case_id: 'C/1 ä', kept: true }] });
	expect(await json(list('promise:visit'))).toEqual({ cases: [], total: 0 });
	const answer = await get(list('happiness'));
	expect(answer.status).toBe(400);
	expect(await answer.json()).toMatchObject({
		error: { path: 'metric', detail: expect.stringContaining('first_response') }
	});
});

test('has the first-response defaults in its standards from the start', async () => {
	const { standards } = (await json('/api/standards')) as {
		standards: { metric: string; channel: string; threshold_s: number }[];
	};
	const defaults = Object.fromEntries(
		standards
			.filter(({ metric }) => metric === 'first_response')
			.map(({ channel, threshold_s }) => [channel, threshold_s])
	);
	expect(defaults).toEqual({ phone: 15, chat: 60, counter: 600, social: 3600, email: 86_400, web: 86_400 });
});

test('serves pages under a strict content policy', async () => {
	const answer = await get('/');
	expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'");
	expect(answer.headers.get('content-security-policy')).not.toContain("script-src 'self' 'unsafe-inline'");
	expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
});
