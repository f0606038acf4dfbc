import fc from 'fast-check';
import type { Sent } from './history.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Distances at which something turns: promises, windows, the hour, and nothing at all. */
const EDGES = [
	0,
	5 * SECOND,
	15 * SECOND,
	MINUTE,
	10 * MINUTE,
	HOUR,
	24 * HOUR,
	7 * DAY,
	14 * DAY,
	30 * DAY,
	31 * DAY,
	60 * DAY,
	90 * DAY
];
const WAITS = [0, 0, 5, 15, 60, 60.001, 600].map((seconds) => seconds * SECOND);
const nudge = fc.constantFrom(0, 0, 0, -1, 1);
const edge = fc.constantFrom(...EDGES);

/** How long after another event one happens: at one of these, just before or after; now and then anywhere, or before it. */
const distanceOf = (usual: number[]) =>
	fc
		.tuple(
			fc.oneof(
				{ weight: 6, arbitrary: fc.constantFrom(...usual) },
				{ weight: 2, arbitrary: edge },
				{ weight: 1, arbitrary: fc.integer({ min: 0, max: 10 * DAY }) }
			),
			nudge,
			fc.constantFrom(1, 1, 1, 1, 1, 1, 1, -1)
		)
		.map(([length, by, sign]) => sign * length + by);

/** Where clocks change, weeks and years end, in one zone or another. */
const BASES = [
	'2026-03-29T00:59:59.000Z',
	'2026-03-08T06:59:30.000Z',
	'2026-10-25T00:30:00.000Z',
	'2026-11-01T05:45:00.000Z',
	'2026-01-04T15:59:59.999Z',
	'2025-12-31T23:00:00.000Z',
	'2026-06-14T22:00:00.000Z'
];
export const ZONES = ['UTC', 'Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'];

const maybe = <T>(...values: T[]) => fc.constantFrom<T | undefined>(undefined, undefined, ...values);
const mostly = <T>(...values: T[]) => fc.constantFrom<T | undefined>(undefined, ...values, ...values);

const said = (some: typeof maybe) =>
	fc.record({
		team: some('north', 'south', 'east'),
		agent: some('ann', 'bob'),
		channel: some('phone', 'chat', 'email', 'counter', 'other'),
		customer: some('c1', 'c1', 'c1', 'c2'),
		tier: some('gold', 'standard'),
		topic: some('bill', 'line')
	});

const score = fc.constantFrom(
	{ score: 5 },
	{ score: 4 },
	{ score: 3.9 },
	{ score: 1, scale: 5 },
	{ score: 10, scale: 10 },
	{ score: 7.75, scale: 10 },
	{ score: 7, scale: 10 },
	{ score: 5, scale: 7 },
	{ score: 5.5, scale: 7 },
	{ score: 2, scale: 2 }
);
const answer = fc.oneof(
	{ weight: 3, arbitrary: score.map((told) => ({ instrument: 'csat', ...told })) },
	{
		weight: 1,
		arbitrary: fc.constantFrom(
			{ instrument: 'fcr', score: 1 },
			{ instrument: 'fcr', score: 0 },
			{ instrument: 'nps', score: 9 },
			{ instrument: 'ces', score: 5 }
		)
	}
);

type Step = { type: string; weight: number; usual: number[]; data?: fc.Arbitrary<Record<string, unknown>> };

/** What each kind of event may say, how often it happens, and how long after another. */
const STEPS: Step[] = [
	{ type: 'case.responded', weight: 8, usual: WAITS },
	{ type: 'case.resolved', weight: 7, usual: [0, MINUTE, HOUR, DAY] },
	{ type: 'case.contacted', weight: 3, usual: [0, HOUR, 7 * DAY, 7 * DAY] },
	{ type: 'case.reopened', weight: 3, usual: [0, MINUTE, 7 * DAY, 7 * DAY] },
	{ type: 'case.closed', weight: 1, usual: [0, HOUR] },
	{ type: 'case.transferred', weight: 1, usual: [0, HOUR] },
	{
		type: 'case.abandoned',
		weight: 4,
		usual: WAITS,
		data: fc.constantFrom({}, {}, {}, {}, { wait_known: false })
	},
	{ type: 'complaint.acknowledged', weight: 1, usual: [HOUR, DAY] },
	{ type: 'complaint.remedied', weight: 6, usual: [0, HOUR, DAY, DAY] },
	{
		type: 'complaint.confirmed',
		weight: 5,
		usual: [DAY, 14 * DAY, 14 * DAY],
		data: fc.record({ satisfied: fc.constantFrom(5, 4, 3, 1) })
	},
	{
		type: 'survey.sent',
		weight: 1,
		usual: [0, DAY],
		data: fc.record({ survey: maybe('s1', 's2'), instrument: maybe('csat', 'nps') })
	},
	{
		type: 'survey.answered',
		weight: 5,
		usual: [0, HOUR, DAY, 7 * DAY],
		data: fc
			.tuple(fc.record({ survey: maybe('s1', 's2') }), answer)
			.map(([survey, told]) => ({ ...survey, ...told }))
	},
	{ type: 'customer.active', weight: 7, usual: [60 * DAY, 60 * DAY, 75 * DAY, 90 * DAY] },
	{ type: 'customer.left', weight: 2, usual: [0, 75 * DAY, 90 * DAY] }
];

