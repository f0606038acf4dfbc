import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { parseEvent, type CloudEvent } from '#schema/event.ts';
import { createReviews } from '../../../src/lib/server/reviews.ts';
import { eventRow } from '../../support/event-row.ts';
import { event } from '../../support/events.ts';

/** Week 46 of 2026: it is over on Monday the 16th. */
export const WEEK = '2026-W46';
export const MONDAY = '2026-11-09';
const DAY = '2026-11-11T09:00:00';
/** When it is published, when late events come, and when somebody looks. */
export const TUESDAY = '2026-11-17T09:00:00Z';
export const WEDNESDAY = '2026-11-18T09:00:00Z';
export const THURSDAY = '2026-11-19T09:00:00Z';

/** The last that is known: the data have passed the week. */
export const AFTER = '2026-11-16T08:00:00.000Z';

/** Stores events as received at a time. */
export async function receive(clickhouse: ClickHouseClient, at: string, events: CloudEvent[]) {
	const rows = events.map((sent) => {
		const parsed = parseEvent(sent, Date.parse('2100-01-01'));
		if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
		return eventRow(parsed.event, at.replace('T', ' ').replace('Z', ''));
	});
	await clickhouse.command({ query: `INSERT INTO events FORMAT JSONEachRow\n${rows.join('\n')}` });
}

/** Answers to surveys of a team in the week. */
export const answers = (name: string, scores: number[], { team = 'East', day = DAY } = {}) =>
	scores.map((score, index) =>
		event('survey.answered', `${name}-${index}`, day, { instrument: 'csat', score, team, channel: 'phone' })
	);

/** A complaint and calls, so that every section has something to say. */
export const calls = () => [
	...['a', 'b', 'c', 'd', 'e', 'f'].flatMap((id, at) => [
		event('case.opened', id, `2026-11-10T10:0${at}:00`, {
			...{ team: 'East', channel: 'phone', customer: `customer ${id}`, topic: 'bill' },
			...(at === 0 && { kind: 'complaint', reason: 'delay' })
		}),
		event('case.responded', id, `2026-11-10T10:0${at}:05`),
		event('case.resolved', id, `2026-11-10T10:3${at}:00`)
	]),
	event('inspection.scored', 'x', '2026-11-10T12:00:00', { team: 'East', procedural: 80, personal: 40 }),
	event('agent.state', 'y', AFTER, { agent: 'Ann', state: 'available' })
];

export const reviewsAt = (clickhouse: ClickHouseClient, now: string) =>
	createReviews({ clickhouse, zone: 'UTC', now: () => Date.parse(now) });

/** Publishes the week. Throws where it is refused. */
export async function publish(
	clickhouse: ClickHouseClient,
	{ now = TUESDAY, by = 'Ann', team = [] as string[] } = {}
) {
	const given = { week: WEEK, team, channel: [], by };
	const published = await reviewsAt(clickhouse, now).publish(given);
	if (!published.ok) throw new Error(published.refused.detail);
	return published.review;
}
