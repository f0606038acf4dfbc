import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { CloudEvent, EventType } from '#schema/event.ts';
import { createClocks } from '../../src/lib/server/clocks/clocks.ts';
import { moment } from '../../src/lib/server/kpi/moment.ts';
import { DefectKind } from '#schema/defect.ts';
import { questions } from '../oracle/generate.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { after, event, store } from '../support/events.ts';
import { totalOf } from '../support/kpi.ts';
import { take } from '../support/lags.ts';
import { organisationsIn } from './oracle/organisation.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
beforeEach(() => forget());
afterAll(() => db.drop());

const forget = () =>
	Promise.all(
		['events', 'cases', 'customer_activity', 'sources', 'source_lags', 'late_steps', 'clock_spells'].map(
			(table) => db.clickhouse.command({ query: `TRUNCATE TABLE ${table}` })
		)
	);

const MONDAY = '2026-01-05T09:00:00';
const RANGE = `from = '2026-01-01 00:00:00', to = '2026-02-01 00:00:00'`;

async function query<Row extends z.ZodType>(
	sql: string,
	row: Row,
	query_params: Record<string, unknown> = {}
) {
	const result = await db.clickhouse.query({
		query: sql,
		query_params: { teams: [], channels: [], ...query_params },
		format: 'JSONEachRow'
	});
	return z.array(row).parse(await result.json());
}

const SCOPE = `teams = {teams:Array(String)}, channels = {channels:Array(String)}`;
const Defect = z.object({ kind: DefectKind, by_s: z.number().nullable(), left_out: z.array(z.string()) });

const defects = () =>
	query(`SELECT kind, by_s, left_out FROM data_defects(${RANGE}, ${SCOPE}) ORDER BY kind, at`, Defect);

const opened = (data: Record<string, unknown> = {}) => event('case.opened', 'a', MONDAY, data);
const complaint = () => opened({ kind: 'complaint' });
const early = (type: EventType, data: Record<string, unknown> = {}) =>
	event(type, 'a', after(MONDAY, -60), data);

const PROMISES = ['promises_kept', 'dpmo', 'time_to_act'];
const OF_REPLY = ['first_response', 'service_level', 'abandonment', ...PROMISES];
const COMING_BACK = ['first_contact_resolution', 'recontact_rate'];
const OF_RESOLUTION = [
	'resolution_time',
	'first_contact_resolution',
	'reopen_rate',
	'recontact_rate',
	'survey_response',
	'service_level',
	'waiting_now',
	...PROMISES
];
const OF_REOPENING = [
	'first_response',
	'waiting_now',
	'first_contact_resolution',
	'reopen_rate',
	'recontact_rate',
	'effort',
	...PROMISES
];
const OF_OPENING = [
	'cases_opened',
	'complaints_per_10k',
	'first_response',
	'service_level',
	'abandonment',
	'waiting_now',
	...COMING_BACK,
	'complaint_acknowledged',
	'complaint_recovery',
	'follow_up',
	'effort',
	...PROMISES
];

const made = (due: string) =>
	event('promise.made', 'a', after(MONDAY, 60), { promise: 'p', kind: 'visit', due });
const kept = (seconds: number, more: Record<string, unknown> = {}) =>
	event('promise.kept', 'a', after(MONDAY, seconds), { promise: 'p', kind: 'visit', ...more });

/** Of each kind examples, by how much they are off, and the numbers that do not count them. */
const KINDS: [DefectKind, CloudEvent[], number | null, string[]][] = [
	['reply_before_opening', [opened(), early('case.responded')], 60, OF_REPLY],
	['reply_without_opening', [early('case.responded')], null, OF_REPLY],
	['resolution_before_opening', [opened(), early('case.resolved')], 60, OF_RESOLUTION],
	['resolution_without_opening', [early('case.resolved')], null, OF_RESOLUTION],
	[
		'abandoned_before_opening',
		[opened(), early('case.abandoned')],
		60,
		['service_level', 'abandonment', 'waiting_now']
	],
	['contact_before_opening', [opened(), early('case.contacted')], 60, [...COMING_BACK, 'effort']],
	['reopening_before_opening', [opened(), early('case.reopened')], 60, OF_REOPENING],
	['escalated_before_opening', [opened(), early('case.escalated')], 60, ['survey_response']],
	['escalated_before_opening', [opened(), early('complaint.escalated')], 60, ['survey_response']],
	['step_without_opening', [early('case.escalated')], null, ['survey_response']],
	['step_without_opening', [early('case.reopened')], null, OF_REOPENING],
	['opened_again', [opened(), event('case.opened', 'a', after(MONDAY, 5))], 5, OF_OPENING],
	[
		'acknowledged_before_receipt',
		[complaint(), early('complaint.acknowledged')],
		60,
		['complaint_acknowledged', ...PROMISES]
	],
	[
		'remedy_before_receipt',
		[complaint(), early('complaint.remedied')],
		60,
		['complaint_recovery', 'follow_up', ...PROMISES]
	],
	[
		'confirmed_before_receipt',
		[complaint(), early('complaint.confirmed', { satisfied: 5 })],
		60,
		['complaint_recovery']
	],
	['follow_up_before_receipt', [complaint(), early('complaint.followed_up')], 60, ['follow_up', ...PROMISES]],
	[
		'complaint_without_receipt',
		[opened(), event('complaint.remedied', 'a', after(MONDAY, 60))],
		null,
		['complaint_recovery', 'follow_up', ...PROMISES]
	],
	[
		'answer_before_sent',
		[
			opened(),
			event('survey.sent', 'a', after(MONDAY, 90), { survey: 's' }),
			event('survey.answered', 'a', after(MONDAY, 60), { survey: 's', instrument: 'csat', score: 5 })
		],
		30,
		['survey_response', 'satisfaction', 'expected_leavers']
	],
	['promise_due_before_made', [opened(), made(`${MONDAY}Z`)], 60, PROMISES],
	[
		'promise_due_before_made',
		[opened(), made('2026-01-06T09:00:00Z'), kept(90, { due: `${after(MONDAY, 20)}Z` })],
		40,
		PROMISES
	],
	['kept_before_made', [opened(), made('2026-01-06T09:00:00Z'), kept(20)], 40, PROMISES]
];

