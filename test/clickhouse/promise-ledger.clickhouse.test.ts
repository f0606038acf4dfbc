import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { questions } from '../oracle/generate.ts';
import { DEFAULT_STANDARDS } from '../oracle/standards.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { empty } from '../support/empty.ts';
import { after, event, store } from '../support/events.ts';
import { totalOf } from '../support/kpi.ts';
import { organisationsIn, type Organisations } from './oracle/organisation.ts';

let db: TestDatabase;
let organisations: Organisations;
beforeAll(async () => {
	db = await testDatabase();
	organisations = await organisationsIn(db);
});
afterAll(() => db.drop());

const MONDAY = '2026-01-05T09:00:00';

const ledgerAt = async (as_of: string) => {
	const found = await db.clickhouse.query({
		query: `SELECT name, state, breach_at IS NOT NULL AS broke, owner
			FROM promise_ledger(from = '2026-01-01', to = '2026-02-01', as_of = {as_of:DateTime64(3, 'UTC')}, teams = [], channels = [])
			WHERE metric = 'promise:visit'
			ORDER BY name`,
		query_params: { as_of },
		format: 'JSONEachRow'
	});
	return (await found.json<Record<string, unknown>>()).map(({ name, state, broke }) => [name, state, broke]);
};

test('a promise is running until its due time has passed, then kept or broken', async () => {
	await empty(db.clickhouse);
	const promise = (name: string) => ({
		promise: name,
		kind: 'visit',
		due: `${after(MONDAY, 3600)}Z`,
		team: 'desk'
	});
	await store(db.clickhouse, [
		event('promise.made', 'a', MONDAY, promise('done')),
		event('promise.kept', 'a', after(MONDAY, 60), promise('done')),
		event('promise.made', 'b', MONDAY, promise('forgotten')),
		event('promise.made', 'c', MONDAY, promise('given up')),
		event('promise.broken', 'c', after(MONDAY, 60), promise('given up'))
	]);
	const running = ['done', 'forgotten', 'given up'].map((name) => [name, 'running', 0]);
	expect(await ledgerAt(after(MONDAY, 120))).toEqual(running);
	expect(await ledgerAt(after(MONDAY, 3600))).toEqual(running);
	const judged = [
		['done', 'kept', 0],
		['forgotten', 'broken', 1],
		['given up', 'broken', 1]
	];
	expect(await ledgerAt(after(MONDAY, 3600.001))).toEqual(judged);
	for (const [now, numbers] of [
		[after(MONDAY, 120), { running: 3, numerator: 0, broken: 0 }],
		[after(MONDAY, 3601), { running: 0, numerator: 1, broken: 2 }]
	] as const)
		expect(await totalOf(db.clickhouse, 'promises_kept', { now: `${now}Z` })).toMatchObject(numbers);
});

const EVER = `from = toDateTime64('1990-01-01 00:00:00', 3, 'UTC'), to = toDateTime64('2100-01-01 00:00:00', 3, 'UTC')`;
const ALL = `as_of = toDateTime64('2099-01-01 00:00:00', 3, 'UTC'), teams = [], channels = []`;

/** What each number says of who was kept, beside what the ledger says of the same promise. */
const BESIDE = /* sql */ `
	SELECT number, count() AS n, countIf(numbers.kept != (ledger.state = 'kept')) AS otherwise
	FROM
	(
		SELECT 'first_response' AS number, case_id, 'first_response' AS metric, basis_at AS made_at, kept
		FROM first_response_items(${EVER}, ${ALL}, threshold_s = CAST(NULL, 'Nullable(Float64)'))
		WHERE replied_at IS NOT NULL AND kept IS NOT NULL
		UNION ALL
		SELECT 'service_level', case_id, 'first_response', basis_at, kept
		FROM service_level_items(${EVER}, ${ALL}, threshold_s = CAST(NULL, 'Nullable(Float64)'))
		WHERE answered AND kept IS NOT NULL
		UNION ALL
		SELECT 'complaint_acknowledged', case_id, metric, basis_at, kept
		FROM complaint_acknowledged_items(${EVER}, ${ALL})
		WHERE kept IS NOT NULL
		UNION ALL
		SELECT 'follow_up', case_id, 'complaint_followed_up', assumeNotNull(remedied_at), kept
		FROM follow_up_items(${EVER}, ${ALL})
		WHERE kept IS NOT NULL
	) AS numbers
	INNER JOIN
	(
		SELECT case_id, metric, made_at, state
		FROM promise_ledger(${EVER}, ${ALL})
		-- Whose opening had a reply of its own: one that came after a reopening answers the arrival, and breaks the first promise.
		WHERE metric != 'first_response' OR done_at IS NOT NULL
	) AS ledger USING (case_id, metric, made_at)
	GROUP BY number
	ORDER BY number`;

const Beside = z.array(z.object({ number: z.string(), n: z.coerce.number(), otherwise: z.coerce.number() }));

test('says of the same promises that they were kept as the numbers made of them do', async () => {
	const seen = new Map<string, number>();
	for (const told of fc.sample(questions, { seed: 20_261_123, numRuns: 8 })) {
		await organisations.layDown({ ...told.rules, standards: DEFAULT_STANDARDS });
		await organisations.deliver(told.delivery);
		const found = await db.clickhouse.query({ query: BESIDE, format: 'JSONEachRow' });
		for (const { number, n, otherwise } of Beside.parse(await found.json())) {
			expect([number, otherwise]).toEqual([number, 0]);
			seen.set(number, (seen.get(number) ?? 0) + n);
		}
	}
	for (const number of ['first_response', 'service_level', 'complaint_acknowledged', 'follow_up'])
		expect(seen.get(number), number).toBeGreaterThan(0);
});
