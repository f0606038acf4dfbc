import fc from 'fast-check';
import { readHistory, textOf, type Sent } from '../history.ts';
import { ledger, type LedgerRow } from '../ledger.ts';
import { promiseId } from '../time-to-act.ts';
import type { Rules } from '../standards.ts';
import type { Told } from './history.ts';
import { HOUR, MINUTE, nudge } from './times.ts';

const iso = (at: number) => new Date(at).toISOString();

/** Customers and cases of a history are its own; when something is due, it says as of when it happened. */
function sentOf(base: number, part: number, { at, id, subject, data, ...event }: Told[number]): Sent {
	const { customer, due_in, ...more } = data;
	return {
		...event,
		id: `${id}-${part}`,
		subject: `${part}-${subject}`,
		time: iso(base + at),
		data: {
			...more,
			...(customer === undefined ? {} : { customer: `${part}-${String(customer)}` }),
			...(typeof due_in === 'number' ? { due: iso(base + at + due_in) } : {})
		}
	};
}

/** Several histories side by side, each with customers of its own, so that one question asks them all. */
export const organisationOf = (base: number, histories: Told[]) =>
	histories.flatMap((events, part) => events.map((event) => sentOf(base, part, event)));

const ARRIVES = ['case.opened', 'case.reopened', 'promise.made'];

/** When somebody came, and something was promised. */
export const arrivalsIn = (sent: Sent[]) =>
	sent.flatMap(({ type, time }) => (ARRIVES.includes(type) ? [Date.parse(time)] : []));

/** What keeps a promise. */
const DOES: Record<string, string> = {
	first_response: 'case.responded',
	resolution: 'case.resolved',
	complaint_acknowledged: 'complaint.acknowledged',
	complaint_remedied: 'complaint.remedied',
	complaint_followed_up: 'complaint.followed_up'
};

/** Somebody keeps a promise exactly when it is due, or just before or after. */
function doneAtEdge({ metric, basis, due_at }: LedgerRow, by: number, at: number): Sent {
	const promise = textOf(basis, 'promise');
	return {
		source: basis.source,
		id: `edge-${at}`,
		type: DOES[metric] ?? 'promise.kept',
		subject: basis.case_id,
		time: iso(due_at + by),
		data: promise ? { promise, kind: metric.slice('promise:'.length) } : {}
	};
}

/** Which promises are kept at the edge of their time. */
export const punctual = fc.array(fc.record({ row: fc.nat(200), by: nudge }), { maxLength: 8 });

/** When each promise is due. */
export const duesOf = (sent: Sent[], rules: Rules) => ledger(readHistory(sent), rules, 0);

/** The same organisation, with some promises kept just in time. */
export function withPunctual(sent: Sent[], rules: Rules, edges: { row: number; by: number }[]): Sent[] {
	const rows = duesOf(sent, rules);
	const more = edges.flatMap(({ row, by }, at) => {
		const promise = rows[row % rows.length];
		return promise ? [doneAtEdge(promise, by, at)] : [];
	});
	return [...sent, ...more];
}

/** Which promises somebody says that they act upon, and when: before they break, at the edge of the quarter of an hour, or later. */
export const acted = fc.array(
	fc.record({
		row: fc.nat(200),
		after: fc.constantFrom(-MINUTE, 0, MINUTE, 15 * MINUTE, 15 * MINUTE, 15 * MINUTE, HOUR),
		by: nudge,
		twice: fc.constantFrom(false, false, true)
	}),
	{ maxLength: 12 }
);

type Acts = typeof acted extends fc.Arbitrary<infer Value> ? Value : never;

/** The same organisation, with somebody acting upon some of what breaks, now and then twice. */
export function withActs(sent: Sent[], rules: Rules, acts: Acts): Sent[] {
	const rows = ledger(readHistory(sent), rules, Infinity).filter(({ state }) => state === 'broken');
	const more = acts.flatMap(({ row, after, by, twice }, at) => {
		const promise = rows[row % rows.length];
		if (!promise) return [];
		const first: Sent = {
			source: 'desk',
			id: `act-${at}`,
			type: 'breach.acknowledged',
			subject: promise.case_id,
			time: iso((promise.breach_at ?? promise.due_at) + after + by),
			data: { breach: promiseId(promise), by: 'ann' }
		};
		const again = { ...first, id: `act-${at}-again`, time: iso(Date.parse(first.time) + MINUTE) };
		return twice ? [first, again] : [first];
	});
	return [...sent, ...more];
}
