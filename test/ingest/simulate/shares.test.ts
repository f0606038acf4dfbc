import { expect, test } from 'vitest';
import {
	casesOf,
	DAY,
	eventsUntil,
	groupBy,
	openedAt,
	sampleTraffic,
	share,
	START,
	stepOf,
	type Case
} from './sample.ts';

/** A large sample: three organisations, thirty days each. */
const samples = ['1', '2', '3'].map((seed) => eventsUntil(sampleTraffic({ seed, days: 30, rate: 8 }), START));
const organisations = samples.map(casesOf);
const cases = organisations.flat();
const answers = cases.flatMap(({ steps }) => steps.filter(({ type }) => type === 'survey.answered'));

/** One figure for every team of every organisation. */
const perTeam = (figure: (cases: Case[]) => number) =>
	organisations.flatMap((all) => [...groupBy(all, ({ team }) => team).values()].map(figure));

const STANDARD_S: Record<string, number> = {
	phone: 15,
	chat: 60,
	counter: 600,
	social: 3600,
	email: 86_400,
	web: 86_400
};

function isPunctual(one: Case): boolean {
	const replied = stepOf(one, 'case.responded')?.at ?? NaN;
	return (replied - openedAt(one)) / 1000 <= (STANDARD_S[one.channel] ?? 0);
}

test('replies within the standard in 70 to 97 of 100, by team', () => {
	const shares = perTeam((all) =>
		share(
			all.filter((one) => stepOf(one, 'case.responded')),
			isPunctual
		)
	);
	expect(Math.min(...shares)).toBeGreaterThan(0.7);
	expect(Math.max(...shares)).toBeLessThan(0.97);
	expect(Math.max(...shares) - Math.min(...shares)).toBeGreaterThan(0.1);
});

test.each(Object.keys(STANDARD_S))('replies near the standard on %s', (channel) => {
	const replied = cases.filter((one) => one.channel === channel && stepOf(one, 'case.responded'));
	const kept = share(replied, isPunctual);
	expect(kept).toBeGreaterThan(0.75);
	expect(kept).toBeLessThan(0.97);
});

test('loses a few, but under 10, of 100 customers, some of them at once', () => {
	const lost = perTeam((all) => share(all, (one) => Boolean(stepOf(one, 'case.abandoned'))));
	expect(Math.min(...lost)).toBeGreaterThan(0.003);
	expect(Math.max(...lost)).toBeLessThan(0.1);
	const abandoned = cases.filter((one) => stepOf(one, 'case.abandoned'));
	const short = share(abandoned, (one) => (stepOf(one, 'case.abandoned')?.at ?? NaN) - openedAt(one) <= 5000);
	expect(short).toBeGreaterThan(0.1);
	expect(short).toBeLessThan(0.6);
});

/** Resolutions whose seven days have passed, with whether the customer came back. */
function resolutions(all: Case[]) {
	const byCustomer = groupBy(all, ({ customer }) => customer);
	return all.flatMap((one) => {
		const resolved = stepOf(one, 'case.resolved');
		if (!resolved || resolved.at > START - 7 * DAY) return [];
		const until = resolved.at + 7 * DAY;
		const inCase = one.steps.some(
			({ type, at }) => (type === 'case.contacted' || type === 'case.reopened') && at <= until
		);
		const again = (byCustomer.get(one.customer) ?? []).some(
			(other) =>
				other !== one &&
				other.topic === one.topic &&
				openedAt(other) >= resolved.at &&
				openedAt(other) <= until
		);
		return [{ team: String(resolved.data.team), kept: !inCase && !again }];
	});
}

test('settles 60 to 88 of 100 at first contact, by team', () => {
	const shares = organisations.flatMap((all) =>
		[...groupBy(resolutions(all), ({ team }) => team).values()].map((items) =>
			share(items, ({ kept }) => kept)
		)
	);
	expect(Math.min(...shares)).toBeGreaterThan(0.6);
	expect(Math.max(...shares)).toBeLessThan(0.88);
	expect(Math.max(...shares) - Math.min(...shares)).toBeGreaterThan(0.08);
});

const complaints = cases.filter((one) => stepOf(one, 'case.opened')?.data.kind === 'complaint');

test('brings 2 to 4 complaints in 100 cases', () => {
	const shares = organisations.map((all) =>
		share(all, (one) => stepOf(one, 'case.opened')?.data.kind === 'complaint')
	);
	for (const part of shares) {
		expect(part).toBeGreaterThan(0.02);
		expect(part).toBeLessThan(0.04);
	}
});

