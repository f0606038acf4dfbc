import { dimensionOf, ofType, openingOf, type Happened, type History } from './history.ts';
import { placed, rowsOf, type Item, type Question } from './question.ts';
import { count, DAY, share } from './sums.ts';

const WINDOW = 7 * DAY;

type Resolved = Item & { customer: string; mature: boolean; back: boolean };

type CameBack = (history: History, events: Happened[], isSoon: (event: Happened) => boolean) => boolean;

/** One item a case with a resolution, at the first: did somebody come back within seven days? */
function resolutions(history: History, question: Question, cameBack: CameBack): Resolved[] {
	return history.cases.flatMap((events) => {
		const resolved = ofType(events, 'case.resolved')[0];
		if (!resolved) return [];
		const until = resolved.at + WINDOW;
		return [
			{
				...placed(events, resolved),
				customer: dimensionOf(events, resolved, 'customer'),
				mature: Date.parse(question.as_of) > until,
				back: cameBack(history, events, ({ at }) => at >= resolved.at && at <= until)
			}
		];
	});
}

function backOf(items: Resolved[]) {
	const mature = items.filter((item) => item.mature);
	return share(
		count(mature, ({ back }) => back),
		mature.length,
		items.length - mature.length
	);
}

/** Cases reopened within seven days of their first resolution. */
export function reopenRate(history: History, question: Question) {
	const items = resolutions(history, question, (_history, events, isSoon) =>
		ofType(events, 'case.reopened').some(isSoon)
	);
	return rowsOf(items, question, backOf);
}

/** The customer comes with another case: opens it, or gets in touch about it. */
function comesAgain(events: Happened[], customer: string, isSoon: (event: Happened) => boolean) {
	const opening = openingOf(events);
	const visits = [...(opening ? [opening] : []), ...ofType(events, 'case.contacted')];
	return visits.some((event) => dimensionOf(events, event, 'customer') === customer && isSoon(event));
}

const customerComesBack: CameBack = (history, events, isSoon) => {
	if (ofType(events, 'case.contacted', 'case.reopened').some(isSoon)) return true;
	const resolved = ofType(events, 'case.resolved')[0];
	const customer = resolved ? dimensionOf(events, resolved, 'customer') : '';
	const others = history.cases.filter((other) => other !== events);
	return customer !== '' && others.some((other) => comesAgain(other, customer, isSoon));
};

/** Resolved cases of known customers who come back within seven days, about anything. */
export function recontactRate(history: History, question: Question) {
	return rowsOf(resolutions(history, question, customerComesBack), question, (items) => ({
		...backOf(items.filter(({ customer }) => customer !== '')),
		unidentified: count(items, ({ customer, mature }) => customer === '' && mature)
	}));
}
