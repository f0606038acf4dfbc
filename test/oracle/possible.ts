import type { Happened } from './history.ts';

/** What can only happen to a case that was opened, and not before. */
const NEEDS_OPENING = [
	...['case.resolved', 'case.abandoned', 'case.contacted', 'case.reopened'],
	...['case.escalated', 'complaint.escalated']
];
const VERDICTS = ['promise.kept', 'promise.broken'];

const told = (events: Happened[], type: string) => events.filter((event) => event.type === type);

const isBefore = (event: Happened, others: Happened[]) => others.every(({ at }) => event.at < at);

/** A question comes before its answer; an answer whose question was never told is taken as it is. */
const isBeforeTold = (event: Happened, others: Happened[]) => others.length > 0 && isBefore(event, others);

const dueOf = ({ data }: Happened) => (typeof data.due === 'string' ? Date.parse(data.due) : Infinity);

const isDueBeforeMade = (made: Happened) => dueOf(made) < made.at;

/** A survey's answers before it was first sent. */
function isAnsweredBeforeSent(events: Happened[], answer: Happened) {
	const { survey } = answer.data;
	const sent = told(events, 'survey.sent').filter(({ data }) => data.survey === survey);
	return Boolean(survey) && isBeforeTold(answer, sent);
}

/** Judged, or said to have been due, before it was made. One that could never be kept was not made. */
function isJudgedBeforeMade(events: Happened[], verdict: Happened) {
	const made = told(events, 'promise.made').filter(
		(event) =>
			event.source === verdict.source &&
			event.data.promise === verdict.data.promise &&
			!isDueBeforeMade(event)
	);
	const due = { ...verdict, at: dueOf(verdict) };
	return isBeforeTold(verdict, made) || isBeforeTold(due, made);
}

/** Whether an event of a case has a place in it that cannot be right: a defect of the data, in no number. */
export function isImpossible(events: Happened[], event: Happened): boolean {
	if (NEEDS_OPENING.includes(event.type)) return isBefore(event, told(events, 'case.opened'));
	if (event.type === 'survey.answered') return isAnsweredBeforeSent(events, event);
	if (event.type === 'promise.made') return isDueBeforeMade(event);
	return VERDICTS.includes(event.type) && isJudgedBeforeMade(events, event);
}
