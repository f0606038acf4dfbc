import { z } from 'zod';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { zendesk } from '../../../ingest/sources/zendesk.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { store } from '../../support/events.ts';
import { totalOf } from '../../support/kpi.ts';
import { kpisOf, readWith, shaken } from './support.ts';
import {
	becomes,
	comment,
	creation,
	CUSTOMER,
	page,
	says,
	STAFF,
	update,
	webhook
} from './zendesk-payloads.ts';

let db: TestDatabase;
beforeEach(async () => void (db = await testDatabase()));
afterEach(() => db.drop());

const DAY = 86_400_000;
const at = (ms: number) => new Date(Date.UTC(2026, 0, 5, 9) + ms).toISOString().replace('.000', '');
const minutes = (count: number) => count * 60_000;

/** Twelve tickets: answered after some minutes, asked again, solved, some opened again and solved again, and rated. */
const UPDATES = Array.from({ length: 12 }, (_, index) => {
	const [ticket, start, customer] = [100 + index, index * minutes(600), CUSTOMER + index * 100];
	const when = (count: number) => at(start + minutes(count));
	const reopened = index % 4 === 0;
	const rating = (satisfaction_score: string, previous_value: string, count: number) =>
		update(ticket, when(count), customer, [{ satisfaction_score, previous_value }]);
	return [
		creation(ticket, when(0), {}, customer),
		says(ticket, when(3 + index), STAFF, false),
		...(index === 11 ? [] : [says(ticket, when(7 + index * 5), STAFF), says(ticket, when(90), STAFF)]),
		...(index % 3 === 0 ? [says(ticket, when(80), customer)] : []),
		becomes(ticket, when(100), 'solved', 'open'),
		...(reopened
			? [becomes(ticket, when(200), 'open', 'solved'), becomes(ticket, when(260), 'solved', 'open')]
			: []),
		rating('offered', 'unoffered', 300),
		...(index % 2 === 0 ? [rating(index % 6 === 0 ? 'bad' : 'good', 'offered', 310)] : []),
		...(index === 6 ? [rating('good', 'bad', 320)] : []),
		becomes(ticket, when(4 * 1440), 'closed', 'solved')
	];
}).flat();

const USERS = page([]).users.concat(
	Array.from({ length: 12 }, (_, index) => ({ id: CUSTOMER + index * 100, role: 'end-user' }))
);
const eventsOf = (updates: readonly unknown[]) =>
	readWith(zendesk, { ticket_events: updates, users: USERS }).events;

test('pages shuffled, overlapping and sent again: no KPI moves', async () => {
	await store(db.clickhouse, eventsOf(UPDATES));
	const before = await kpisOf(db.clickhouse);
	const again = shaken(UPDATES, 5);
	await store(db.clickhouse, eventsOf(again.slice(0, 40)));
	await store(db.clickhouse, eventsOf(again.slice(30)));
	expect(await kpisOf(db.clickhouse)).toEqual(before);
	expect(before.cases_opened).toMatchObject({ n: 12 });
});

/** A ticket as webhooks tell it. */
const WEBHOOKS = [
	webhook('created', at(400), {}, { status: 'NEW', created_at: at(0) }),
	webhook('comment_added', at(minutes(30)), comment('42', true)),
	webhook('status_changed', at(minutes(40)), { current: 'SOLVED', previous: 'OPEN' }),
	webhook('status_changed', at(DAY), { current: 'OPEN', previous: 'SOLVED' }),
	webhook('status_changed', at(2 * DAY), { current: 'SOLVED', previous: 'OPEN' }),
	webhook('csat_received', at(3 * DAY), { satisfaction_score: { score: 'GOOD' } })
];

test('webhooks delivered twice and in any order: no KPI moves', async () => {
	const send = (payloads: readonly unknown[]) => store(db.clickhouse, readWith(zendesk, payloads).events);
	await send(WEBHOOKS);
	const before = await kpisOf(db.clickhouse);
	for (const payload of shaken(WEBHOOKS, 9)) await send([payload]);
	expect(await kpisOf(db.clickhouse)).toEqual(before);
	expect(before.first_response).toMatchObject({ n: 1, value: 1800 });
	expect(before.resolution_time).toMatchObject({ n: 1, value: 2 * 86_400 });
	expect(before.satisfaction).toMatchObject({ n: 1, numerator: 1 });
});

