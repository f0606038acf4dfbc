import { afterAll, beforeAll, expect, test } from 'vitest';
import { askLens } from '../../src/lib/server/kpi/lens.ts';
import { KpiAsk, type KpiId } from '#schema/kpi.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { after, event, store } from '../support/events.ts';

let db: TestDatabase;
beforeAll(async () => {
	db = await testDatabase();
	await store(db.clickhouse, [
		...contacts(),
		...resolutions(),
		...complaints(),
		...promises(),
		...surveys(),
		...customers(),
		...checks()
	]);
});
afterAll(() => db.drop());

const MONDAY = '2026-01-05T09:00:00';
const SUNDAY = '2026-01-18T09:00:00';
const NOW = '2026-01-20T00:00:00Z';

/** Nine who arrived, each of another fate; the last was answered, and reopened since. */
function contacts() {
	const opened = (id: string, channel = 'phone', at = MONDAY) =>
		event('case.opened', id, at, { channel, team: 'Calls' });
	return [
		opened('answered'),
		event('case.responded', 'answered', after(MONDAY, 10)),
		opened('gave up'),
		event('case.abandoned', 'gave up', after(MONDAY, 30)),
		opened('ended'),
		event('case.closed', 'ended', after(MONDAY, 3600)),
		opened('answered before'),
		event('case.responded', 'answered before', after(MONDAY, -3600)),
		opened('waits'),
		opened('just came', 'phone', '2026-01-19T23:59:55'),
		opened('waits for nothing promised', 'other'),
		opened('answered, nothing promised', 'other'),
		event('case.responded', 'answered, nothing promised', after(MONDAY, 10)),
		opened('reopened'),
		event('case.responded', 'reopened', after(MONDAY, 10)),
		event('case.reopened', 'reopened', after(MONDAY, 7200))
	];
}

/** Six who say they were resolved: of a known and of an unknown customer, long ago and lately; without an opening, and before it. */
function resolutions() {
	const opened = (id: string, at: string, customer?: string) =>
		event('case.opened', id, at, { channel: 'web', team: 'Desk', ...(customer && { customer }) });
	const resolved = (id: string, at: string) =>
		event('case.resolved', id, after(at, 3600), { team: 'Desk', channel: 'web' });
	return [
		...[opened('known', MONDAY, 'c1'), resolved('known', MONDAY)],
		...[opened('unknown', MONDAY), resolved('unknown', MONDAY)],
		...[opened('known, lately', SUNDAY, 'c2'), resolved('known, lately', SUNDAY)],
		...[opened('unknown, lately', SUNDAY), resolved('unknown, lately', SUNDAY)],
		resolved('never opened', MONDAY),
		opened('resolved before', SUNDAY),
		resolved('resolved before', MONDAY)
	];
}

/** Five complaints: followed up, remedied alone, remedied lately, not remedied, and just received. */
function complaints() {
	const received = (id: string, at: string) =>
		event('case.opened', id, at, { kind: 'complaint', channel: 'email', team: 'Care', customer: id });
	const remedied = (id: string, at: string) => event('complaint.remedied', id, after(at, 3600));
	return [
		...[received('k1', MONDAY), remedied('k1', MONDAY)],
		event('complaint.acknowledged', 'k1', after(MONDAY, -60)),
		event('complaint.acknowledged', 'k1', after(MONDAY, 60)),
		event('complaint.followed_up', 'k1', after(MONDAY, 86_400)),
		...[received('k2', MONDAY), remedied('k2', MONDAY)],
		...[received('k3', SUNDAY), remedied('k3', SUNDAY)],
		received('k4', MONDAY),
		received('k5', '2026-01-19T12:00:00')
	];
}

/** Five promises: kept, broken, running; by an opening with and without a standard. And one that was due before it was made. */
function promises() {
	const made = (promise: string, due: string) =>
		event('promise.made', 'q1', after(MONDAY, 60), { promise, kind: 'call', due });
	return [
		event('case.opened', 'q1', MONDAY, { channel: 'phone', team: 'Field' }),
		event('case.responded', 'q1', after(MONDAY, 10)),
		event('case.opened', 'q2', MONDAY, { channel: 'other', team: 'Field' }),
		made('s1', '2026-01-06T09:00:00Z'),
		event('promise.kept', 'q1', after(MONDAY, 3600), { promise: 's1', kind: 'call' }),
		made('s2', '2026-01-06T09:00:00Z'),
		made('s3', '2026-01-25T09:00:00Z'),
		made('s4', '2026-01-04T09:00:00Z')
	];
}

/** Three cases over; of two the customer was asked. Four answers of two known customers and an unknown one, a fifth before its survey. */
function surveys() {
	const over = (id: string, customer?: string) => [
		event('case.opened', id, MONDAY, { channel: 'web', team: 'Voice', ...(customer && { customer }) }),
		event('case.resolved', id, after(MONDAY, 60), { team: 'Voice' })
	];
	const asked = (id: string, survey: string, at = 120) =>
		event('survey.sent', id, after(MONDAY, at), { survey, instrument: 'csat' });
	const said = (id: string, survey: string, at = 180) =>
		event('survey.answered', id, after(MONDAY, at), { survey, instrument: 'csat', score: 4 });
	return [
		...[...over('v1', 'z1'), asked('v1', 'i1'), said('v1', 'i1'), asked('v1', 'i2'), said('v1', 'i2', 240)],
		...[...over('v2', 'z2'), asked('v2', 'i3'), said('v2', 'i3'), asked('v2', 'i4', 300), said('v2', 'i4')],
		...[...over('v3'), said('v3', 'i5')]
	];
}