const identity = { source: fc.constantFrom('pbx', 'pbx', 'desk'), rank: fc.integer({ min: 0, max: 30 }) };
/** From which earlier event the time is counted: of the same case, mostly its opening, or of any. */
const since = fc.record({
	own: fc.constantFrom(true, true, true, false),
	at: fc.constantFrom(0, 0, 0, 0, 1, 2, 3, 5, 8)
});

const opening = fc
	.record({
		...identity,
		since: fc.record({
			own: fc.constant(false),
			at: fc.nat(15),
			type: maybe('complaint.remedied', 'complaint.remedied', 'case.resolved', 'case.resolved')
		}),
		distance: distanceOf([0, HOUR, DAY, 7 * DAY, 7 * DAY, 30 * DAY, 30 * DAY, 30 * DAY + HOUR]),
		dimensions: said(mostly),
		kind: maybe('complaint', 'complaint', 'request'),
		reason: maybe('late', 'late', 'late', 'rude'),
		told: fc.constantFrom(true, true, true, true, true, true, true, true, true, true, true, false)
	})
	.map(({ kind, reason, ...event }) => ({ ...event, type: 'case.opened', data: { kind, reason } }));

const step = fc.oneof(
	...STEPS.map(({ type, weight, usual, data = fc.constant({}) }) => ({
		weight,
		arbitrary: fc.record({
			...identity,
			since,
			distance: distanceOf(usual),
			type: fc.constant(type),
			in_case: fc.nat(3),
			dimensions: said(type.startsWith('customer.') ? mostly : maybe),
			data
		})
	}))
);

type Since = { own: boolean; at: number; type?: string | undefined };
type Move = { source: string; rank: number; since: Since; distance: number; type: string };
type Said = { dimensions: Record<string, unknown>; data: Record<string, unknown> };

const known = (data: Record<string, unknown>) =>
	Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));

/** Puts moves in time, each at a distance from an earlier one, and gives each an id of its own within its source. */
function tell(moves: (Move & Said & { subject: string })[]) {
	const times: { subject: string; type: string; at: number }[] = [];
	const taken = new Set<string>();
	return moves.map(({ source, rank, since, distance, type, subject, dimensions, data }) => {
		const near = times.filter((earlier) => !since.own || earlier.subject === subject);
		const alike = near.filter((earlier) => earlier.type === since.type);
		const among = alike.length > 0 ? alike : near;
		const at = (among[since.at % among.length]?.at ?? 0) + distance;
		times.push({ subject, type, at });
		let id = `i${rank}`;
		while (taken.has(`${source} ${id}`)) id += 'x';
		taken.add(`${source} ${id}`);
		return { source, id, type, subject, at, data: known({ ...dimensions, ...data }) };
	});
}

/** A few cases of a few customers, whose events lie where windows open and close. */
const history = fc
	.record({
		openings: fc.array(opening, { minLength: 1, maxLength: 4 }),
		steps: fc.array(step, { minLength: 3, maxLength: 16 })
	})
	.map(({ openings, steps }) => {
		const share = Math.ceil(steps.length / openings.length);
		// Cases are opened one after another, so that a later one can come just when a window of an earlier one closes.
		const moves = openings.flatMap((opening, newest) => [
			...(opening.told ? [{ ...opening, subject: `case-${newest}` }] : []),
			...steps
				.slice(newest * share, (newest + 1) * share)
				.map((move) => ({ ...move, subject: `case-${move.in_case % (newest + 1)}` }))
		]);
		return tell(moves);
	});

