import { isMisdated, type Spell } from './clocks.ts';
import { isImpossible } from './possible.ts';

/**
 * An independent reading of the definitions, in plain loops. It shares no code, no type and no SQL with the product, so that
 * a mistake in one is not a mistake in both.
 */

/** An event as a producer sends it. */
export type Sent = {
	source: string;
	id: string;
	type: string;
	subject?: string | undefined;
	time: string;
	data: Record<string, unknown>;
	/** How many seconds after its time it came, where that may tell of a clock: else at once, or much later. */
	late_s?: number | undefined;
};

export type Happened = {
	source: string;
	id: string;
	type: string;
	case_id: string;
	at: number;
	data: Record<string, unknown>;
	/** It cannot have been so: no number counts it, though what it says of team or topic is believed. */
	impossible: boolean;
	/** Its type, where it was told by a wrong clock: it has none then, for nobody knows when it was; else ''. */
	untimed: string;
};

/** Everything that happened, once and in order: per case, and by itself what has no case. */
export type History = { cases: Happened[][]; others: Happened[] };

const WITHOUT_CASE = [
	'customer.active',
	'customer.left',
	'inspection.scored',
	'staff.surveyed',
	'agent.state'
];

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Earlier is by (time, id); the source only makes the order total. */
export const byTime = (a: Happened, b: Happened) =>
	a.at - b.at || order(a.id, b.id) || order(a.source, b.source);

/** Reads what was sent: the same source and id is the same event, and order of arrival means nothing. */
export function readHistory(sent: Sent[], spells: Spell[] = []): History {
	const events = new Map<string, Happened>();
	for (const told of sent) {
		const { source, id, type, subject, time, data } = told;
		const case_id = WITHOUT_CASE.includes(type) ? '' : (subject ?? '');
		const untimed = case_id !== '' && isMisdated(told, spells);
		events.set(JSON.stringify([source, id]), {
			source,
			id,
			type: untimed ? '' : type,
			case_id,
			at: Date.parse(time),
			data,
			impossible: false,
			untimed: untimed ? type : ''
		});
	}
	const cases = new Map<string, Happened[]>();
	const others: Happened[] = [];
	for (const event of [...events.values()].sort(byTime)) {
		if (WITHOUT_CASE.includes(event.type)) {
			others.push(event);
			continue;
		}
		const known = cases.get(event.case_id);
		if (known) known.push(event);
		else cases.set(event.case_id, [event]);
	}
	for (const events of cases.values()) {
		for (const event of events) event.impossible = isImpossible(events, event);
	}
	return { cases: [...cases.values()], others };
}

/** What happened of some types, as far as it can have. */
export const ofType = (events: Happened[], ...types: string[]) =>
	events.filter(({ type, impossible }) => !impossible && types.includes(type));

/** Whether something of these types happened at a time that nobody knows: a wrong clock told it. */
export const wasUntimed = (events: Happened[], ...types: string[]) =>
	events.some(({ untimed }) => types.includes(untimed));

/** What was told of some types and cannot have happened. */
export const defectsOf = (events: Happened[], ...types: string[]) =>
	events.filter(({ type, impossible }) => impossible && types.includes(type));

/** The opening of a case: its first, if it was ever told. */
export const openingOf = (events: Happened[]) => ofType(events, 'case.opened')[0];

export const textOf = (event: Happened, name: string) => {
	const value = event.data[name];
	return typeof value === 'string' ? value : '';
};

export const numberOf = (event: Happened, name: string) => {
	const value = event.data[name];
	return typeof value === 'number' ? value : undefined;
};

/**
 * A dimension as of an event: what the event says; if it is silent, what the latest earlier event of the case that has it
 * said; else what the opening says.
 */
export function dimensionOf(events: Happened[], event: Happened, name: string): string {
	if (textOf(event, name)) return textOf(event, name);
	let found = '';
	for (const earlier of events) {
		if (byTime(earlier, event) >= 0) break;
		if (textOf(earlier, name)) found = textOf(earlier, name);
	}
	const opening = openingOf(events);
	return found || (opening ? textOf(opening, name) : '');
}
