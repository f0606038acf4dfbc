import { expect, test } from 'vitest';
import { createCalendar } from '../../../ingest/simulate/calendar.ts';
import type { Incident } from '../../../ingest/simulate/incident.ts';
import {
	casesOf,
	DAY,
	eventsUntil,
	openedAt,
	sampleTraffic,
	share,
	START,
	stepOf,
	type Case
} from './sample.ts';

const MINUTE = 60_000;
const traffic = sampleTraffic({ rate: 30, days: 14 });
const cases = casesOf(eventsUntil(traffic, START + 25 * MINUTE));
const [past, live] = traffic.incidents;

/** What one sees of a team in some hours. */
function figures(concerned: Case[]) {
	const waited = concerned.flatMap((one) => {
		const over = stepOf(one, 'case.responded') ?? stepOf(one, 'case.abandoned');
		return over ? [over.at - openedAt(one)] : [];
	});
	const answers = concerned.flatMap(({ steps }) => steps.filter(({ type }) => type === 'survey.answered'));
	const scores = answers
		.filter(({ data }) => data.instrument === 'csat')
		.map(({ data }) => Number(data.score));
	return {
		wait: waited.sort((a, b) => a - b)[Math.floor(waited.length / 2)] ?? NaN,
		abandoned: share(concerned, (one) => Boolean(stepOf(one, 'case.abandoned'))),
		satisfaction: scores.reduce((sum, score) => sum + score, 0) / scores.length
	};
}

/** Its queues only: nobody waits in the line of an e-mail. */
const queued = (one: Case) => ['phone', 'chat', 'counter'].includes(one.channel);

function during({ team, from, to }: Incident, inside: boolean) {
	return figures(
		cases.filter((one) => {
			const at = openedAt(one);
			return one.team === team && queued(one) && (at >= from && at < to) === inside;
		})
	);
}

test('one team is overrun on one working day of the history', () => {
	if (!past) throw new Error('no incident is planned');
	const calendar = createCalendar('Asia/Shanghai');
	expect(past.to).toBeLessThan(START);
	expect(past.from).toBeGreaterThan(START - 14 * DAY);
	expect(calendar.weekday(past.from)).toBeLessThan(5);
	expect(calendar.midnight(past.from)).toBe(calendar.midnight(past.to));
	const [usual, overrun] = [during(past, false), during(past, true)];
	expect(overrun.wait).toBeGreaterThan(4 * usual.wait);
	expect(overrun.abandoned).toBeGreaterThan(3 * usual.abandoned);
	expect(overrun.satisfaction).toBeLessThan(usual.satisfaction - 0.5);
});

test('and one shortly after live traffic has begun, for some minutes', () => {
	if (!live) throw new Error('no live incident is planned');
	expect(live.from - START).toBeGreaterThanOrEqual(3 * MINUTE);
	expect(live.from - START).toBeLessThanOrEqual(5 * MINUTE);
	expect(live.to - live.from).toBe(4 * MINUTE);
	const [usual, overrun] = [during(live, false), during(live, true)];
	expect(overrun.wait).toBeGreaterThan(3 * usual.wait);
	expect(overrun.abandoned).toBeGreaterThan(3 * usual.abandoned);
});

test('nobody else is concerned', () => {
	if (!past) throw new Error('no incident is planned');
	const others = (inside: boolean) =>
		figures(
			cases.filter((one) => {
				const at = openedAt(one);
				return (
					one.team !== past.team && queued(one) && at < START && (at >= past.from && at < past.to) === inside
				);
			})
		);
	expect(others(true).wait).toBeLessThan(1.5 * others(false).wait);
});

test.each([1, 2, 3, 5, 30, 90])('it lies within a history of %i days', (days) => {
	const [incident] = sampleTraffic({ days }).incidents;
	expect(incident?.to).toBeGreaterThan(START - days * DAY);
	expect(incident?.to).toBeLessThan(START);
});

test('without history there is only the live one', () => {
	expect(sampleTraffic({ days: 0 }).incidents).toEqual([
		expect.objectContaining({ from: START + 5 * MINUTE })
	]);
});
