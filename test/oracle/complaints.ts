import { complaintOf, firstFrom, isUnclear, remedyOf } from './complaint.ts';
import { ofType, wasUntimed, type Happened, type History } from './history.ts';
import { placed, rowsOf, rulesOf, type Item, type Question } from './question.ts';
import { promiseOf } from './standards.ts';
import { count, DAY, share } from './sums.ts';

type Judged = Item & { kept: boolean; due: number | null; defect: boolean };

/** Of the items that are due: those kept. */
function keptOf(items: Judged[], question: Question) {
	const asOf = Date.parse(question.as_of);
	const dated = items.filter(({ due }) => due !== null);
	const due = dated.filter((item) => item.due !== null && asOf > item.due);
	return share(
		count(due, ({ kept }) => kept),
		due.length,
		dated.length - due.length
	);
}

const received = (history: History, judge: (events: Happened[], received: Happened) => Judged[]) =>
	history.cases.flatMap((events) => {
		const complaint = complaintOf(events);
		return complaint ? judge(events, complaint) : [];
	});

/** Complaints acknowledged by the time promised to them. */
export function complaintAcknowledged(history: History, question: Question) {
	const items = received(history, (events, complaint) => {
		const item = placed(events, complaint);
		const promise = promiseOf(rulesOf(question), 'complaint_acknowledged', item);
		const first = firstFrom(events, 'complaint.acknowledged', complaint.at);
		if (!first && wasUntimed(events, 'complaint.acknowledged')) return [];
		const defect = ofType(events, 'complaint.acknowledged').some(({ at }) => at < complaint.at);
		if (!promise) return [{ ...item, kept: false, due: null, defect: false }];
		return [{ ...item, kept: first !== undefined && first.at <= promise.due, due: promise.due, defect }];
	});
	return rowsOf(items, question, (items) => ({
		...keptOf(items, question),
		no_standard: count(items, ({ due }) => due === null),
		defects: count(items, ({ defect }) => defect)
	}));
}

/** Remedied complaints that were followed up within seven days of the remedy. */
export function followUp(history: History, question: Question) {
	const items = received(history, (events, complaint) => {
		const remedy = remedyOf(events, complaint);
		if (!remedy || isUnclear(events)) return [];
		const due = remedy.at + 7 * DAY;
		const kept = ofType(events, 'complaint.followed_up').some(({ at }) => at >= remedy.at && at <= due);
		return [{ ...placed(events, complaint), kept, due, defect: false }];
	});
	return rowsOf(items, question, (items) => keptOf(items, question));
}