/** Several histories side by side, each with customers of its own, so that one question asks them all. */
const organisationOf = (base: number, histories: ReturnType<typeof tell>[]) =>
	histories.flatMap((events, part) =>
		events.map(({ at, id, subject, data, ...event }): Sent => {
			const customer = data.customer === undefined ? {} : { customer: `${part}-${String(data.customer)}` };
			const time = new Date(base + at).toISOString();
			return {
				...event,
				id: `${id}-${part}`,
				subject: `${part}-${subject}`,
				time,
				data: { ...data, ...customer }
			};
		})
	);

/** How events come in: some twice, in any order, in several batches. Only numbers, so that it shrinks with the events. */
const disorder = fc.record({
	again: fc.array(fc.nat(200), { maxLength: 6 }),
	places: fc.array(fc.nat(1000), { maxLength: 40 }),
	batches: fc.integer({ min: 1, max: 3 })
});

function deliveryOf(
	sent: Sent[],
	{ again, places, batches }: { again: number[]; places: number[]; batches: number }
) {
	const all = [...sent, ...again.flatMap((at) => sent[at % sent.length] ?? [])];
	const shuffled = all
		.map((event, at) => ({ event, place: places[at % (places.length || 1)] ?? at }))
		.sort((a, b) => a.place - b.place)
		.map(({ event }) => event);
	const size = Math.ceil(all.length / batches);
	return Array.from({ length: batches }, (_, at) => shuffled.slice(at * size, (at + 1) * size)).filter(
		(batch) => batch.length > 0
	);
}

/** What may be asked, in terms of the events: of all that happened or from one event to another; now or at some edge. */
const asking = fc.record({
	from: fc.option(fc.nat(60), { freq: 1 }),
	to: fc.option(fc.nat(60), { freq: 1 }),
	cut: fc.constantFrom(false, false, false, true),
	clock: fc.option(fc.record({ after: fc.nat(200), window: fc.nat(20), nudge }), { freq: 3 }),
	zone: fc.constantFrom(...ZONES),
	teams: fc.constantFrom<string[]>([], [], [], ['north'], ['south', '']),
	channels: fc.constantFrom<string[]>([], [], [], [], ['phone'], ['', 'chat']),
	threshold_s: fc.constantFrom(undefined, undefined, undefined, 5, 15, 60.001)
});

const AHEAD = 10 * MINUTE;

/** How long after an event of its type something is judged otherwise. */
const TURNS: Record<string, number[]> = {
	'case.opened': [5 * SECOND, 15 * SECOND, 15 * SECOND, MINUTE, DAY, 14 * DAY, 31 * DAY, 90 * DAY],
	'case.resolved': [7 * DAY],
	'complaint.remedied': [31 * DAY]
};

/** A clock about as far after an event as its windows are long. */
function clockAt({ type, time }: Sent, { window, nudge }: { window: number; nudge: number }) {
	const turns = TURNS[type] ?? EDGES;
	return Date.parse(time) + (turns[window % turns.length] ?? 0) + nudge;
}

type Asking = typeof asking extends fc.Arbitrary<infer Value> ? Value : never;

/** A question, and what had been sent when it was asked: sources run at most ten minutes ahead of the server's clock. */
function questionOf(sent: Sent[], { from, to, cut, clock, ...more }: Asking) {
	const times = sent.map(({ time }) => Date.parse(time));
	const [first, last] = [Math.min(...times), Math.max(...times)];
	const timeOf = (at: number) => times[at % times.length] ?? first;
	const start = cut && from !== null ? timeOf(from) : first;
	const end = cut && to !== null ? timeOf(to) : last + DAY;
	const turning = clock && sent[clock.after % sent.length];
	const asOf = clock && turning ? clockAt(turning, clock) : last + 200 * DAY;
	return {
		sent: sent.filter((event) => Date.parse(event.time) <= asOf + AHEAD),
		scope: {
			...more,
			from: new Date(start).toISOString(),
			to: new Date(Math.max(end, start + 1)).toISOString(),
			as_of: new Date(asOf).toISOString()
		}
	};
}

/** A small organisation's history, what is asked about it, and two ways in which it came in. */
export const questions = fc
	.record({
		base: fc.constantFrom(...BASES),
		histories: fc.array(history, { minLength: 1, maxLength: 12 }),
		asking,
		disorder,
		disorder_again: disorder
	})
	.map(({ base, histories, asking, disorder, disorder_again }) => {
		const all = organisationOf(Date.parse(base), histories);
		const { sent, scope } = questionOf(all, asking);
		return {
			sent,
			scope,
			histories: histories.length,
			delivery: deliveryOf(sent, disorder),
			again: deliveryOf(sent, disorder_again)
		};
	})
	.filter(({ sent }) => sent.length > 0);
