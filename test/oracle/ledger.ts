import { answeredAtALostTime, arrivalsOf } from './arrivals.ts';
import { complaintOf, firstFrom, remedyOf } from './complaint.ts';
import { dimensionOf, openingOf, wasUntimed, type Happened, type History } from './history.ts';
import { placed, type Item } from './question.ts';
import { promiseOf, type Rules } from './standards.ts';
import { toldPromises, type Pledge } from './told-promises.ts';

export type State = 'kept' | 'broken' | 'running';

/** A row of the ledger; its `at` is when it is due. */
export type LedgerRow = Item &
	Pledge & {
		case_id: string;
		customer: string;
		priority: string;
		owner: string;
		state: State;
		breach_at: number | null;
	};

/** What keeps what a standard promises. */
const KEEPS: Record<string, string> = {
	first_response: 'case.responded',
	resolution: 'case.resolved',
	complaint_acknowledged: 'complaint.acknowledged',
	complaint_remedied: 'complaint.remedied',
	complaint_followed_up: 'complaint.followed_up'
};

type Claim = { metric: string; basis: Happened; done: Happened | undefined };

/** What standards may promise in a case, and what was done about it. */
function claimsOf(events: Happened[]): Claim[] {
	const opening = openingOf(events);
	const lost = answeredAtALostTime(events);
	const claims = arrivalsOf(events)
		.arrivals.filter(({ event }) => event !== opening || !lost)
		.map(({ event, first }): Claim => ({ metric: 'first_response', basis: event, done: first }));
	if (opening) {
		const done = firstFrom(events, 'case.resolved', opening.at);
		claims.push({ metric: 'resolution', basis: opening, done });
	}
	const received = complaintOf(events);
	if (!received) return claims;
	const acknowledged = firstFrom(events, 'complaint.acknowledged', received.at);
	const remedy = remedyOf(events, received);
	claims.push({ metric: 'complaint_acknowledged', basis: received, done: acknowledged });
	claims.push({ metric: 'complaint_remedied', basis: received, done: remedy });
	if (!remedy) return claims;
	const done = firstFrom(events, 'complaint.followed_up', remedy.at);
	return [...claims, { metric: 'complaint_followed_up', basis: remedy, done }];
}

function standardPromises(events: Happened[], rules: Rules): Pledge[] {
	return claimsOf(events).flatMap(({ metric, basis, done }) => {
		// Perhaps it was done in time: only a wrong clock says when.
		if (!done && wasUntimed(events, KEEPS[metric] ?? '')) return [];
		const promise = promiseOf(rules, metric, placed(events, basis));
		if (!promise) return [];
		const { due, ...how } = promise;
		const done_at = done?.at ?? null;
		return [{ metric, basis, made_at: basis.at, due_at: due, done_at, said_broken_at: null, ...how }];
	});
}

function stateOf({ due_at, done_at, said_broken_at }: Pledge, asOf: number): State {
	if (asOf <= due_at) return 'running';
	return said_broken_at === null && done_at !== null && done_at <= due_at ? 'kept' : 'broken';
}

function rowOf(events: Happened[], pledge: Pledge, asOf: number): LedgerRow {
	const { basis } = pledge;
	const state = stateOf(pledge, asOf);
	const item = placed(events, basis);
	const breach = Math.min(pledge.due_at, pledge.said_broken_at ?? Infinity);
	return {
		...item,
		...pledge,
		at: pledge.due_at,
		case_id: basis.case_id,
		customer: dimensionOf(events, basis, 'customer'),
		priority: dimensionOf(events, basis, 'priority'),
		owner: item.agent || item.team,
		state,
		breach_at: state === 'broken' ? breach : null
	};
}

/** Every promise made to a customer, by standards in force and in so many words. */
export const ledger = (history: History, rules: Rules, asOf: number): LedgerRow[] =>
	history.cases.flatMap((events) =>
		[...standardPromises(events, rules), ...toldPromises(events, rules)].map((pledge) =>
			rowOf(events, pledge, asOf)
		)
	);
