import { complaintOf, isComplaint, isUnclear, remedyOf } from './complaint.ts';
import { dimensionOf, numberOf, ofType, openingOf, textOf, type Happened, type History } from './history.ts';
import { placed, rowsOf, type Item, type Question } from './question.ts';
import { count, DAY, HOUR, share } from './sums.ts';

type Step = { kept: boolean; due: number };
type Complaint = Item & {
	customer: string;
	remedied: Step;
	confirmed: Step;
	no_relapse: Step;
	retained: Step;
};

/** The latest answer within 14 days of receipt counts; silence is not a yes. */
function saidYes(events: Happened[], received: number) {
	const answers = ofType(events, 'complaint.confirmed').filter(
		(event) =>
			numberOf(event, 'satisfied') !== undefined && event.at >= received && event.at <= received + 14 * DAY
	);
	const last = answers.at(-1);
	return last !== undefined && (numberOf(last, 'satisfied') ?? 0) >= 4;
}

/** Another complaint of the customer with the same reason (none said is the same as none said) within 30 days of the remedy. */
function relapsed(history: History, received: Happened, customer: string, remedied: number) {
	const reason = textOf(received, 'reason');
	return history.cases.some((events) => {
		const other = openingOf(events);
		if (!other || !isComplaint(other) || other.case_id === received.case_id) return false;
		if (customer === '' || dimensionOf(events, other, 'customer') !== customer) return false;
		if (textOf(other, 'reason') !== reason) return false;
		return other.at >= remedied && other.at <= remedied + 30 * DAY;
	});
}

/** Active on days 61 to 90 after receipt, and not left by then. */
function stayed(history: History, customer: string, received: number) {
	const known = history.others.filter((event) => customer !== '' && textOf(event, 'customer') === customer);
	const active = ofType(known, 'customer.active').some(
		({ at }) => at >= received + 60 * DAY && at < received + 90 * DAY
	);
	const left = ofType(known, 'customer.left').some(({ at }) => at >= received && at < received + 90 * DAY);
	return active && !left;
}

function complaints(history: History): Complaint[] {
	return history.cases.flatMap((events) => {
		const received = complaintOf(events);
		if (!received || isUnclear(events)) return [];
		const customer = dimensionOf(events, received, 'customer');
		const remedy = remedyOf(events, received);
		return [
			{
				...placed(events, received),
				customer,
				remedied: {
					kept: remedy !== undefined && remedy.at <= received.at + 24 * HOUR,
					due: received.at + 24 * HOUR
				},
				confirmed: { kept: saidYes(events, received.at), due: received.at + 14 * DAY },
				no_relapse: {
					kept: remedy !== undefined && !relapsed(history, received, customer, remedy.at),
					due: (remedy ?? received).at + 31 * DAY
				},
				retained: { kept: stayed(history, customer, received.at), due: received.at + 90 * DAY }
			}
		];
	});
}

type StepName = 'remedied' | 'confirmed' | 'no_relapse' | 'retained';

/** Four steps, each of the complaints received whose window has passed; the headline is confirmed. */
export function complaintRecovery(history: History, question: Question) {
	const asOf = Date.parse(question.as_of);
	return rowsOf(complaints(history), question, (items) => {
		const step = (name: StepName) => {
			const judged = items.filter((item) => item[name].due < asOf);
			return share(
				count(judged, (item) => item[name].kept),
				judged.length,
				items.length - judged.length
			);
		};
		const beside = (name: StepName) => {
			const { numerator, denominator, immature } = step(name);
			return { numerator, denominator, immature };
		};
		return {
			...step('confirmed'),
			received: items.length,
			unidentified: count(items, ({ customer }) => customer === ''),
			remedied: beside('remedied'),
			no_relapse: beside('no_relapse'),
			retained: beside('retained')
		};
	});
}
