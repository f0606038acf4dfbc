import fc from 'fast-check';
import { DEFAULT_STANDARDS, type Parameter, type Rules, type Standard } from '../standards.ts';
import { CALENDARS } from './calendars.ts';
import { DAY, HOUR, MINUTE, nudge } from './times.ts';

const ALWAYS = Date.parse('1990-01-01T00:00:00Z');

/** When something begins to hold: since ever; soon after the first events; or just when somebody came. */
const since = fc.option(
	fc.record({
		after: fc.constantFrom(0, 0, MINUTE, HOUR, DAY, 7 * DAY, 30 * DAY),
		arrival: fc.option(fc.nat(1000), { freq: 1 }),
		nudge
	}),
	{ freq: 2 }
);

type Since = typeof since extends fc.Arbitrary<infer Value> ? Value : never;

/** What rules are laid down for: when things begin to happen, and when somebody comes. */
export type Setting = { base: number; arrivals: number[] };

function instantOf({ base, arrivals }: Setting, since: Since): number {
	if (since === null) return ALWAYS;
	const arrival = since.arrival === null ? undefined : arrivals[since.arrival % arrivals.length];
	return (arrival ?? base + since.after) + since.nudge;
}

const iso = (at: number) => new Date(at).toISOString();

const law = fc.record({
	metric: fc.constantFrom(
		'first_response',
		'first_response',
		'first_response',
		'resolution',
		'resolution',
		'complaint_acknowledged',
		'complaint_remedied',
		'complaint_followed_up',
		'promise:visit',
		'promise:repair_visit'
	),
	team: fc.constantFrom('', '', 'north', 'south'),
	channel: fc.constantFrom('', '', '', 'phone', 'chat', 'email'),
	tier: fc.constantFrom('', '', 'gold'),
	threshold_s: fc.constantFrom(null, 5, 15, 60, 600, 3600, 7200, 86_400, 604_800),
	calendar: fc.constantFrom('', '', ...CALENDARS.map(({ id }) => id)),
	since,
	lasts: fc.option(fc.constantFrom(1, HOUR, DAY, 7 * DAY), { freq: 1 })
});

type Law = typeof law extends fc.Arbitrary<infer Value> ? Value : never;

function standardOf(setting: Setting, { calendar, since, lasts, threshold_s, ...to }: Law): Standard {
	const valid_from = instantOf(setting, since);
	return {
		...to,
		threshold_s,
		clock: calendar && threshold_s !== null ? 'business' : 'calendar',
		calendar: threshold_s === null ? '' : calendar,
		valid_from: iso(valid_from),
		valid_to: lasts === null || since === null ? null : iso(valid_from + lasts)
	};
}

const keyOf = ({ metric, team, channel, tier }: Standard) => JSON.stringify([metric, team, channel, tier]);
const earlier = (a: { valid_from: string }, b: { valid_from: string }) =>
	a.valid_from < b.valid_from ? -1 : 1;

/** Of standards for the same: each ends where the next begins. */
function inSequence(standards: Standard[]): Standard[] {
	const rows = [...standards].sort(earlier);
	return rows.flatMap((standard, at) => {
		const next = rows.slice(at + 1).find((other) => keyOf(other) === keyOf(standard));
		if (!next) return [standard];
		if (next.valid_from === standard.valid_from) return [];
		const ends = [standard.valid_to ?? next.valid_from, next.valid_from].sort();
		return [{ ...standard, valid_to: ends[0] ?? null }];
	});
}

const setTo = (name: string, keys: string[], values: number[]) =>
	fc.record({
		name: fc.constant(name),
		key: fc.constantFrom(...keys),
		value: fc.constantFrom(...values),
		since
	});

const parameter = fc.oneof(
	setTo('servqual_weight', ['reliability', 'empathy', 'tangibles'], [0, 1, 2.5]),
	setTo('leaving_rate', ['1', '3', '4', '5'], [0, 0.05, 0.5, 1]),
	setTo(
		'scorecard_weight',
		['satisfaction', 'inspection', 'promises_kept', 'complaint_recovery', 'service_level'],
		[0, 10, 33.3]
	),
	setTo('card', ['yellow'], [1, 2]),
	setTo('card', ['red'], [4, 6]),
	setTo('inspection_high', [''], [59.5, 80]),
	setTo('short_abandon', [''], [0, 12.5, 60])
);

type Told = typeof parameter extends fc.Arbitrary<infer Value> ? Value : never;

/** The last word on a name and key at a moment is the only one. */
function parametersOf(setting: Setting, numbers: Told[]): Parameter[] {
	const said = new Map<string, Parameter>();
	for (const { name, key, value, since } of numbers) {
		const valid_from = iso(instantOf(setting, since));
		said.set(JSON.stringify([name, key, valid_from]), { name, key, value, valid_from });
	}
	return [...said.values()];
}

/** What a company lays down, in view of when things happen: its own standards, beside the defaults or instead. */
export const rules = fc
	.record({
		defaults: fc.constantFrom(true, true, false),
		laws: fc.array(law, { maxLength: 12 }),
		numbers: fc.array(parameter, { maxLength: 6 })
	})
	.map(({ defaults, laws, numbers }) => (setting: Setting): Rules => {
		const own = laws.map((law) => standardOf(setting, law));
		return {
			standards: inSequence([...(defaults ? DEFAULT_STANDARDS : []), ...own]),
			calendars: CALENDARS,
			parameters: parametersOf(setting, numbers)
		};
	});