/** Five customers: active in December and January, in December alone, in January alone, in November and January; and one with a case. */
function customers() {
	const active = (customer: string, at: string) =>
		event('customer.active', '', `${at}T09:00:00`, { customer, team: 'Shop' });
	return [
		...[active('a1', '2025-12-10'), active('a1', '2026-01-10')],
		active('a2', '2025-12-10'),
		active('a3', '2026-01-10'),
		...[active('a4', '2025-11-10'), active('a4', '2026-01-10')],
		event('case.opened', 'a5', MONDAY, { customer: 'a5', team: 'Shop', channel: 'web' }),
		event('case.opened', 'a1', MONDAY, { customer: 'a1', team: 'Shop', channel: 'web' })
	];
}

/** Two checks, of which one looked at neither side. */
const checks = () => [
	event('inspection.scored', '', MONDAY, { team: 'Calls', procedural: 80, personal: 60 }),
	event('inspection.scored', '', MONDAY, { team: 'Calls', tangibles: 60 })
];

type Asked = Partial<KpiAsk> & { group?: string };

async function lens(kpi: KpiId, asked: Asked) {
	const { group, ...more } = asked;
	const range = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' };
	const asking = { zone: 'UTC', now: Date.parse(NOW), ...(group !== undefined && { group }) };
	return askLens(db.clickhouse, KpiAsk.parse({ ...range, ...more, kpi }), asking);
}

type Left = Record<string, number>;
const told = (left: { id: string; n: number; steps: boolean }[], steps: boolean): Left =>
	Object.fromEntries(left.filter((one) => one.steps === steps).map(({ id, n }) => [id, n]));

/** The KPI; of whom; how many there are in all; how many are counted; who is left out and why; what is passed over. */
const ACCOUNTS: [KpiId, string, number, number, Left, Left?][] = [
	[
		...(['service_level', 'Calls', 9, 3] as const),
		{ immature: 1, overdue: 1, no_standard: 1, waiting_unpromised: 1, ended_unanswered: 1, lost: 1 },
		{ reply_before_opening: 1 }
	],
	[
		...(['abandonment', 'Calls', 9, 4] as const),
		{ waiting: 3, ended_unanswered: 1, lost: 1 },
		{ reply_before_opening: 1 }
	],
	['first_response', 'Calls', 10, 3, { no_reply: 7 }, { reply_before_opening: 1 }],
	['waiting_now', 'Calls', 10, 4, { answered: 2, ended_unanswered: 2, opened_later: 1, lost: 1 }],
	['inspection', 'Calls', 2, 1, { not_scored: 1 }],
	[
		...(['resolution_time', 'Desk', 4, 4] as const),
		{},
		{ resolution_before_opening: 1, resolution_without_opening: 1 }
	],
	[
		...(['first_contact_resolution', 'Desk', 4, 2] as const),
		{ immature: 2 },
		{ resolution_before_opening: 1, resolution_without_opening: 1 }
	],
	[
		...(['reopen_rate', 'Desk', 4, 2] as const),
		{ immature: 2 },
		{ resolution_before_opening: 1, resolution_without_opening: 1 }
	],
	[
		...(['recontact_rate', 'Desk', 4, 1] as const),
		{ immature: 1, unidentified: 1, unidentified_young: 1 },
		{ resolution_before_opening: 1, resolution_without_opening: 1 }
	],
	['complaint_acknowledged', 'Care', 5, 4, { immature: 1 }, { acknowledged_before_receipt: 1 }],
	['complaint_recovery', 'Care', 5, 3, { immature: 2 }],
	['follow_up', 'Care', 5, 2, { immature: 1, not_remedied: 2 }],
	['complaints_per_10k', 'Care', 5, 5, {}],
	...(['promises_kept', 'dpmo'] as const).map((kpi): (typeof ACCOUNTS)[number] => [
		...([kpi, 'Field', 5, 3] as const),
		{ immature: 1, unpromised: 1 },
		{ promise_due_before_made: 1 }
	]),
	['time_to_act', 'Field', 1, 0, { unacknowledged: 1 }, { promise_due_before_made: 1 }],
	['satisfaction', 'Voice', 4, 4, {}, { answer_before_sent: 1 }],
	['expected_leavers', 'Voice', 4, 2, { unidentified: 1, answered_again: 1 }, { answer_before_sent: 1 }],
	['survey_response', 'Voice', 3, 2, { not_asked: 1 }, { answer_before_sent: 1 }],
	['retention', 'Shop', 5, 0, { immature: 2, new: 1, returning: 1, no_activity: 1 }],
	['scorecard', 'Voice', 6, 3, { no_value: 2, no_weight: 1 }]
];

const countedOf = ({ kpi, counted }: Awaited<ReturnType<typeof lens>>) =>
	['first_response', 'resolution_time', 'time_to_act', 'complaints_per_10k'].includes(kpi)
		? kpi === 'complaints_per_10k'
			? counted.numerator
			: counted.n
		: counted.denominator;

test.each(ACCOUNTS)(
	'%s of %s: all %i are accounted for, and each reason is given',
	async (kpi, team, all, counted, left, steps = {}) => {
		const whole: Asked = { teams: [team] };
		const group: Asked = { by: 'team', group: team };
		for (const asked of [whole, group]) {
			const opened = await lens(kpi, asked);
			const found = told(opened.left_out, false);
			expect(found).toEqual(left);
			expect(countedOf(opened)).toBe(counted);
			expect(counted + Object.values(found).reduce((sum, n) => sum + n, 0)).toBe(all);
			expect(told(opened.left_out, true)).toEqual(steps);
		}
	}
);

test('does not call left out whom it counts without knowing the customer', async () => {
	const { counted, left_out } = await lens('first_contact_resolution', { teams: ['Desk'] });
	expect(counted).toMatchObject({ denominator: 2, unidentified: 1 });
	expect(left_out.map(({ id }) => id)).not.toContain('unidentified');
});
