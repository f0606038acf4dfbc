import fc from 'fast-check';
import type { Sent } from '../history.ts';
import { DAY, EDGES, HOUR, MINUTE, nudge, SECOND, ZONES } from './times.ts';

/** How long after an event of its type something is judged otherwise. */
const TURNS: Record<string, number[]> = {
	'case.opened': [0, 5 * SECOND, 15 * SECOND, 15 * SECOND, MINUTE, DAY, 14 * DAY, 31 * DAY, 90 * DAY],
	'case.reopened': [0, 15 * SECOND, MINUTE],
	'case.resolved': [0, 7 * DAY, 7 * DAY],
	'complaint.remedied': [7 * DAY, 31 * DAY],
	'customer.active': [0, HOUR, DAY, 7 * DAY]
};

/** What may be asked, in terms of the events: of all that happened or from one moment to another; now or at some edge. */
export const askingIn = (zones: readonly string[] = ZONES) =>
	fc.record({
		from: fc.option(fc.nat(1000), { freq: 3 }),
		to: fc.option(fc.nat(1000), { freq: 3 }),
		cut: fc.constantFrom(false, false, true),
		clock: fc.option(
			fc.record({
				kind: fc.constantFrom(...Object.keys(TURNS), 'due', 'due', 'any'),
				after: fc.nat(1000),
				window: fc.nat(20),
				nudge
			}),
			{ freq: 5 }
		),
		zone: fc.constantFrom(...zones),
		teams: fc.constantFrom<string[]>([], [], [], [], ['north'], ['south', '']),
		channels: fc.constantFrom<string[]>([], [], [], [], [], [], ['phone'], ['', 'chat']),
		threshold_s: fc.constantFrom(undefined, undefined, undefined, 5, 15, 60.001)
	});

type Asking = ReturnType<typeof askingIn> extends fc.Arbitrary<infer Value> ? Value : never;

/** As far sources run ahead of the server's clock. */
export const AHEAD = 10 * MINUTE;

type Clock = NonNullable<Asking['clock']>;

/** Moments at which something is judged otherwise: of a kind of event as far after each as its windows are long, or when promises are due. */
function turnsOf(sent: Sent[], dues: number[], { kind, window }: Clock) {
	if (kind === 'due' && dues.length > 0) return dues;
	const turns = TURNS[kind] ?? EDGES;
	const alike = sent.filter(({ type }) => type === kind);
	const length = turns[window % turns.length] ?? 0;
	return (alike.length > 0 ? alike : sent).map(({ time }) => Date.parse(time) + length);
}

/** A question, and what had been sent when it was asked: sources run at most ten minutes ahead of the server's clock. */
export function questionOf(sent: Sent[], dues: number[], { from, to, cut, clock, ...more }: Asking) {
	const times = sent.map(({ time }) => Date.parse(time));
	const [first, last] = [Math.min(...times), Math.max(...times)];
	const moments = [...times, ...dues];
	const momentOf = (at: number) => moments[at % moments.length] ?? first;
	const start = cut && from !== null ? momentOf(from) : first;
	const end = cut && to !== null ? momentOf(to) : Math.max(last, ...dues) + DAY;
	const turns = clock ? turnsOf(sent, dues, clock) : [];
	const turn = clock ? turns[clock.after % turns.length] : undefined;
	const asOf = clock && turn !== undefined ? turn + clock.nudge : last + 200 * DAY;
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
