import { dimensionOf, numberOf, ofType, openingOf, textOf, type Happened, type History } from './history.ts';
import { placed, rowsOf, type Item, type Question } from './question.ts';
import { count, DAY, share } from './sums.ts';

const WINDOW = 7 * DAY;

type Resolved = Item & { customer: string; kept: boolean; mature: boolean; said: number | undefined };

/** The customer came back on the case itself, from its opening to seven days after its first resolution. */
function cameBack(events: Happened[], resolved: Happened) {
	const opening = openingOf(events);
	return ofType(events, 'case.contacted', 'case.reopened').some(
		({ at }) => at >= (opening?.at ?? -Infinity) && at <= resolved.at + WINDOW
	);
}

/** The customer came with another case on the topic after the first resolution; an unknown topic matches any. */
function cameAgain(history: History, resolved: Happened, customer: string, topic: string) {
	return history.cases.some((events) => {
		const opening = openingOf(events);
		const came = [...(opening ? [opening] : []), ...ofType(events, 'case.contacted')];
		return came.some((event) => {
			if (event.case_id === resolved.case_id || dimensionOf(events, event, 'customer') !== customer)
				return false;
			const about = dimensionOf(events, event, 'topic');
			const same = about === '' || topic === '' || about === topic;
			return same && event.at >= resolved.at && event.at <= resolved.at + WINDOW;
		});
	});
}

/** What the customer said when a survey asked whether it was resolved: the latest answer. */
function saidOf(events: Happened[]) {
	const last = ofType(events, 'survey.answered')
		.filter((event) => textOf(event, 'instrument') === 'fcr')
		.at(-1);
	return last && numberOf(last, 'score');
}

function resolutions(history: History, asOf: number): Resolved[] {
	return history.cases.flatMap((events) => {
		const resolved = ofType(events, 'case.resolved')[0];
		if (!resolved) return [];
		const item = placed(events, resolved);
		const customer = dimensionOf(events, resolved, 'customer');
		const again = customer !== '' && cameAgain(history, resolved, customer, item.topic);
		return [
			{
				...item,
				customer,
				kept: !cameBack(events, resolved) && !again,
				// A return at the last instant of the window still counts: it has passed only after it.
				mature: resolved.at + WINDOW < asOf,
				said: saidOf(events)
			}
		];
	});
}

export function firstContactResolution(history: History, question: Question) {
	return rowsOf(resolutions(history, Date.parse(question.as_of)), question, (items) => {
		const mature = items.filter((item) => item.mature);
		return {
			...share(
				count(mature, ({ kept }) => kept),
				mature.length,
				items.length - mature.length
			),
			unidentified: count(mature, ({ customer }) => customer === ''),
			confirmed: {
				numerator: count(mature, ({ said }) => said === 1),
				denominator: count(mature, ({ said }) => said !== undefined)
			}
		};
	});
}