test('what webhooks and the export both tell counts once', async () => {
	await store(db.clickhouse, readWith(zendesk, WEBHOOKS).events);
	const before = await kpisOf(db.clickhouse);
	const told = [
		creation(5158, at(0)),
		says(5158, at(minutes(30)), STAFF),
		becomes(5158, at(minutes(40)), 'solved', 'open'),
		becomes(5158, at(DAY), 'open', 'solved'),
		becomes(5158, at(2 * DAY), 'solved', 'open'),
		update(5158, at(3 * DAY), CUSTOMER, [{ satisfaction_score: 'good', previous_value: 'offered' }])
	];
	await store(db.clickhouse, eventsOf(told));
	expect(await kpisOf(db.clickhouse)).toEqual(before);
});

test('a reopening told five days late takes the first-contact resolution back', async () => {
	const [early, late] = [WEBHOOKS.slice(0, 3), WEBHOOKS.slice(3)];
	await store(db.clickhouse, readWith(zendesk, early).events);
	expect(await totalOf(db.clickhouse, 'first_contact_resolution')).toMatchObject({
		numerator: 1,
		denominator: 1
	});
	await store(db.clickhouse, readWith(zendesk, late).events);
	expect(await totalOf(db.clickhouse, 'first_contact_resolution')).toMatchObject({
		numerator: 0,
		denominator: 1
	});
	expect(await totalOf(db.clickhouse, 'resolution_time')).toMatchObject({ value: 2 * 86_400 });
});

type Change = {
	event_type?: unknown;
	status?: unknown;
	previous_value?: unknown;
	comment_public?: unknown;
	satisfaction_score?: unknown;
};

/** Zendesk's own metrics of a ticket, from the export: https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_metrics/ */
function metricsOf(ticket: number) {
	const updates = UPDATES.filter(({ ticket_id }) => ticket_id === ticket);
	const timesOf = (test: (change: Change, updater: number) => boolean) =>
		updates
			.filter(({ child_events, updater_id }) =>
				child_events.some((change: Change) => test(change, updater_id))
			)
			.map(({ timestamp }) => timestamp);
	const [created = 0] = timesOf(({ event_type }) => event_type === 'Create');
	const replies = timesOf(({ comment_public }, updater) => comment_public === true && updater === STAFF);
	const solved = timesOf(({ status }) => status === 'solved');
	const score = updates.flatMap(({ child_events }) =>
		child_events.flatMap((change: Change) => change.satisfaction_score ?? [])
	);
	return {
		reply_time: replies.length > 0 ? Math.min(...replies) - created : undefined,
		full_resolution_time: Math.max(...solved) - created,
		reopens: timesOf(({ status, previous_value }) => status === 'open' && previous_value === 'solved').length,
		score: score.at(-1)
	};
}

test("first reply time, full resolution time, reopens and satisfaction are Zendesk's own", async () => {
	await store(db.clickhouse, eventsOf(UPDATES));
	const metrics = Array.from({ length: 12 }, (_, index) => metricsOf(100 + index));
	const replies = metrics.flatMap(({ reply_time }) => reply_time ?? []);
	const sum = (values: number[]) => values.reduce((all, value) => all + value, 0);

	expect(await totalOf(db.clickhouse, 'first_response')).toMatchObject({
		...{ n: replies.length, sum: sum(replies), max: Math.max(...replies) }
	});
	expect(await totalOf(db.clickhouse, 'resolution_time')).toMatchObject({
		...{ n: 12, sum: sum(metrics.map(({ full_resolution_time }) => full_resolution_time)) }
	});
	const rated = metrics.filter(({ score }) => score === 'good' || score === 'bad');
	expect(await totalOf(db.clickhouse, 'satisfaction')).toMatchObject({
		...{
			n: rated.length,
			numerator: rated.filter(({ score }) => score === 'good').length,
			sent: 12
		}
	});
	const query = "SELECT countIf(type = 'case.reopened') AS reopens FROM service_events";
	const result = await db.clickhouse.query({ query, format: 'JSONEachRow' });
	const [row] = z.array(z.object({ reopens: z.coerce.number() })).parse(await result.json());
	expect(row?.reopens).toBe(sum(metrics.map(({ reopens }) => reopens)));
});
