import { answeredAtALostTime } from './arrivals.ts';
import { byTime, ofType, openingOf, wasUntimed, type Happened, type History } from './history.ts';
import { placed, rowsOf, rulesOf, type Item, type Question } from './question.ts';
import { parameterOf, promiseOf } from './standards.ts';
import { count, SECOND, share } from './sums.ts';

/** What ends the waiting, whenever it was. */
const OVER = ['case.responded', 'case.abandoned', 'case.resolved', 'case.closed'];

type Waiting = Item & {
	outcome: 'answered' | 'abandoned' | 'open';
	/** In ms; null where it cannot be known. */
	waited: number | null;
};

/**
 * What ended the waiting of who arrived: the first reply, or giving up before it. All abandons count, also one whose wait is
 * unknown, unless somebody replied: then nothing says that the customer gave up before.
 */
function outcomeOf(events: Happened[], opening: Happened, asOf: number) {
	const reply = ofType(events, 'case.responded').find(({ at }) => at >= opening.at);
	const abandon = ofType(events, 'case.abandoned')[0];
	const known = abandon?.data.wait_known !== false;
	if (abandon && (!reply || (known && byTime(abandon, reply) < 0)))
		return {
			outcome: 'abandoned' as const,
			waited: known && abandon.at >= opening.at ? abandon.at - opening.at : null
		};
	if (reply) return { outcome: 'answered' as const, waited: reply.at - opening.at };
	if (answeredAtALostTime(events) || wasUntimed(events, ...OVER)) return undefined;
	const over = ofType(events, 'case.resolved', 'case.closed').some(({ at }) => at >= opening.at);
	return over ? undefined : { outcome: 'open' as const, waited: asOf - opening.at };
}

/** Who arrived: one item a case, at its opening. */
const arrivals = (history: History, question: Question) =>
	history.cases.flatMap((events): Waiting[] => {
		const opening = openingOf(events);
		const outcome = opening && outcomeOf(events, opening, Date.parse(question.as_of));
		return outcome ? [{ ...placed(events, opening), ...outcome }] : [];
	});

/** Answered within T of those answered or abandoned; open ones past T are overdue, those before T not yet judged. */
export function serviceLevel(history: History, question: Question) {
	return rowsOf(arrivals(history, question), question, (items) => {
		const judged = items.map((item) => {
			const promise = promiseOf(rulesOf(question), 'first_response', item, question.threshold_s);
			return {
				open: item.outcome === 'open',
				outcome: item.outcome,
				promise: promise !== undefined,
				within: promise !== undefined && item.at + (item.waited ?? 0) <= promise.due
			};
		});
		const done = judged.filter(({ open, promise }) => promise && !open);
		const open = judged.filter((item) => item.promise && item.open);
		return {
			...share(
				count(done, ({ outcome, within }) => outcome === 'answered' && within),
				done.length,
				count(open, ({ within }) => within)
			),
			overdue: count(open, ({ within }) => !within),
			no_standard: count(judged, (item) => !item.promise && !item.open)
		};
	});
}

/** Until the company says otherwise. */
const SHORT_S = 5;

/** Abandoned of those answered or abandoned: all abandons count, the short ones stand beside. */
export function abandonment(history: History, question: Question) {
	return rowsOf(arrivals(history, question), question, (items) => {
		const gone = items.filter(({ outcome }) => outcome === 'abandoned');
		const done = count(items, ({ outcome }) => outcome !== 'open');
		return {
			...share(gone.length, done, 0),
			short: count(gone, ({ at, waited }) => {
				const short = parameterOf(rulesOf(question), 'short_abandon', '', at) ?? SHORT_S;
				return waited !== null && waited <= short * SECOND;
			}),
			wait_unknown: count(gone, ({ waited }) => waited === null)
		};
	});
}
