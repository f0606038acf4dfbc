import type { LedgerEvent } from '../checker/ledger.ts';
import { createRandom, type Random } from './random.ts';
import { tellCase, tellElse, type Told } from './story.ts';

export type Traffic = {
	events: LedgerEvent[];
	/** Indexes of events in the order in which they are delivered; a twentieth of them a second time. */
	deliveries: number[];
};

export type TrafficOptions = {
	seed: number;
	events: number;
	now: number;
	/** The share of events that are delivered a second time. */
	duplicates: number;
	/** So many attributes of 200 characters on every event, to fill a disk soon. */
	padding?: number;
};

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Long enough that windows of 90 days have passed for some, and not for others. */
const DAYS = 110;
const REORDER_MS = 15 * MINUTE;
const SOURCES = ['acme/pbx', 'acme/desk', 'acme/shop'] as const;

/** Bad events in the way of sources that are nearly right, and what has to be said of each. */
const BAD: [(event: Record<string, unknown>) => unknown, { reason: string; path: string }][] = [
	[(event) => ({ ...event, type: 'case.forgotten' }), { reason: 'unknown_type', path: 'type' }],
	[(event) => ({ ...event, time: 'yesterday' }), { reason: 'invalid', path: 'time' }],
	[(event) => ({ ...event, time: '2199-01-01T00:00:00Z' }), { reason: 'invalid', path: 'time' }],
	[(event) => ({ ...event, subject: '' }), { reason: 'invalid', path: 'subject' }],
	[(event) => ({ ...event, specversion: '0.3' }), { reason: 'invalid', path: 'specversion' }],
	[(event) => ({ ...event, data: { team: 7 } }), { reason: 'invalid', path: 'data.team' }],
	[(event) => ({ ...event, data: { channel: 'telepathy' } }), { reason: 'invalid', path: 'data.channel' }],
	[
		(event) => ({ ...event, type: 'survey.answered', data: { instrument: 'csat', score: 6 } }),
		{ reason: 'invalid', path: 'data.score' }
	]
];

/**
 * The traffic of a campaign: cases of the last months, told by several sources. Events arrive up to fifteen minutes before
 * or after their turn, one in a hundred days late, one in twenty twice, and one in a hundred is bad.
 */
export function makeTraffic({ seed, events: wanted, now, duplicates, padding = 0 }: TrafficOptions): Traffic {
	const random = createRandom(seed);
	const start = now - DAYS * DAY;
	const customers = Math.max(20, Math.round(wanted / 40));
	const events: LedgerEvent[] = [];
	const turns: number[] = [];

	const filling = Array.from(
		{ length: padding },
		(_, index) => [`padding ${index}`, 'x'.repeat(200)] as const
	);
	const padded = (data: Told['data']) =>
		padding === 0 ? data : { ...data, attributes: Object.fromEntries(filling) };

	function add({ type, at, data }: Told, subject: string) {
		const source = random.pick(SOURCES);
		const id = `${type}-${events.length}`;
		const event = {
			specversion: '1.0',
			id,
			source,
			type,
			time: timeText(random, at),
			subject,
			data: padded(data)
		};
		const bad = random.chance(0.01) ? random.pick(BAD) : undefined;
		const text = JSON.stringify(bad && subject ? bad[0](event) : event);
		events.push({ source, id, text, ...(bad && subject && { refusal: bad[1] }) });
		const late = random.chance(0.01) ? random.whole(0, 5 * DAY) : 0;
		turns.push(at + random.whole(-REORDER_MS, REORDER_MS) + late);
	}

	for (let number = 0; events.length < wanted; number++) {
		const at = start + random.whole(0, DAYS * DAY - MINUTE);
		if (random.chance(0.2)) add(tellElse(random, at, customers), '');
		else for (const told of tellCase(random, at, customers, now)) add(told, `case ${seed}-${number}`);
	}
	const order = events.map((_, index) => index).sort((a, b) => (turns[a] ?? 0) - (turns[b] ?? 0));
	return { events, deliveries: repeat(order, random, duplicates) };
}

/** The same moment as sources write it: UTC or with an offset, with or without milliseconds. */
function timeText(random: Random, at: number): string {
	if (random.chance(0.7)) return new Date(at).toISOString();
	return new Date(at + 8 * 60 * MINUTE).toISOString().replace('Z', '+08:00');
}

/** Puts a share of the events in a second time: right after, soon after, or long after. */
function repeat(order: number[], random: Random, share: number): number[] {
	const repeated = order
		.map((event, turn) => ({ event, turn }))
		.filter(() => random.chance(share))
		.map(({ event, turn }) => ({ event, turn: turn + random.pick([0.5, 100, 5_000]) * random.next() }));
	return [...order.map((event, turn) => ({ event, turn })), ...repeated]
		.sort((a, b) => a.turn - b.turn)
		.map(({ event }) => event);
}
