import type { CloudEvent } from '#schema/event.ts';
import { createRandom, type Random } from '../fixtures/random.ts';
import { event } from './events.ts';

const TEAMS = ['North', 'South', 'Back office', ''];
const CHANNELS = ['phone', 'chat', 'email', ''];
const REASONS = ['late', 'rude', 'price', 'wrong', 'lost', 'damaged', 'queue', 'bill', 'data', 'other', ''];
const DAY = 86_400_000;

const iso = (ms: number) => new Date(ms).toISOString().replace('Z', '');

type Case = { id: string; opened: number; customer: string; random: Random };

const some = (data: Record<string, unknown>) =>
	Object.fromEntries(Object.entries(data).filter(([, value]) => value !== ''));

function work({ id, opened, random }: Case): CloudEvent[] {
	const told: CloudEvent[] = [];
	let at = opened;
	const then = (
		type: CloudEvent['type'],
		most: number,
		share: number,
		data: Record<string, unknown> = {}
	) => {
		if (!random.chance(share)) return;
		at += random.between(1, most) * 1000;
		told.push(event(type, id, iso(at), data, `${id}-${told.length}`));
	};
	then('case.responded', 60, 0.7);
	then('case.abandoned', 8, 0.1, random.chance(0.3) ? { wait_known: false } : {});
	then('case.transferred', 300, 0.2, { team: random.pick(TEAMS.slice(0, 3)) });
	then('case.contacted', 3600, 0.2);
	then('case.escalated', 3600, 0.15);
	then('case.resolved', 86_400, 0.8);
	then('case.reopened', 6 * 86_400, 0.1);
	then('case.resolved', 86_400, 0.1);
	// Before its opening: it cannot be right.
	for (const type of ['case.responded', 'case.resolved', 'complaint.acknowledged'] as const)
		if (random.chance(0.05)) told.push(event(type, id, iso(opened - 1000), {}, `${id}-early-${type}`));
	return told;
}

function recovery({ id, opened, random }: Case): CloudEvent[] {
	const after = (hours: number) => iso(opened + random.between(1, hours * 3600) * 1000);
	const maybe = (
		type: CloudEvent['type'],
		hours: number,
		share: number,
		data: Record<string, unknown> = {}
	) => (random.chance(share) ? [event(type, id, after(hours), data, `${id}-${type}`)] : []);
	return [
		...maybe('complaint.acknowledged', 40, 0.7),
		...maybe('complaint.remedied', 40, 0.8),
		...maybe('complaint.confirmed', 200, 0.6, { satisfied: random.between(1, 5) }),
		...maybe('complaint.followed_up', 240, 0.6)
	];
}

const DIMENSIONS = ['reliability', 'responsiveness', 'assurance', 'empathy', 'tangibles'];

function survey({ id, opened, customer, random }: Case): CloudEvent[] {
	const instrument = random.pick(['csat', 'csat', 'nps', 'ces', 'servqual', 'fcr', 'voice']);
	const scores: Record<string, [number, number]> = { csat: [1, 5], nps: [0, 10], ces: [1, 7], fcr: [0, 1] };
	const [low, high] = scores[instrument] ?? [0, 0];
	const sent = opened + random.between(1, 36) * 3_600_000;
	const tell = (type: CloudEvent['type'], hours: number, data: Record<string, unknown>) =>
		event(
			type,
			id,
			iso(sent + hours * 3_600_000),
			{ survey: `q-${id}`, instrument, ...data },
			`${id}-${type}`
		);
	const said = {
		...(instrument in scores ? { score: random.between(low, high) } : {}),
		...(instrument === 'voice' ? { had_problem: random.chance(0.8), spoke_up: random.chance(0.4) } : {}),
		...(instrument === 'servqual'
			? {
					items: DIMENSIONS.filter(() => random.chance(0.7)).map((dimension) => ({
						...{ dimension, expectation: random.between(3, 7), perception: random.between(1, 7) }
					}))
				}
			: {}),
		...some({ customer })
	};
	return [
		tell('survey.sent', 0, {}),
		...(random.chance(0.8) ? [tell('survey.delivered', 1, {})] : []),
		...(random.chance(0.7) ? [tell('survey.answered', random.between(2, 30), said)] : [])
	];
}

function promise({ id, opened, random }: Case): CloudEvent[] {
	const due = opened + random.between(1, 20 * 24) * 3_600_000;
	const data = { promise: `p-${id}`, kind: random.pick(['repair_visit', 'answer']) };
	const from = random.chance(0.6) ? { from_team: random.pick(TEAMS.slice(0, 3)) } : {};
	const done = opened + random.between(1, 20 * 24) * 3_600_000;
	return [
		event('promise.made', id, iso(opened + 1000), { ...data, ...from, due: `${iso(due)}Z` }, `${id}-made`),
		...(random.chance(0.7) ? [event('promise.kept', id, iso(done), data, `${id}-kept`)] : [])
	];
}

function caseOf(random: Random, id: string, opened: number): CloudEvent[] {
	const customer = random.chance(0.8) ? `c${random.below(90)}` : '';
	const complains = random.chance(0.35);
	const one: Case = { id, opened, customer, random };
	const data = some({
		...{
			team: random.pick(TEAMS),
			channel: random.pick(CHANNELS),
			customer,
			agent: random.pick(['Ann', 'Bo', ''])
		},
		...{ tier: random.pick(['gold', 'standard', '']), topic: random.pick(['bill', 'line', '']) },
		...(complains ? { kind: 'complaint', reason: random.pick(REASONS) } : {})
	});
	return [
		event('case.opened', id, iso(opened), data, `${id}-opened`),
		...work(one),
		...(complains ? recovery(one) : []),
		...(random.chance(0.7) ? survey(one) : []),
		...(random.chance(0.3) ? promise(one) : [])
	];
}

function beside(random: Random, id: string, at: number): CloudEvent[] {
	const where = some({ team: random.pick(TEAMS), channel: random.pick(CHANNELS) });
	const score = (): number => random.between(20, 100);
	return [
		event(
			'inspection.scored',
			id,
			iso(at),
			{ ...where, procedural: score(), personal: score() },
			`${id}-check`
		),
		event('staff.surveyed', id, iso(at), { ...where, score: random.between(1, 5) }, `${id}-staff`),
		event('customer.active', id, iso(at), { ...where, customer: `c${random.below(90)}` }, `${id}-active`)
	];
}

type Days = { seed: number; from: string; days: number; aDay: number };

/** An organisation's days from one day on, made up of a seed: nearly every kind of event, some of them wrong. */
export function organisation({ seed, from, days, aDay }: Days): CloudEvent[] {
	const random = createRandom(seed);
	const start = Date.parse(from);
	return Array.from({ length: days * aDay }, (_, at) => {
		const moment = start + Math.floor(at / aDay) * DAY + random.below(DAY);
		return [
			...caseOf(random, `k${seed}-${at}`, moment),
			...(at % 4 === 0 ? beside(random, `b${seed}-${at}`, moment) : [])
		];
	}).flat();
}

/** An answer of every score there is, on a day: chance alone may leave one out. */
export const everyScore = (time: string): CloudEvent[] =>
	Object.entries({ nps: [0, 10], ces: [1, 7] } as const).flatMap(([instrument, [low, high]]) =>
		Array.from({ length: high - low + 1 }, (_, at) =>
			event('survey.answered', `${instrument}-${low + at}`, time, {
				...{ survey: `every-${instrument}-${low + at}`, instrument, score: low + at },
				...{ team: 'North', channel: 'phone' }
			})
		)
	);
