import { answeredAtALostTime, arrivalsOf } from './arrivals.ts';
import { ofType, openingOf, wasUntimed, type Happened, type History } from './history.ts';
import { placed, rowsOf, rulesOf, type Item, type Question } from './question.ts';
import { promiseOf } from './standards.ts';
import { count } from './sums.ts';

const OVER = ['case.responded', 'case.abandoned', 'case.resolved', 'case.closed'];

/** The latest opening or reopening of a case, if nothing has answered or ended it since. */
function unanswered(events: Happened[]): Happened | undefined {
	const opening = openingOf(events);
	const latest = arrivalsOf(events).arrivals.at(-1)?.event;
	if (!latest || (latest === opening && answeredAtALostTime(events))) return undefined;
	if (wasUntimed(events, ...OVER)) return undefined;
	return ofType(events, ...OVER).some(({ at }) => at >= latest.at) ? undefined : latest;
}

type Waiting = Item & { overdue: boolean };

function waiting(history: History, question: Question): Waiting[] {
	const now = Date.parse(question.as_of);
	return history.cases.flatMap((all) => {
		const events = all.filter(({ at }) => at <= now);
		const since = unanswered(events);
		if (!since) return [];
		const item = placed(events, since);
		const promise = promiseOf(rulesOf(question), 'first_response', item);
		return [{ ...item, overdue: promise !== undefined && now > promise.due }];
	});
}

/** Who waits at this moment, how long the longest, and how many past their promise. */
export function waitingNow(history: History, question: Question) {
	return rowsOf(waiting(history, question), question, (items) => {
		const oldest = items.length === 0 ? null : Math.min(...items.map(({ at }) => at));
		return {
			value: items.length,
			n: items.length,
			numerator: count(items, ({ overdue }) => overdue),
			denominator: items.length,
			low: null,
			high: null,
			immature: 0,
			oldest_s: oldest === null ? null : (Date.parse(question.as_of) - oldest) / 1000,
			oldest_at: oldest === null ? null : new Date(oldest).toISOString()
		};
	});
}
