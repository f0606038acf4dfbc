import { afterEach, beforeEach, expect, test } from 'vitest';
import { chatwoot } from '../../../ingest/sources/chatwoot.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { store } from '../../support/events.ts';
import { totalOf } from '../../support/kpi.ts';
import { became, BOT, CONTACT, created, message, rating, seconds, survey } from './chatwoot-payloads.ts';
import { kpisOf, readWith, shaken } from './support.ts';

let db: TestDatabase;
beforeEach(async () => void (db = await testDatabase()));
afterEach(() => db.drop());

type Payload = Record<string, unknown>;

const START = Date.UTC(2026, 0, 5, 9);
const at = (s: number) => new Date(START + s * 1000).toISOString();

/** Ten conversations a day: every third has a bot first, some are resolved, opened again and resolved again, some rated. */
function wayOf(index: number): Payload[] {
	const [id, start] = [50 + index, index * 8640];
	const when = (s: number) => at(start + s);
	const state = { created_at: seconds(when(0)), meta: { sender: { id: 200 + index } } };
	const bot = index % 3 === 0;
	const [open, pending] = [
		{ ...state, status: 'open' },
		{ ...state, status: 'pending' }
	];
	return [
		created(id, when(0), bot ? pending : open),
		message(id * 10, id, when(1), { message_type: 'incoming', sender: CONTACT }, state),
		...(bot
			? [
					message(id * 10 + 1, id, when(2), { sender: BOT }, state),
					became(id, when(60), 'open', 'pending', state)
				]
			: []),
		message(id * 10 + 2, id, when(90), { private: true }, state),
		...(index === 7 ? [] : [message(id * 10 + 3, id, when(100 + index * 7), {}, state)]),
		message(id * 10 + 4, id, when(400), { message_type: 'incoming', sender: CONTACT }, state),
		became(id, when(600), 'resolved', 'open', state),
		survey(id * 10 + 5, id, when(601), {}, state),
		...(index % 4 === 1
			? [became(id, when(5000), 'open', 'resolved', state), became(id, when(6000), 'resolved', 'open', state)]
			: []),
		...(index % 2 === 0 ? [rating(id * 10 + 5, id, when(7000), 1 + (index % 5))] : [])
	];
}

const PAYLOADS = Array.from({ length: 10 }, (_, index) => wayOf(index)).flat();
const send = (payloads: readonly Payload[]) => store(db.clickhouse, readWith(chatwoot, payloads).events);

test('webhooks delivered twice and in any order: no KPI moves', async () => {
	await send(PAYLOADS);
	const before = await kpisOf(db.clickhouse);
	const again = shaken(PAYLOADS, 4);
	await send(again.slice(0, 30));
	await send(again.slice(30));
	expect(await kpisOf(db.clickhouse)).toEqual(before);
	expect(before.cases_opened).toMatchObject({ n: 10 });
});

test('replies and ratings that come five days late count where they belong', async () => {
	const late = ({ event, message_type, private: hidden }: Payload) =>
		event === 'message_updated' || (event === 'message_created' && message_type === 'outgoing' && !hidden);
	await send(PAYLOADS.filter((payload) => !late(payload)));
	const now = '2026-01-07T00:00:00Z';
	expect(await totalOf(db.clickhouse, 'first_response')).toMatchObject({ n: 0 });
	expect(await totalOf(db.clickhouse, 'satisfaction', { now })).toMatchObject({ n: 0, sent: 10 });
	await send(PAYLOADS.filter(late));
	const after = await kpisOf(db.clickhouse);

	const whole = await testDatabase();
	await store(whole.clickhouse, readWith(chatwoot, PAYLOADS).events);
	expect(after).toEqual(await kpisOf(whole.clickhouse));
	expect(after.first_response).toMatchObject({ n: 9 });
	await whole.drop();
});

/** Chatwoot's own figures of a conversation (app/listeners/reporting_event_listener.rb), from its payloads. */
function figuresOf(index: number) {
	const payloads = wayOf(index);
	const secondsOf = (payload: Payload | undefined) =>
		typeof payload?.updated_at === 'number' ? payload.updated_at : seconds(String(payload?.created_at));
	const statuses = payloads.filter(({ event }) => event === 'conversation_status_changed');
	const handoff = payloads.find(
		(payload) => payload.status === 'open' && JSON.stringify(payload).includes('pending')
	);
	const [opening] = payloads;
	const reply = payloads.find(
		({ event, message_type, private: hidden, sender }) =>
			event === 'message_created' && message_type === 'outgoing' && !hidden && sender !== BOT
	);
	return {
		// From the opening, or from the bot's handing over: its last activity that was not human.
		first_response: reply && secondsOf(reply) - secondsOf(handoff ?? opening),
		resolutions: statuses.filter(({ status }) => status === 'resolved').map(secondsOf),
		waited_from: secondsOf(handoff ?? opening)
	};
}

test("first response, resolution time and satisfaction are Chatwoot's own", async () => {
	await send(PAYLOADS);
	const figures = Array.from({ length: 10 }, (_, index) => figuresOf(index));
	const sum = (values: number[]) => values.reduce((all, value) => all + value, 0);

	const responses = figures.flatMap(({ first_response }) => first_response ?? []);
	expect(responses).toHaveLength(9);
	expect(await totalOf(db.clickhouse, 'first_response')).toMatchObject({
		...{ n: responses.length, sum: sum(responses), max: Math.max(...responses) }
	});
	const resolutions = figures.map(({ resolutions, waited_from }) => Math.max(...resolutions) - waited_from);
	expect(await totalOf(db.clickhouse, 'resolution_time')).toMatchObject({ n: 10, sum: sum(resolutions) });

	// Chatwoot's satisfaction score is the share of ratings 4 and 5; each conversation was asked once.
	const ratings = [0, 2, 4, 6, 8].map((index) => 1 + (index % 5));
	expect(await totalOf(db.clickhouse, 'satisfaction')).toMatchObject({
		...{ n: 5, numerator: ratings.filter((score) => score >= 4).length, sum: sum(ratings), sent: 10 }
	});
});
