import { expect, test, vi } from 'vitest';
import { parseEvent, SIMULATOR_SOURCE, type CloudEvent } from '#schema/event.ts';
import { casesOf, DAY, eventsUntil, HOUR, sampleTraffic, START } from './sample.ts';

vi.setConfig({ testTimeout: 60_000 }); // generating takes seconds on a busy machine

/** Some history and half an hour of the live part, as the same stream. */
const traffic = sampleTraffic();
const events = eventsUntil(traffic, START + HOUR / 2);
const history = events.filter(({ time }) => Date.parse(time) <= START);

test('is the same, event for event, for the same seed, start and options', () => {
	const texts = () =>
		eventsUntil(sampleTraffic({ days: 2 }), START + HOUR / 4).map((event) => JSON.stringify(event));
	const once = texts();
	const again = texts();
	expect(again).toHaveLength(once.length);
	expect(again.filter((text, ix) => text !== once[ix])).toEqual([]);
});

test('is another organisation with another seed', () => {
	const types = (seed: string) =>
		eventsUntil(sampleTraffic({ seed, days: 1 }), START).map(({ type }) => type);
	expect(types('2')).not.toEqual(types('1'));
	expect(sampleTraffic({ seed: '2' }).teams).not.toEqual(traffic.teams);
});

test('keeps the teams and their people, whenever it starts', () => {
	expect(sampleTraffic({ start: START + 5 * DAY, days: 3, rate: 400 }).teams).toEqual(traffic.teams);
});

test('names every event and case once, and differently in another run', () => {
	expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
	const later = eventsUntil(sampleTraffic({ start: START + 1, days: 1 }), START);
	const ids = new Set(events.map(({ id }) => id));
	const subjects = new Set(events.map(({ subject }) => subject).filter((subject) => subject !== undefined));
	expect(later.some(({ id, subject }) => ids.has(id) || (subject && subjects.has(subject)))).toBe(false);
});

test('sends only events that ingest takes', () => {
	const now = START + HOUR / 2;
	const onTheWire = (event: CloudEvent): unknown => JSON.parse(JSON.stringify(event));
	const refused = events.flatMap((event) => {
		const parsed = parseEvent(onTheWire(event), now);
		return parsed.ok ? [] : [`${event.type} ${parsed.refusal.path}: ${parsed.refusal.detail}`];
	});
	expect([...new Set(refused)]).toEqual([]);
});

test('labels every event as simulated, and every case by the run', () => {
	expect(new Set(events.map(({ source }) => source))).toEqual(new Set([SIMULATOR_SOURCE]));
	const cases = casesOf(events);
	expect(cases.filter(({ id }) => !id.startsWith(`SIM-${traffic.run}-`))).toEqual([]);
});

test('tells everything in order of time', () => {
	const times = events.map(({ time }) => time);
	expect(times).toEqual([...times].sort());
	expect(times[0] && times[0] >= new Date(START - 14 * DAY).toISOString()).toBe(true);
});

test('opens every case once, before anything else happens in it', () => {
	const wrong = casesOf(events).filter(
		({ steps }) =>
			steps[0]?.type !== 'case.opened' || steps.filter(({ type }) => type === 'case.opened').length > 1
	);
	expect(wrong).toEqual([]);
});

/** What must have happened in a case before something else can. */
const AFTER = {
	'case.resolved': 'case.responded',
	'case.reopened': 'case.resolved',
	'case.contacted': 'case.responded',
	'survey.delivered': 'survey.sent',
	'survey.answered': 'survey.delivered',
	'promise.kept': 'promise.made',
	'promise.broken': 'promise.made',
	'complaint.step': 'complaint.acknowledged',
	'complaint.remedied': 'complaint.acknowledged',
	'complaint.confirmed': 'complaint.remedied',
	'complaint.followed_up': 'complaint.remedied'
};

test.each(Object.entries(AFTER))('lets %s happen only after %s', (effect, cause) => {
	const concerned = casesOf(events).filter(({ steps }) => steps.some(({ type }) => type === effect));
	const early = concerned.filter(({ steps }) => {
		const types = steps.map(({ type }) => type);
		return !types.includes(cause) || types.indexOf(cause) > types.indexOf(effect);
	});
	expect(concerned.length).toBeGreaterThan(0);
	expect(early).toEqual([]);
});