test.each(KINDS)(
	'finds %s, and says by how much and what does not count it',
	async (kind, events, by_s, left_out) => {
		await store(db.clickhouse, [...events].reverse());
		await store(db.clickhouse, events);
		expect(await defects()).toEqual([{ kind, by_s, left_out }]);
	}
);

test('finds every kind there is', () => {
	expect(new Set([...KINDS.map(([kind]) => kind), 'clock_off'])).toEqual(new Set(DefectKind.options));
});

test('finds nothing in a case that is as it should be, also where two steps bear the same time', async () => {
	await store(db.clickhouse, [
		complaint(),
		event('case.responded', 'a', MONDAY),
		event('complaint.acknowledged', 'a', MONDAY),
		event('promise.made', 'a', MONDAY, { promise: 'p', kind: 'visit', due: `${MONDAY}Z` }),
		event('promise.kept', 'a', MONDAY, { promise: 'p', kind: 'visit' }),
		event('complaint.remedied', 'a', after(MONDAY, 60)),
		event('case.resolved', 'a', after(MONDAY, 60)),
		event('survey.sent', 'a', after(MONDAY, 70), { survey: 's' }),
		event('survey.answered', 'a', after(MONDAY, 70), { survey: 's', instrument: 'csat', score: 5 }),
		event('survey.answered', 'a', after(MONDAY, -70), { survey: 'never sent', instrument: 'csat', score: 5 }),
		event('case.reopened', 'a', after(MONDAY, 80)),
		event('case.responded', 'a', after(MONDAY, 90)),
		event('case.resolved', 'a', after(MONDAY, 100))
	]);
	expect(await defects()).toEqual([]);
});

test('stands in the period in which the number would have counted it, and with its team', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'a', '2026-02-01T00:00:10', { team: 'north' }),
		event('case.responded', 'a', '2026-01-31T23:59:50', { team: 'south' })
	]);
	expect(await defects()).toEqual([]);
	const february = `from = '2026-02-01 00:00:00', to = '2026-03-01 00:00:00'`;
	expect(
		await query(`SELECT source, at, team FROM data_defects(${february}, ${SCOPE})`, z.unknown(), {
			teams: ['north']
		})
	).toEqual([{ source: 'test', at: '2026-01-31T23:59:50.000Z', team: 'north' }]);
	expect(
		await query(`SELECT team FROM data_defects(${february}, ${SCOPE})`, z.unknown(), { teams: ['south'] })
	).toEqual([]);
});

test('counts by kind and source, as a share of what could have been wrong', async () => {
	const said = (source: string, ...events: CloudEvent[]) => events.map((one) => ({ ...one, source }));
	await store(db.clickhouse, [
		...said('pbx', opened(), event('case.opened', 'b', MONDAY)),
		...said('desk', early('case.responded'), event('case.responded', 'b', after(MONDAY, 9))),
		...said('mail', event('case.responded', 'b', after(MONDAY, 20)))
	]);
	expect(
		await query(
			`SELECT kind, source, defects, cases, judged, share, by_s_max
			FROM defect_counts(${RANGE}, ${SCOPE}, by = '', grain = 'total', zone = 'UTC')`,
			z.unknown()
		)
	).toEqual([
		{
			kind: 'reply_before_opening',
			source: 'desk',
			defects: 1,
			cases: 1,
			judged: 2,
			share: 0.5,
			by_s_max: 60
		}
	]);
});

