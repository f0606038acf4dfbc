import type { Grouping, Row } from './evidence.ts';
import {
	arrivals,
	openings,
	resolutions,
	responses,
	SECOND,
	surveys,
	type Arrival,
	type History,
	type Item,
	type Opening,
	type Resolution,
	type Response,
	type Survey
} from './items.ts';
import { complaints, firstContacts, type Complaint, type FirstContact } from './windows.ts';

/** The rows a KPI has to answer, by what tells them apart: '' for the total, the team, the day (UTC). */
export type Expected = (grouping: Grouping) => Map<string, Row>;

const placeOf = ({ at, team }: Item, grouping: Grouping) =>
	grouping === 'total' ? '' : grouping === 'team' ? team : new Date(at).toISOString().slice(0, 10);

/** A KPI's items, and what is to be said of any group of them. */
const expect =
	<T extends Item>(items: T[], sum: (items: T[]) => Row): Expected =>
	(grouping) => {
		const groups = new Map<string, T[]>();
		for (const item of items) {
			const place = placeOf(item, grouping);
			const group = groups.get(place);
			if (group) group.push(item);
			else groups.set(place, [item]);
		}
		return new Map([...groups].map(([place, group]) => [place, sum(group)]));
	};

const count = <T>(items: T[], which: (item: T) => boolean) => items.filter(which).length;

/** Between the two nearest of the sorted values, both ends included. */
function quantile(sorted: number[], share: number): number | null {
	const place = (sorted.length - 1) * share;
	const low = sorted[Math.floor(place)];
	const high = sorted[Math.ceil(place)];
	return low === undefined || high === undefined ? null : low + (high - low) * (place - Math.floor(place));
}

function durations(times: number[]): Row {
	const sorted = times.map((ms) => ms / SECOND).sort((a, b) => a - b);
	const sum = times.reduce((total, ms) => total + ms, 0) / SECOND;
	return {
		n: times.length,
		p50: quantile(sorted, 0.5),
		p90: quantile(sorted, 0.9),
		p95: quantile(sorted, 0.95),
		max: sorted.at(-1) ?? null,
		sum: times.length === 0 ? null : sum
	};
}

const numbers = (values: (number | null)[]) => values.filter((value) => value !== null);

type Judged = { mature: boolean; kept: boolean };

const judged = (items: Judged[]): Row => ({
	numerator: count(items, ({ mature, kept }) => mature && kept),
	denominator: count(items, ({ mature }) => mature),
	immature: count(items, ({ mature }) => !mature)
});

const sumResponses = (items: Response[]): Row => ({
	...durations(numbers(items.map(({ waited }) => waited))),
	numerator: count(items, ({ kept }) => kept === true),
	denominator: count(items, ({ kept }) => kept !== null),
	defects: items.reduce((total, { defects }) => total + defects, 0)
});

const isLate = ({ waited, promised = Infinity }: Arrival) => (waited ?? 0) > promised;

function sumServiceLevel(items: Arrival[]): Row {
	const done = items.filter(({ outcome }) => outcome !== 'waiting');
	const due = done.filter(({ promised }) => promised !== undefined);
	const waiting = items.filter(({ outcome, promised }) => outcome === 'waiting' && promised !== undefined);
	return {
		numerator: count(due, (item) => item.outcome === 'answered' && !isLate(item)),
		denominator: due.length,
		no_standard: done.length - due.length,
		overdue: count(waiting, isLate),
		immature: count(waiting, (item) => !isLate(item))
	};
}

function sumAbandonment(items: Arrival[]): Row {
	const gone = items.filter(({ outcome }) => outcome === 'abandoned');
	return {
		n: items.length,
		numerator: gone.length,
		short: count(gone, ({ waited }) => waited !== null && waited <= 5 * SECOND),
		wait_unknown: count(gone, ({ waited }) => waited === null)
	};
}

const sumResolutions = (items: Resolution[]): Row => ({
	...durations(numbers(items.map(({ took }) => took))),
	defects: count(items, ({ took }) => took === null)
});

const sumOpenings = (items: Opening[]): Row => ({
	n: items.length,
	numerator: count(items, ({ complaint }) => complaint)
});

function sumSurveys(items: Survey[]): Row {
	const scores = numbers(items.map(({ score }) => score));
	const level = (low: number) => count(scores, (score) => score >= low && score < low + 1);
	return {
		n: scores.length,
		numerator: count(scores, (score) => score >= 4),
		sum: scores.length === 0 ? null : scores.reduce((total, score) => total + score, 0),
		sent: items.length - scores.length,
		distribution: { 1: level(1), 2: level(2), 3: level(3), 4: level(4), 5: level(5) }
	};
}

const sumFirstContacts = (items: FirstContact[]): Row => ({
	...judged(items.map(({ mature, repeated }) => ({ mature, kept: !repeated }))),
	unidentified: count(items, ({ mature, unidentified }) => mature && unidentified),
	confirmed: {
		numerator: count(items, ({ mature, said }) => mature && said === 1),
		denominator: count(items, ({ mature, said }) => mature && said !== null)
	}
});

const sumComplaints = (items: Complaint[]): Row => ({
	...judged(items.map(({ confirmed }) => confirmed)),
	received: items.length,
	unidentified: count(items, ({ unidentified }) => unidentified),
	remedied: judged(items.map(({ remedied }) => remedied)),
	no_relapse: judged(items.map(({ no_relapse }) => no_relapse)),
	retained: judged(items.map(({ retained }) => retained))
});

/** What each KPI has to answer, counted in plain loops from what was sent and is stored. */
export function expectedKpis(history: History, asOf: number): Map<string, Expected> {
	const arrived = arrivals(history, asOf);
	const ended = arrived.filter(({ outcome }) => outcome !== 'waiting');
	return new Map([
		['first_response', expect(responses(history), sumResponses)],
		['service_level', expect(arrived, sumServiceLevel)],
		['abandonment', expect(ended, sumAbandonment)],
		['resolution_time', expect(resolutions(history), sumResolutions)],
		['cases_opened', expect(openings(history), sumOpenings)],
		['satisfaction', expect(surveys(history), sumSurveys)],
		['first_contact_resolution', expect(firstContacts(history, asOf), sumFirstContacts)],
		['complaint_recovery', expect(complaints(history, asOf), sumComplaints)]
	]);
}