test('lets nobody answer whom the customer has stopped waiting for', () => {
	const abandoned = casesOf(events).filter(({ steps }) =>
		steps.some(({ type }) => type === 'case.abandoned')
	);
	expect(abandoned.length).toBeGreaterThan(100);
	expect(new Set(abandoned.map(({ steps }) => steps.map(({ type }) => type).join()))).toEqual(
		new Set(['case.opened,case.abandoned'])
	);
	expect(new Set(abandoned.map(({ channel }) => channel))).toEqual(new Set(['phone', 'chat', 'counter']));
});

test('has of everything: every kind of event but those of other sources', () => {
	const weeks = eventsUntil(sampleTraffic({ days: 40, rate: 1 }), START);
	const types = [...new Set(weeks.map(({ type }) => type))].sort();
	expect(types).toMatchInlineSnapshot(`
		[
		  "agent.state",
		  "case.abandoned",
		  "case.assigned",
		  "case.closed",
		  "case.contacted",
		  "case.escalated",
		  "case.opened",
		  "case.reopened",
		  "case.resolved",
		  "case.responded",
		  "case.transferred",
		  "complaint.acknowledged",
		  "complaint.confirmed",
		  "complaint.escalated",
		  "complaint.followed_up",
		  "complaint.remedied",
		  "complaint.step",
		  "customer.active",
		  "customer.left",
		  "inspection.scored",
		  "promise.broken",
		  "promise.kept",
		  "promise.made",
		  "staff.surveyed",
		  "survey.answered",
		  "survey.delivered",
		  "survey.sent",
		]
	`);
});

test('gives a fortnight at 20 events a second 60,000 to 120,000 events, near what it announces', () => {
	expect(history.length).toBeGreaterThan(60_000);
	expect(history.length).toBeLessThan(120_000);
	expect(Math.abs(traffic.historyEvents / history.length - 1)).toBeLessThan(0.1);
});

test.each([
	[1100, 5000],
	[365, 50]
])('keeps %i days of history at %i events a second small enough to be sent', (days, rate) => {
	expect(sampleTraffic({ days, rate }).historyEvents).toBeLessThan(400_000);
});

test('goes live at the asked rate without a ramp', () => {
	const live = eventsUntil(sampleTraffic({ days: 1, rate: 50 }), START + HOUR / 4).filter(
		({ time }) => Date.parse(time) > START
	);
	const perMinute = Array.from({ length: 15 }, (_, minute) => {
		const from = START + minute * 60_000;
		return (
			live.filter(({ time }) => Date.parse(time) >= from && Date.parse(time) < from + 60_000).length / 60
		);
	});
	expect(Math.min(...perMinute)).toBeGreaterThan(38);
	expect(Math.max(...perMinute)).toBeLessThan(65);
});

test('continues in the live part the cases that history has opened', () => {
	const before = new Set(casesOf(history).map(({ id }) => id));
	const live = events.filter(({ time }) => Date.parse(time) > START);
	const continued = live.filter(({ subject }) => subject && before.has(subject));
	const types = new Set(continued.map(({ type }) => type));
	expect(continued.length).toBeGreaterThan(500);
	expect([...types]).toEqual(
		expect.arrayContaining(['case.responded', 'case.resolved', 'survey.answered', 'case.closed'])
	);
});

test('works without any history, and with a single team', () => {
	const live = eventsUntil(sampleTraffic({ days: 0, teams: 1 }), START + HOUR / 6);
	expect(Date.parse(live[0]?.time ?? '')).toBeGreaterThanOrEqual(START);
	expect(live.length).toBeGreaterThan(2000);
	expect(sampleTraffic({ days: 0, teams: 1 }).historyEvents).toBe(0);
});

test('moves at night too', () => {
	const night = Date.parse('2026-11-17T19:00:00Z'); // 03:00 in Shanghai
	const quiet = eventsUntil(sampleTraffic({ start: night, days: 1, rate: 50 }), night + HOUR / 6);
	const live = quiet.filter(({ time }) => Date.parse(time) > night);
	expect(live.length / 600).toBeGreaterThan(0.25 * 50);
});

test('has at most forty teams, all with names that fit and people of their own', () => {
	const { teams } = sampleTraffic({ teams: 40 });
	const agents = teams.flatMap((team) => team.agents.map(({ name }) => name));
	expect(new Set(teams.map(({ name }) => name)).size).toBe(40);
	expect(teams.filter(({ name }) => name.length > 24)).toEqual([]);
	expect(new Set(agents).size).toBe(agents.length);
	expect(teams.filter((team) => team.agents.length < 5 || team.agents.length > 15)).toEqual([]);
});