/** Two sources share cases: one opens them, the other answers two minutes later and resolves ten minutes later, by a clock so far behind. */
async function share({ behind_s, other_s = 0 }: { behind_s: number; other_s?: number }) {
	const start = Date.parse(`${MONDAY}Z`);
	const events = Array.from({ length: 30 }, (_, index) => {
		const at = start + index * 300_000;
		const told = (type: EventType, source: string, since_s: number, behind: number) => ({
			event: {
				...event(type, `c${index}`, new Date(at + (since_s - behind) * 1000).toISOString()),
				source
			},
			received_at: at + since_s * 1000 + 700
		});
		return [
			told('case.opened', 'pbx', 0, other_s),
			told('case.responded', 'desk', 5000, behind_s),
			told('case.resolved', 'desk', 5600, behind_s)
		];
	});
	await take(db.clickhouse, events.flat());
}

/** Has the clocks looked at, as the dashboard does. */
const look = () => createClocks({ clickhouse: db.clickhouse }).look(Date.UTC(1990, 0, 1));

test('what a clock that is an hour slow said is left out, each step of it', async () => {
	await store(db.clickhouse, [event('case.assigned', 'nothing to be timed', MONDAY)]);
	await share({ behind_s: 3600 });
	expect(await look()).toBe(true);
	const counts = await query(
		`SELECT kind, source, count() AS defects, min(by_s) AS least_s, max(by_s) AS most_s
		FROM data_defects(${RANGE}, ${SCOPE}) GROUP BY kind, source`,
		z.unknown()
	);
	expect(counts).toEqual([{ kind: 'clock_off', source: 'desk', defects: 60, least_s: 3600, most_s: 3600 }]);
});

test('of two sources whose clocks are both right nothing is left out; of two that are both as wrong everything, once', async () => {
	await share({ behind_s: 0 });
	expect(await look()).toBe(false);
	expect(await defects()).toEqual([]);
	await forget();
	await share({ behind_s: 3600, other_s: 3600 });
	await look();
	const counts = await query(
		`SELECT kind, source, count() AS defects FROM data_defects(${RANGE}, ${SCOPE}) GROUP BY kind, source ORDER BY source`,
		z.unknown()
	);
	expect(counts).toEqual([
		{ kind: 'clock_off', source: 'desk', defects: 60 },
		{ kind: 'clock_off', source: 'pbx', defects: 30 }
	]);
});

/** The numbers that count their own defects: the kind each means, and whether it counts steps or cases. */
const COUNTED = [
	['first_response', 'reply_before_opening', 'steps'],
	['resolution_time', 'resolution_before_opening', 'steps'],
	['complaint_acknowledged', 'acknowledged_before_receipt', 'cases']
] as const;

const Left = z.object({ kind: DefectKind, steps: z.int(), cases: z.int() });

test('counts what the numbers say they leave out, whatever happened', async () => {
	const { deliver } = await organisationsIn(db);
	let seen = 0;
	await fc.assert(
		fc.asyncProperty(questions, async ({ delivery, scope: { from, to, teams, channels, as_of } }) => {
			await deliver(delivery);
			const found = await query(
				`SELECT kind, count() AS steps, uniqExact(case_id) AS cases
				FROM data_defects(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, ${SCOPE})
				GROUP BY kind`,
				Left,
				{ teams, channels, from: moment(from), to: moment(to) }
			);
			for (const [kpi, kind, what] of COUNTED) {
				const row = await totalOf(db.clickhouse, kpi, { from, to, teams, channels, now: as_of });
				expect([kind, found.find((one) => one.kind === kind)?.[what] ?? 0]).toEqual([kind, row.defects]);
				seen += row.defects;
			}
		}),
		{ seed: 20_261_122, numRuns: 10, endOnFailure: true }
	);
	expect(seen).toBeGreaterThan(0);
});

/** The kinds whose steps stand in `types` as nothing at all; the others are looked through where they would be counted. */
const NOTHING = DefectKind.options.filter((kind) =>
	/^(resolution|abandoned|contact|reopening|escalated|step)_/.test(kind)
);

test('shows every step that is taken for nothing, and takes for nothing what it shows', async () => {
	const { deliver } = await organisationsIn(db);
	let seen = 0;
	await fc.assert(
		fc.asyncProperty(questions, async ({ delivery }) => {
			await deliver(delivery);
			const ALWAYS = `from = '1990-01-01 00:00:00', to = '2100-01-01 00:00:00'`;
			const shown = await query(
				`SELECT case_id, type, at FROM data_defects(${ALWAYS}, ${SCOPE})
				WHERE has({kinds:Array(String)}, kind) ORDER BY ALL`,
				z.unknown(),
				{ kinds: NOTHING }
			);
			const nothing = await query(
				`SELECT case_id, step.type AS type, step.time AS at
				FROM case_steps(${ALWAYS}, facts = 0) ARRAY JOIN steps AS step, types AS counted
				WHERE counted = '' ORDER BY ALL`,
				z.unknown()
			);
			expect(shown).toEqual(nothing);
			seen += shown.length;
		}),
		{ seed: 20_261_122, numRuns: 10, endOnFailure: true }
	);
	expect(seen).toBeGreaterThan(20);
});
