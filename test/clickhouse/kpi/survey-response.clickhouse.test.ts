import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty } from '../../support/empty.ts';
import { after, event, store } from '../../support/events.ts';
import { rowsOf, totalOf } from '../../support/kpi.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
beforeEach(() => empty(db.clickhouse));
afterAll(() => db.drop());

const MONDAY = '2026-01-05T09:00:00';

const survey = (type: 'sent' | 'delivered' | 'answered', id: string, source: string, data = {}) => ({
	...event(`survey.${type}`, id, after(MONDAY, 60), {
		...(type === 'answered' && { instrument: 'csat', score: 5 }),
		...data
	}),
	source
});

const resolved = (id: string) => [
	event('case.opened', id, after(MONDAY, -60)),
	event('case.resolved', id, MONDAY)
];

test('is answered ÷ delivered of the cases resolved or escalated, beside the coverage', async () => {
	await store(db.clickhouse, [
		...['a', 'b', 'c'].flatMap(resolved),
		...['d', 'e'].map((id) => event('case.opened', id, MONDAY)),
		event('case.escalated', 'd', MONDAY),
		event('complaint.escalated', 'e', MONDAY),
		event('case.opened', 'neither', MONDAY),
		...['a', 'b', 'd', 'neither'].map((id) => survey('delivered', id, 'tells')),
		...['a', 'd', 'e', 'neither'].map((id) => survey('answered', id, 'tells'))
	]);
	expect(await totalOf(db.clickhouse, 'survey_response')).toMatchObject({
		...{ n: 3, denominator: 3, numerator: 2, value: 2 / 3, immature: 0 },
		...{ eligible: 5, delivered: 3, coverage: 0.6 },
		outcomes: {
			resolved: { eligible: 3, delivered: 2, answered: 1 },
			escalated: { eligible: 2, delivered: 1, answered: 1 }
		}
	});
});

test('sent counts as delivered of a source that never tells of deliveries, and not of one that ever did', async () => {
	await store(db.clickhouse, [
		...['a', 'b'].flatMap(resolved),
		survey('sent', 'a', 'silent'),
		survey('answered', 'a', 'silent'),
		survey('sent', 'b', 'tells'),
		survey('answered', 'b', 'tells')
	]);
	expect(await totalOf(db.clickhouse, 'survey_response')).toMatchObject({ delivered: 2, numerator: 2 });
	// Years later and in another case: from then on nobody takes what this source sends for delivered.
	await store(db.clickhouse, [
		{ ...event('survey.delivered', 'other', '2029-01-01T00:00:00'), source: 'tells' }
	]);
	expect(await totalOf(db.clickhouse, 'survey_response')).toMatchObject({
		...{ eligible: 2, delivered: 1, numerator: 1, coverage: 0.5 }
	});
});

test('belongs to the first resolution or escalation, escalated if it ever was', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'a', '2025-12-01T00:00:00', { team: 'desk', channel: 'phone' }),
		event('case.resolved', 'a', MONDAY, { team: 'second line' }),
		event('case.resolved', 'a', after(MONDAY, 60), { team: 'third line' }),
		event('case.escalated', 'a', '2026-06-01T00:00:00'),
		event('case.opened', 'early', '2025-12-31T23:59:59.998'),
		event('case.resolved', 'early', '2025-12-31T23:59:59.999'),
		event('case.resolved', 'early', MONDAY)
	]);
	const rows = await rowsOf(db.clickhouse, 'survey_response', { by: 'team' });
	expect(rows).toEqual([
		expect.objectContaining({
			...{ group: 'second line', eligible: 1, value: null, coverage: 0 },
			outcomes: {
				resolved: { eligible: 0, delivered: 0, answered: 0 },
				escalated: { eligible: 1, delivered: 0, answered: 0 }
			}
		})
	]);
	expect(await totalOf(db.clickhouse, 'survey_response', { channels: ['phone'] })).toMatchObject({
		eligible: 1
	});
});

test('an escalation before the opening, or without one, makes no survey due', async () => {
	await store(db.clickhouse, [
		event('case.escalated', 'never opened', MONDAY),
		event('case.escalated', 'early', after(MONDAY, -60)),
		event('complaint.escalated', 'early', after(MONDAY, -60)),
		event('case.opened', 'early', MONDAY),
		event('case.opened', 'both', MONDAY),
		event('case.escalated', 'both', after(MONDAY, -60)),
		event('case.resolved', 'both', after(MONDAY, 60)),
		...['never opened', 'early', 'both'].map((id) => survey('sent', id, 'silent'))
	]);
	expect(await totalOf(db.clickhouse, 'survey_response')).toMatchObject({
		eligible: 1,
		outcomes: { resolved: { eligible: 1 }, escalated: { eligible: 0 } }
	});
});

test('a case with several surveys, or one delivered twice, is one case', async () => {
	const delivered = survey('delivered', 'a', 'tells', { survey: 's1' });
	await store(db.clickhouse, [
		...resolved('a'),
		delivered,
		survey('delivered', 'a', 'tells', { survey: 's2' })
	]);
	await store(db.clickhouse, [delivered, survey('answered', 'a', 'tells', { survey: 's2' })]);
	expect(await totalOf(db.clickhouse, 'survey_response')).toMatchObject({
		eligible: 1,
		delivered: 1,
		numerator: 1
	});
});

test('says nothing where nothing was resolved', async () => {
	await store(db.clickhouse, [survey('delivered', 'a', 'tells')]);
	expect(await totalOf(db.clickhouse, 'survey_response')).toMatchObject({
		...{ n: 0, value: null, eligible: 0, coverage: null }
	});
});