test('recovers complaints well, by half, late and not at all', () => {
	const mature = complaints.filter((one) => openedAt(one) < START - 14 * DAY);
	const within = (one: Case, type: string, ms: number) =>
		(stepOf(one, type)?.at ?? Infinity) - openedAt(one) <= ms;
	const figures = {
		acknowledged: share(mature, (one) => within(one, 'complaint.acknowledged', DAY)),
		remedied: share(mature, (one) => within(one, 'complaint.remedied', DAY)),
		ever: share(mature, (one) => Boolean(stepOf(one, 'complaint.remedied'))),
		confirmed: share(mature, (one) => Number(stepOf(one, 'complaint.confirmed')?.data.satisfied) >= 4),
		silent: share(mature, (one) => !stepOf(one, 'complaint.confirmed')),
		followed: share(mature, (one) => Boolean(stepOf(one, 'complaint.followed_up')))
	};
	const ranges = {
		acknowledged: [0.93, 0.999],
		remedied: [0.6, 0.9],
		ever: [0.88, 0.99],
		confirmed: [0.35, 0.65],
		silent: [0.2, 0.5],
		followed: [0.55, 0.85]
	};
	const outside = Object.entries(ranges).filter(([name, [low = 0, high = 0]]) => {
		const value = Object.entries(figures).find(([key]) => key === name)?.[1] ?? NaN;
		return !(value > low && value < high);
	});
	expect({ figures, outside }).toEqual({ figures, outside: [] });
});

test('hears from 15 to 35 of 100 whom it asks, more from the very happy and the very unhappy', () => {
	const sent = cases.flatMap(({ steps }) => steps.filter(({ type }) => type === 'survey.sent'));
	expect(answers.length / sent.length).toBeGreaterThan(0.15);
	expect(answers.length / sent.length).toBeLessThan(0.35);
	const scores = answers
		.filter(({ data }) => data.instrument === 'csat')
		.map(({ data }) => Number(data.score));
	const at = (score: number) => scores.filter((value) => value === score).length;
	expect(at(5)).toBeGreaterThan(at(4));
	expect(at(4) + at(5)).toBeGreaterThan(0.65 * scores.length);
	expect(at(4) + at(5)).toBeLessThan(0.92 * scores.length);
	expect(at(1)).toBeGreaterThan(0);
});

test('asks mostly for satisfaction, and a little of everything else', () => {
	const instruments = groupBy(answers, ({ data }) => String(data.instrument));
	expect([...instruments.keys()].sort()).toEqual(['ces', 'csat', 'fcr', 'nps', 'servqual', 'voice']);
	expect((instruments.get('csat') ?? []).length / answers.length).toBeGreaterThan(0.6);
});

test('has one person who hardly surveys those who escalated', () => {
	const asked = (name: string, escalated: boolean) =>
		share(
			(organisations[0] ?? []).filter(
				(one) =>
					stepOf(one, 'case.resolved')?.data.agent === name &&
					Boolean(stepOf(one, 'case.escalated')) === escalated
			),
			(one) => Boolean(stepOf(one, 'survey.sent'))
		);
	const evaders = sampleTraffic().teams.flatMap(({ agents }) => agents.filter(({ evades }) => evades));
	expect(evaders).toHaveLength(1);
	const [name = ''] = evaders.map((agent) => agent.name);
	expect(asked(name, false)).toBeGreaterThan(0.85);
	expect(asked(name, true)).toBeLessThan(0.45);
});

test('has a team that is getting worse', () => {
	const [all = []] = organisations;
	const worse = sampleTraffic().teams.find(({ trend }) => trend <= -1)?.name;
	const replied = all.filter((one) => one.team === worse && stepOf(one, 'case.responded'));
	const early = share(
		replied.filter((one) => openedAt(one) < START - 10 * DAY),
		isPunctual
	);
	const late = share(
		replied.filter((one) => openedAt(one) > START - 10 * DAY),
		isPunctual
	);
	expect(early - late).toBeGreaterThan(0.1);
});

test('lets few customers carry most of the value', () => {
	const [events = []] = samples;
	const worth = new Map<string, number>();
	for (const { type, data } of events)
		if (type === 'customer.active')
			worth.set(String(data.customer), (worth.get(String(data.customer)) ?? 0) + Number(data.value));
	const values = [...worth.values()].sort((a, b) => b - a);
	const sum = (list: number[]) => list.reduce((total, value) => total + value, 0);
	expect(sum(values.slice(0, values.length / 5)) / sum(values)).toBeGreaterThan(0.7);
});
